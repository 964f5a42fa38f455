"""The demo: five real pages with all their facts, invented editions to come, accounts for each role.

Sentences and drawings are the project's own. Past events are as they were; whatever is invented says so and is marked
``is_demo``. Loading it again adds what is missing and changes nothing that is there.
"""

from django.db import transaction

from civicevents.demo import (
    afterwards,
    comments,
    gescheiterweiter,
    house,
    ideas,
    innovation_workshop,
    labcamp,
    legal,
    n3gz,
    open_gov_labs,
    proposals,
    questions,
    results,
    sign_ups,
)
from events.models import Event
from events.search import refresh

PAGES = [n3gz, innovation_workshop, gescheiterweiter, open_gov_labs, labcamp]
ACCOUNTS = {
    "admin@example.org": "administers the portal",
    "leitung@example.org": "manager of N3GZ and CityLAB Berlin",
    "redaktion@example.org": "editor of N3GZ and Innovationsbüro",
    "lesen@example.org": "viewer at N3GZ",
}


@transaction.atomic
def load(now, password):
    """All of the demo, with dates relative to ``now``; ``password`` is that of the accounts which do not exist yet."""
    built = house.build(now, password)
    legal.load()
    for page in PAGES:
        page.load(built)
    sign_ups.load(built)
    questions.load(built)
    ideas.load(built)
    proposals.load(built)
    results.load(built)
    afterwards.load(built)
    comments.load(built)
    refresh(loaded_events())


def loaded_events():
    """Those of the demo: numbered like imported events, but with no source to name."""
    return Event.objects.filter(source="").exclude(source_id="")
