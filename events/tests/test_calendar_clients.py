"""A calendar program subscribes: vdirsyncer fetches our feed over HTTP, khal lists what is in the calendar then."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from civicevents.testing import BERLIN, at, make_published, make_series
from events.actions import cancel, move, postpone, withdraw
from events.models import Event

DAY = dt.timedelta(days=1)
NOW = timezone.now()

VDIRSYNCER = """
[general]
status_path = "{home}/status"

[pair portal]
a = "calendar"
b = "feed"
collections = null

[storage calendar]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"

[storage feed]
type = "http"
url = "{address}"
"""
KHAL = """
[calendars]
[[portal]]
path = {home}/calendar
readonly = True

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin

[default]
print_new = path

[sqlite]
path = {home}/khal.db
"""


@pytest.fixture
def portal(transactional_db, settings):
    """The portal on the loopback, for as long as the test runs."""
    server = LiveServer("127.0.0.1")
    settings.BASE_URL = server.url
    yield server.url
    server.stop()


@pytest.fixture
def subscriber(portal, tmp_path):
    """Somebody's calendar: ``subscribe(path)``, then ``sync()`` and ``listed(start, days)`` as often as wanted."""
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "TZ": "Europe/Berlin"}
    configuration = {"vdirsyncer": tmp_path / "vdirsyncer.conf", "khal": tmp_path / "khal.conf"}

    def run(program, *arguments):
        command = [Path(sys.executable).with_name(program), "-c", configuration[program], *arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{program}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def subscribe(path):
        configuration["vdirsyncer"].write_text(VDIRSYNCER.format(home=tmp_path, address=portal + path))
        configuration["khal"].write_text(KHAL.format(home=tmp_path))
        (tmp_path / "calendar").mkdir()
        run("vdirsyncer", "discover")

    def listed(start, days):
        """Pairs of start, end and title as they stand in the calendar, on the wall clock of Berlin."""
        layout = "{start-long-full}|{end-long-full}|{cancelled}{title}"
        lines = run("khal", "list", "--once", "--day-format", "", "--format", layout, f"{start:%Y-%m-%d}", f"{days}d")
        return sorted(tuple(line.split("|")) for line in lines.splitlines() if "|" in line)

    return SimpleNamespace(subscribe=subscribe, sync=lambda: run("vdirsyncer", "sync"), listed=listed)


def wall_clock(moment):
    return f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


def changes_of_the_clock():
    """The next two Sundays on which the clock is changed."""
    days = (NOW.astimezone(BERLIN).replace(hour=12) + number * DAY for number in range(2, 300))
    return [day.date() for day in days if day.utcoffset() != (day - DAY).utcoffset()][:2]


def test_a_calendar_program_shows_the_wall_clock_on_both_sides_of_a_change(subscriber):
    expected = {}
    for sunday in changes_of_the_clock():
        for day in (sunday - DAY, sunday, sunday + DAY):
            for time in ("01:30", "18:00"):
                start = at(f"{day} {time}")
                make_published(title=f"Treffen {day} {time}", starts_at=start, publish_at=NOW - DAY)
                expected[f"Treffen {day} {time}"] = f"{start:%Y-%m-%d %H:%M}"
        make_published(
            title=f"Über Nacht {sunday}", starts_at=at(f"{sunday - DAY} 20:00"), ends_at=at(f"{sunday} 05:00")
        )
        expected[f"Über Nacht {sunday}"] = f"{sunday - DAY} 20:00"
    subscriber.subscribe("/events/calendar.ics")
    subscriber.sync()
    found = [row for sunday in changes_of_the_clock() for row in subscriber.listed(sunday - DAY, 4)]
    assert {title: start for start, _end, title in found} == expected
    assert all(end.endswith("05:00") for _start, end, title in found if "Nacht" in title)


def test_every_change_reaches_the_calendar_and_nothing_stands_there_twice(subscriber):
    series = make_series()
    noon = (NOW.astimezone(BERLIN) + 5 * DAY).replace(hour=12, minute=0, second=0, microsecond=0)
    make = {"publish_at": NOW - DAY, "series": series}
    moved, off, later, gone, stays = (
        make_published(title=title, starts_at=noon + number * DAY, **make)
        for number, title in enumerate(["Zieht um; mit, Komma", "Fällt aus", "Verschoben", "Verschwindet", "Bleibt"])
    )
    all_day = noon.replace(hour=0)
    make_published(title="Ganztags", starts_at=all_day, ends_at=all_day + 2 * DAY, all_day=True, **make)
    make_published(title="Eine andere Reihe", starts_at=noon, publish_at=NOW - DAY)
    subscriber.subscribe(f"/series/{series.slug}/calendar.ics?lang=en")
    subscriber.sync()
    before = subscriber.listed(noon - DAY, 20)
    rows = {title: (start, end) for start, end, title in before}
    assert len(rows) == len(before) == 6
    for event in (moved, off, later, gone, stays):
        assert rows[event.title] == (wall_clock(event.starts_at), wall_clock(event.ends_at))
    assert rows["Ganztags"] == (wall_clock(all_day), wall_clock(all_day + DAY))  # khal's way of saying: two whole days

    new_start = noon + 9 * DAY + dt.timedelta(hours=3)
    move(event=moved, starts_at=new_start, by=None, now=NOW)
    cancel(event=off, by=None, now=NOW, reason="Krank")
    postpone(event=later, by=None, now=NOW)
    withdraw(event=gone, by=None, now=NOW)
    Event.objects.filter(pk=stays.pk).update(title="Bleibt, heißt anders")
    subscriber.sync()
    after = subscriber.listed(noon - DAY, 20)
    assert len(after) == 6, after
    rows = {title: start for start, _end, title in after}
    assert rows["Zieht um; mit, Komma"] == wall_clock(new_start)
    assert rows["CANCELLED Cancelled: Fällt aus"] == wall_clock(off.starts_at)
    assert "Bleibt, heißt anders" in rows and "Bleibt" not in rows
    assert not any("Verschwindet" in title for title in rows)
