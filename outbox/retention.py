"""What is kept of people, and until when. Apps declare their models in `<app>/retention.py`, which is found by itself:

    keeps("registrations.Attempt", what=_("keyed hashes of …"), until=_("after a day"), due=lambda now: …)
    keeps_nobody("events.Section")

Third parties' tables are declared in `civicevents`. A model that is declared in neither way fails a test. What is due
is erased by timed jobs; `due` counts what should be gone already, for the overview of the data protection officer.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """For one model, by its label: personal data (``what``), their end (``until``), and how many rows are overdue."""

    label: str
    what: str
    until: str
    due: object = None


PERSONAL = {}
IMPERSONAL = set()


def keeps(label, *, what, until, due=None):
    """Declare a model with personal data. ``due(now)`` counts rows that should be gone; None if that cannot happen."""
    PERSONAL[label.lower()] = Rule(label, what, until, due)


def keeps_nobody(*labels):
    """Declare models without personal data."""
    IMPERSONAL.update(label.lower() for label in labels)


def told_to_people():
    """The rules in an order in which people ask: those who sign up and say something first, members last."""
    apps = ["registrations", "participation", "outbox", "speakers", "events", "pictures"]
    place = {app: number for number, app in enumerate(apps)}
    return sorted(PERSONAL.values(), key=lambda rule: (place.get(rule.label.split(".")[0], len(apps)), rule.label))


def overview(now):
    """Pairs of a Rule and the number of its overdue rows, sorted by label."""
    return [(rule, rule.due(now) if rule.due else 0) for _, rule in sorted(PERSONAL.items())]
