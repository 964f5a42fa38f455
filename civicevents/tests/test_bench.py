"""What bench/ fills a portal with is what the models take, and a slip is noticed. Nothing is timed here."""

import gzip
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from events.models import EntryText, Event
from registrations.invariants import problems
from registrations.models import Registration

sys.path.append(str(Path(settings.BASE_DIR, "bench")))

import addresses
import fill
import maker
import table

LARGEST = 8_500  # bytes of a page, compressed: what a first visit may take is mostly fonts and style


def weighed(client, path):
    return len(gzip.compress(client.get(path).content))


@pytest.mark.django_db
def test_invented_events_and_their_copies_are_a_portal_in_use(client, monkeypatch):
    monkeypatch.setattr(maker, "PICTURES", 1)
    now = timezone.now()
    fill.fill(60, now=now, registrations=30, world=40)
    events = Event.objects.listed(now)
    assert Event.objects.count() == 60
    assert Registration.objects.count() == 30
    assert [problem for problem in problems(now) if problem.startswith("Event")] == []  # nobody gets mails
    copies = [event for event in events if event.slug.endswith("-k1") and event.search_de]
    assert len(copies) > 15 and len({event.uid for event in Event.objects.all()}) == 60
    pages = [event.get_absolute_url() for event in copies[:5]] + list(addresses.kinds().values())
    pages += [*addresses.warm().values(), *(paths[0] for paths in addresses.varied().values())]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    heavy = {name: weight for name, path in addresses.kinds().items() if (weight := weighed(client, path)) > LARGEST}
    assert heavy == {}
    assert fill.make_texts(now, processes=1) == EntryText.objects.values("event").distinct().count() > 30


def test_a_quarter_more_cpu_than_before_is_a_slip(tmp_path):
    before, now = table.Table({}), table.Table({})
    for name, old, new in (("same", 1.0, 1.2), ("slower", 1.0, 1.3), ("tiny", 0.01, 0.05), ("faster", 3, 1)):
        before.add("pages", name, {"cpu": old})
        now.add("pages", name, {"cpu": new})
    now.add("pages", "new", {"cpu": 9})
    before.write(tmp_path / "before.json")
    assert list(now.slips(tmp_path / "before.json")) == ["pages, slower: 1.30 ms of CPU instead of 1.00"]


@pytest.mark.parametrize(("cpu", "pace", "slower"), [(2.0, 8.0, False), (2.6, 8.0, True), (1.2, 3.0, True)])
def test_a_machine_that_others_keep_busy_is_no_slip(cpu, pace, slower, tmp_path):
    before, now = table.Table({}), table.Table({})
    before.add("pages", "list", {"cpu": 1.0, "pace": 4.0})
    before.write(tmp_path / "before.json")
    now.add("pages", "list", {"cpu": cpu, "pace": pace})
    assert bool(list(now.slips(tmp_path / "before.json"))) is slower


def test_a_goal_is_met_or_said_to_be_missed():
    found = table.Table({})
    found.add("pages", "list", {"cpu": 0.4, "share16": 60}, cpu=("<=", 0.5), share16=(">=", 70))
    assert found.missed() == found.rows
    assert "together <= 0.5: met; % of it >= 70: **not met**" in found.markdown()
