"""Fills a database with invented meetups that look like a portal in use; the same seed gives the same rows.

    from fill import fill
    fill(10_000, now=timezone.now(), registrations=20_000)

A script next to this file calls it after ``django.setup()``, on a migrated database, as often as it wants more. Rows
are written in bulk, past the models' `save`: what `save` would add (slugs, sort keys, UIDs) is added here. Beyond the
first WORLD events they are copies with other days (copies.py). At the end a sample of everything has to pass the
models' own checks.
"""

import multiprocessing
import os
import random
from urllib.parse import urlsplit

from copies import MADE, begin, copy, made
from django.conf import settings
from django.db import connection
from django.db.models import F
from maker import SHARE, Maker
from sign_ups import sign_up

from events.feeds.making import remake
from events.models import Audience, Event, Topic
from events.search import refresh
from pictures.models import Picture

WORLD = 1000  # events that are made one by one, each with texts and people of its own
SAMPLE = 25  # rows of each model


def fill(number, *, now, seed=1, days=(-330, 400), registrations=0, search=True, world=WORLD):
    """Bring the database to ``number`` invented events that begin between these days from now, with everything that
    stands on their pages.

    ``registrations``: people signed up for the new ones. ``search``: index the events, which takes its time.
    """
    begin()
    before = made(Event).count()
    if before < min(number, world):
        dice = random.Random(f"{seed} {before}")  # noqa: S311 - nothing secret
        new = _made(Maker(dice, now, days, before), min(number, world) - before)
        sign_up(registrations, new, dice, now)
        if search:
            refresh(new)
    if number > world:
        copy(number, now, days, world)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum does a minute later
    check()


def _made(maker, number):
    maker.surroundings(number)
    for first in range(0, number, SHARE):
        maker.share(range(first, min(first + SHARE, number)))
    new = Event.objects.filter(uid=None)
    keys = list(new.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        host = urlsplit(settings.BASE_URL).hostname
        cursor.execute("UPDATE events_event SET uid = 'event-' || id || '@' || %s WHERE uid IS NULL", [host])
    return Event.objects.filter(pk__in=keys)


def make_texts(now, processes=None):
    """Make the texts of feeds that do not hold, which the worker does one after the other; of how many events."""
    processes = processes or os.cpu_count()
    if processes == 1:
        return _share_of_texts(0, 1, now)
    connection.close()  # each process opens its own
    pool = multiprocessing.get_context("fork").Pool(processes)
    try:
        return sum(pool.starmap(_share_of_texts, [(number, processes, now) for number in range(processes)]))
    finally:
        pool.close()  # as a context manager it would send SIGTERM, which may find one of them with the others' lock
        pool.join()


def _share_of_texts(number, shares, now):
    events = Event.objects.in_calendars_once_public(now).alias(share=F("pk") % shares).filter(share=number)
    made = 0
    while last := remake(events):
        made += last
    return made


def check():
    """A sample of the rows, in steps over all, is what the models take; else this file lags behind them."""
    for model in (*MADE, Picture, Topic, Audience):
        keys = list(made(model).order_by("pk").values_list("pk", flat=True))
        for row in model._base_manager.filter(pk__in=keys[:: max(len(keys) // SAMPLE, 1)]):
            row.full_clean(validate_unique=False)
