"""What sign-up keeps of people, and until when."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from outbox.retention import keeps, keeps_nobody
from registrations.actions.erasing import due_events, sensitive_due, stale_due
from registrations.limits import DAY
from registrations.models import Attempt, CalendarLink, InvitedGuest, Registration

GRACE = dt.timedelta(hours=2)  # the jobs run every hour
DELETION_DAY = _("on the event's deletion day, 30 days after its end unless set otherwise; earlier if the person asks")


def _late_registrations(now):
    overdue = Registration.objects.filter(event__in=[event.pk for event in due_events(now - GRACE)])
    return overdue.count() + stale_due(now - GRACE).count()


def _late_guests(now):
    return InvitedGuest.objects.filter(event__in=[event.pk for event in due_events(now - GRACE)]).count()


keeps(
    "registrations.Registration",
    what=_("name, e-mail address, telephone, how and when somebody signed up, cancelled and was present"),
    until=_("on the event's deletion day; addresses that nobody confirmed after 48 hours"),
    due=_late_registrations,
)
keeps(
    "registrations.Answer",
    what=_("answers to the organiser's questions; sensitive ones such as access needs"),
    until=_("with the registration; sensitive ones on a day of their own, 7 days after the event unless set otherwise"),
    due=lambda now: sensitive_due(now - GRACE).count(),
)
keeps(
    "registrations.InvitedGuest",
    what=_("name and e-mail address of invited people, and what they answered"),
    until=DELETION_DAY,
    due=_late_guests,
)
keeps(
    "registrations.CalendarLink",
    what=_("that an e-mail address has a calendar of its own sign-ups"),
    until=_("until it is ended, or with the address's last registration"),
    due=lambda now: CalendarLink.objects.exclude(address_key__in=Registration.objects.values("address_key")).count(),
)
keeps("registrations.Call", what=_("that somebody has to be telephoned"), until=_("with the registration"))
keeps("registrations.Call_changes", what=_("about which change"), until=_("with the registration"))
keeps(
    "registrations.Attempt",
    what=_("keyed hashes of network and e-mail address of each sign-up attempt, against abuse"),
    until=_("after a day"),
    due=lambda now: Attempt.objects.filter(at__lt=now - DAY - GRACE).count(),
)
keeps(
    "registrations.Broadcast",
    what=_("organisers' messages to participants, with the member who wrote them"),
    until=_("with the event; the member's name goes with the account"),
)
keeps(
    "registrations.Export",
    what=_("which member took participants' data out, and when"),
    until=_("with the event; the member's name goes with the account"),
)
keeps(
    "registrations.StagePage",
    what=_("what somebody on stage approved or proposed as their own bio, function and picture"),
    until=_("with the event; a proposal until an organiser has decided on it"),
)
keeps(
    "registrations.CertificateSettings",
    what=_("name and function of who signs certificates"),
    until=_("with the event, until an editor changes it"),
)
keeps(
    "registrations.CertificateEdition",
    what=_("what certificates say of an event, with who signed; nobody who took part"),
    until=_("with the event, so that certificates can be verified"),
)
keeps(
    "registrations.NetworkingConsent",
    what=_("that somebody wants to be put into groups, and whether these see the name"),
    until=_("with the registration; earlier if the person takes it back or cancels"),
)
keeps(
    "registrations.GroupMembership",
    what=_("who is in which networking group"),
    until=_("with the registration; earlier if the person takes it back or cancels"),
)
keeps_nobody(
    "registrations.AccessDetails",
    "registrations.Erasure",
    "registrations.HandledChange",
    "registrations.MailParagraph",
    "registrations.NetworkingGroup",
    "registrations.NetworkingRound",
    "registrations.NetworkingSettings",
    "registrations.Question",
    "registrations.RegistrationSettings",
    "registrations.Round",
    "registrations.SignUp",
    "registrations.Tally",
    "registrations.TicketType",
)
