"""The timed jobs of events."""

import datetime as dt

from events.models import Departure, Horizon
from events.models.queries import KEPT_WHEN_OFF
from outbox.jobs import job

KEPT_HORIZONS = dt.timedelta(days=40)


@job("events.horizon", every=dt.timedelta(minutes=5))
def note_horizon(now):
    """So that ``updated_since`` knows which transactions ended when; older requests get everything."""
    Horizon.objects.take()


@job("events.departures", every=dt.timedelta(days=1))
def forget_departures(now):
    """What left is told as long as calendars tell what was withdrawn."""
    Departure.objects.filter(at__lt=now - KEPT_WHEN_OFF).delete()
    Horizon.objects.filter(at__lt=now - KEPT_HORIZONS).delete()
