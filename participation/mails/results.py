"""Mails about what came of a meetup."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, Status
from outbox.mails import Drop, absolute, compose, mail
from participation.actions.reminding import waiting
from participation.models import Access, Results
from registrations.mails import words
from registrations.mails.letter import RELATED, about, refuse, require, unless_stale, write
from registrations.models import Registration, RegistrationSettings, State


@mail("participation.results_published")
def results_published(message, now):
    """To everybody who had a seat."""
    registrations = Registration.objects.select_related("ticket_type", *RELATED)
    registration = registrations.filter(pk=message.parameters.get("registration")).first()
    if registration is None:
        return Drop("the registration has been erased")
    return unless_stale(_results_published, registration, message, now)


def _results_published(registration, message, now):
    event = registration.event
    require(registration, State.CONFIRMED)
    refuse("the event is not public any more", event.status != Status.PUBLISHED)
    results = Results.objects.published().filter(event=event).first()
    refuse("the results have been taken back", results is None)
    subject = _("What came of it: %(title)s") % {"title": event.shown_title}
    return write(
        message,
        registration,
        now,
        subject=subject,
        results=results,
        is_public=results.access == Access.PUBLIC,
        last_day=words.long_day(RegistrationSettings.of(event).deletion_day),
    )


@mail("participation.results_missing")
def results_missing(message, now):
    """To the organisers, after three and after seven days."""
    event = Event.objects.filter(pk=message.parameters["event"]).select_related("organisation").first()
    days = message.parameters["days"]
    if event is None or (event, days) not in list(waiting(now)):
        return Drop("something is there meanwhile, or the event is not public any more")
    page = absolute(reverse("admin:participation_lookingback_change", args=[event.pk]))
    context = about(event, message) | {"days": days, "work": page, "is_last": days > 3}
    return compose(message, subject=words.subject(_("What came of it?"), event), context=context)
