"""What is kept of people, and until when. Apps declare their models in `<app>/retention.py`, which is found by itself:

    keeps("registrations.Attempt", what=_("keyed hashes of …"), until=_("after a day"), due=lambda now: …)
    keeps_nobody("events.Section")

Third parties' tables are declared in `civicevents`. A model that is declared in neither way fails a test. What is due
is erased by timed jobs; `due` counts what should be gone already, for the overview of the data protection officer.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Rule(NamedTuple):
    """For one model, by its label: personal data (``what``), their end (``until``), and how many rows are overdue."""

    label: str
    what: str
    until: str
    due: object = None


# Whom the tables of an app concern; whatever is not named, third parties' tables among it, concerns members.
CONCERNED = [
    (_("If you sign up"), ["registrations"]),
    (_("If you ask, comment, propose or follow"), ["participation"]),
    (_("If you are written to"), ["outbox"]),
    (_("If you are on stage, in a picture or in a text"), ["speakers", "events", "pictures"]),
    (_("If you work for an organisation"), []),
]
PERSONAL = {}
IMPERSONAL = set()


def keeps(label, *, what, until, due=None):
    """Declare a model with personal data. ``due(now)`` counts rows that should be gone; None if that cannot happen."""
    PERSONAL[label.lower()] = Rule(label, what, until, due)


def keeps_nobody(*labels):
    """Declare models without personal data."""
    IMPERSONAL.update(label.lower() for label in labels)


def told_to_people():
    """Pairs of a heading that says whom it concerns and its rules; those who sign up first, members last."""
    place = {app: number for number, (_heading, apps) in enumerate(CONCERNED) for app in apps}
    groups = [(heading, []) for heading, _apps in CONCERNED]
    for _label, rule in sorted(PERSONAL.items()):
        groups[place.get(rule.label.split(".")[0], len(CONCERNED) - 1)][1].append(rule)
    return groups


def overview(now):
    """Pairs of a Rule and the number of its overdue rows, sorted by label."""
    return [(rule, rule.due(now) if rule.due else 0) for _, rule in sorted(PERSONAL.items())]
