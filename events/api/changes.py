"""Which events a later reader has to be told of, so that nothing is lost that was committed late.

A time in a row (``updated_at``) is that of writing: a transaction that began earlier and is committed later would be
stepped over by whoever asked in between. ``ContentChange`` has the transactions that changed what an event shows, in
whatever table, and ``Horizon`` says which had ended at a time. All that a later one changed is told; rather once too
often than not at all.
"""

import datetime as dt

from django.db.models import Exists, Q

from events.models import ContentChange, Departure, Event, EventLink, Horizon

SLACK = dt.timedelta(seconds=10)  # clocks are set back a little, and ours is not the database's
OF_AN_EVENT, OF_EVERYTHING = "event", "all"  # scopes of civicevents/stored/shown.py


class Changes:
    """What may have changed after a moment; everything where nobody knows any more."""

    def __init__(self, moment):
        self.horizon = Horizon.objects.before(moment - SLACK)

    @property
    def events(self):
        """The condition for events. One also changes when the hour of its publication comes, or of one it links to."""
        if self.horizon is None:
            return Q()
        since = self.horizon.at - SLACK
        linking = EventLink.objects.filter(target__publish_at__gt=since)
        return self._noted("pk") | Q(publish_at__gt=since) | Q(pk__in=linking.values("event"))

    def departures(self, now):
        """Numbers and UIDs of events that left the lists and have not come back."""
        left = Departure.objects.exclude(event_number__in=Event.objects.listed(now).values("pk"))
        left = left.order_by("event_number").values_list("event_number", "uid").distinct()
        return left if self.horizon is None else left.filter(self._noted("event_number"))

    def _noted(self, column):
        noted = ContentChange.objects.filter(txid__gte=self.horizon.transaction)
        events = noted.filter(scope=OF_AN_EVENT).values("about")
        return Q(**{f"{column}__in": events}) | Q(Exists(noted.filter(scope=OF_EVERYTHING)))
