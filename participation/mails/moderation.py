"""The mail to those who moderate. Nothing that was typed is in it; it stands behind the sign-in."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import ngettext

from outbox.mails import Drop, absolute, compose, mail
from participation.actions.reporting import waiting_by_address

MOST = 20  # places that one mail names


@mail("participation.moderation_waiting")
def moderation_waiting(message, now):
    entries = waiting_by_address().get(message.recipient, [])
    if not entries:
        return Drop("somebody has looked at everything meanwhile")
    number = len(entries)
    places = Counter(str(entry.row.heading) for entry in entries)
    context = {
        "number": number,
        "reported": sum(entry.is_shown for entry in entries),
        "places": list(places.items())[:MOST],
        "queue": absolute(reverse("admin:participation_decision_changelist")),
    }
    subject = ngettext("One contribution waits for you", "%(number)s contributions wait for you", number)
    return compose(message, subject=subject % {"number": number}, context=context)
