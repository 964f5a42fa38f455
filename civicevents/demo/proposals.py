"""A call for contributions that is open, with one proposal that waits for a decision."""

import datetime as dt

from events.models import Event
from participation.models import CallForProposals, Proposal

DAY = dt.timedelta(days=1)


def load(house):
    event = Event.objects.filter(source_id="demo-n3gz-next").first()
    if event is None or CallForProposals.objects.filter(event=event).exists():
        return
    introduction = "Wir suchen Geschichten von Diensten, die jemand pflegt, ohne dass es in einem Haushalt steht."
    CallForProposals.objects.create(event=event, closes_at=event.starts_at - DAY, introduction=introduction)
    Proposal.objects.create(
        event=event,
        title="Das Wiki, das niemand bestellt hat",
        abstract="Seit neun Jahren pflege ich nebenher ein Wiki, in dem alle nachsehen. In zehn Minuten erzähle ich, "
        "was geschah, als ich einmal vier Wochen im Urlaub war.",
        name="Merle Okafor",
        function="Bauamt einer Stadt, die es nicht gibt",
        email="merle@example.org",
        address_key="merle@example.org",
        note="Gern nicht als Letzte.",
        created_at=house.calendar.now - 2 * DAY,
    )
