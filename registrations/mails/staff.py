"""Mails to those who run an event."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Appearance, Event
from outbox.mails import Drop, absolute, compose, mail
from registrations.actions.seats import look
from registrations.mails import words
from registrations.mails.letter import about
from registrations.models import StagePage


@mail("registrations.over_capacity")
def over_capacity(message, now):
    """To the organisers: more people have a seat than there are seats, because the number was lowered."""
    event = Event.objects.filter(pk=message.parameters["event"]).select_related("organisation").first()
    over = look(event, now).over() if event and not event.is_over(now) else 0
    if not over:
        return Drop("there are seats for all who were promised one")
    context = about(event, message) | {"over": over}
    subject = words.subject(_("Too many confirmed"), event)
    return compose(message, subject=subject, context=context)


@mail("registrations.stage_corrected")
def stage_corrected(message, now):
    """To the organisers: somebody on stage would like their entry to be different."""
    related = ("speaker", "event__organisation", "stage_page")
    appearance = Appearance.objects.filter(pk=message.parameters["appearance"]).select_related(*related).first()
    if appearance is None or not StagePage.of(appearance).awaits_decision:
        return Drop("the proposal has been decided on")
    event = appearance.event
    decide = absolute(reverse("admin:registrations_signup_stage", args=[event.pk]))
    context = about(event, message) | {"name": appearance.speaker.full_name, "decide": decide}
    return compose(message, subject=words.subject(_("Correction proposed"), event), context=context)
