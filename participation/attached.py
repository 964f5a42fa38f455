"""What is kept about participants who took part in the questions, and what people took back who said something."""

from participation.actions import erasing, forgetting
from participation.models import FeedbackGiven, Voice
from participation.own_data import voice_data
from registrations.attached import goes_again, goes_along, told


@told("taking_part")
def taking_part(registration):
    voice = Voice.objects.filter(registration=registration).first()
    return voice and voice_data(voice)


@told("feedback_given")
def feedback_given(registration):
    """Only that it was: which answers are theirs, nobody knows."""
    return FeedbackGiven.objects.filter(registration=registration).exists()


@goes_along
def forget(event, registrations, now):
    erasing.forget_participants(event=event, registrations=registrations, now=now)


@goes_again
def replay(fingerprints, now):
    return erasing.replay(fingerprints=fingerprints, now=now)


@goes_again
def replay_contributions(fingerprints, now):
    return forgetting.replay(fingerprints=fingerprints, now=now)
