"""Importing in a real browser: from the list of events over a file and its preview to drafts."""

import json

import pytest
from django.urls import reverse

from civicevents.testing import NOW, make_member, make_organisation
from civicevents.testing_browser import PHONE, accessibility_faults_everywhere, sign_in
from events.foreign import reading
from events.importing.comparing import compare
from events.importing.sources import store
from events.importing.taking import take_over
from events.models import Event, Source
from events.tests.test_foreign_calendars import calendar

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = [
    "UID:1\nSUMMARY:Offene Register im Alltag\nDTSTART:20991203T180000\nDTEND:20991203T193000\n"
    "LOCATION:Rathaus\\, Marktplatz 1\\, 89073 Ulm\nDESCRIPTION:Worum es geht und wer kommt",
    "UID:2\nSUMMARY:Sommerfest\nDTSTART;VALUE=DATE:20200710",
    "UID:3\nSUMMARY:Stammtisch\nDTSTART:20991210T190000\nRRULE:FREQ=SECONDLY",
    "UID:4\nSUMMARY:Ohne Zeit",
    "UID:5\nSUMMARY:Entfallen\nDTSTART:20991211\nSTATUS:CANCELLED",
]


def a_source_with_everything():
    """New, changed, in conflict, gone, skipped and left out."""
    source = Source(organisation=make_organisation(), name="Stadtkalender", url="https://stadt.example/a.ics")
    keep = "UID:7\nSUMMARY:Bleibt gleich\nDTSTART:20991215"

    def says(*events):
        found = json.loads(json.dumps(reading.read(calendar(*events).encode(), zone="Europe/Berlin", now=NOW)))
        return store(source=source, reading=found, now=NOW)

    says(EVENTS[0], keep, "UID:6\nSUMMARY:Fällt weg\nDTSTART:20991212")
    take_over(source=source, marks=[item.mark for item in compare(source, now=NOW).items], by=None, now=NOW)
    Event.objects.filter(title="Offene Register im Alltag").update(title="Unser Titel")
    moved = EVENTS[0].replace("Alltag", "Amt").replace("1203T", "1204T").replace("Rathaus", "Stadthaus")
    says(moved, keep, *EVENTS[1:])
    return source


def test_a_file_becomes_drafts(page, tmp_path):
    make_organisation()
    path = tmp_path / "termine.ics"
    path.write_text(calendar(*EVENTS, head="X-WR-CALNAME:Stadtkalender\n"))
    sign_in(page, make_member())
    page.goto("/admin/events/event/")

    page.click("text=Importieren")
    page.set_input_files("[name=file]", path)
    page.click("input[name=_save]")
    page.wait_for_url("**/preview/")
    page.check("text=Sommerfest")
    page.uncheck("text=Stammtisch")
    page.click("text=Angehaktes übernehmen")

    page.wait_for_selector(".success")
    assert sorted(Event.objects.values_list("title", flat=True)) == ["Offene Register im Alltag", "Sommerfest"]


@pytest.mark.parametrize("name", ["add", "preview", "changelist", "change"])
def test_importing_is_accessible_and_fits_a_phone(page, name):
    source = a_source_with_everything()
    sign_in(page, make_member())
    path = reverse(f"admin:events_source_{name}", args=[source.pk] if name in ("preview", "change") else [])

    assert accessibility_faults_everywhere(page, path) == []
    page.set_viewport_size(PHONE)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
