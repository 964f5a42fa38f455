"""What is kept about participants who took part in the questions."""

from participation.actions import erasing
from participation.models import Voice
from participation.own_data import voice_data
from registrations.attached import goes_again, goes_along, told


@told("taking_part")
def taking_part(registration):
    voice = Voice.objects.filter(registration=registration).first()
    return voice and voice_data(voice)


@goes_along
def forget(event, registrations, now):
    erasing.forget_participants(event=event, registrations=registrations, now=now)


@goes_again
def replay(fingerprints, now):
    return erasing.replay(fingerprints=fingerprints, now=now)
