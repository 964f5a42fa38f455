"""Mails to people who say something under their address. Nothing that was typed is in them: a stranger may have."""

from django.urls import reverse
from django.utils.translation import gettext as _

from outbox.mails import Drop, absolute, compose, mail
from participation.contributions import row_of, said_by
from participation.models import ContributionState, Contributor


@mail("participation.contribution_asked")
def contribution_asked(message, now):
    """What waits for the owner of the address to say that it is theirs."""
    contributor = _contributor(message)
    if contributor is None:
        return Drop("nobody of this address is known any more")
    waiting = [row for row in said_by(contributor) if row.state == ContributionState.UNCONFIRMED]
    if not waiting:
        return Drop("nothing waits any more")
    context = _about(contributor) | {"headings": sorted({str(row.heading) for row in waiting})}
    return compose(message, subject=_("Please confirm what you wrote"), context=context)


@mail("participation.contribution_link")
def contribution_link(message, now):
    contributor = _contributor(message)
    if contributor is None:
        return Drop("nobody of this address is known any more")
    return compose(message, subject=_("Your page of what you wrote"), context=_about(contributor))


@mail("participation.contribution_removed")
def contribution_removed(message, now):
    """To its author, with the moderators' reason."""
    contributor = _contributor(message)
    row = contributor and row_of(contributor, message.parameters["what"])
    if row is None or row.state != ContributionState.REMOVED:
        return Drop("it was taken back, or stands there again")
    context = _about(contributor) | {"heading": str(row.heading), "reason": row.reason, "was_shown": bool(row.shown_at)}
    context["can_answer"] = bool(row.contact)
    subject = _("Removed: what you wrote") if row.shown_at else _("Not published: what you wrote")
    return compose(message, subject=subject, context=context, reply_to=row.contact)


def _contributor(message):
    return Contributor.objects.filter(pk=message.parameters.get("contributor")).first()


def _about(contributor):
    return {
        "confirmed": contributor.is_confirmed,
        "page": absolute(reverse("contributor", args=[contributor.token])),
    }
