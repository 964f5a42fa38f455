"""Events taken over from a file: what becomes of real lines, and of broken ones."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from civicevents.testing import NOW, at, make_event, make_organisation
from events.importing import import_events
from events.models import AttendanceMode, Event, EventLink, Section, Status, Topic, Venue
from events.search import find

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent / "data" / "events.jsonl"


def line(**fields):
    """A line that is fine, unless told otherwise; None leaves a field out."""
    row = {
        "id": "1",
        "title": "Offene Daten in Ulm",
        "start": "2026-12-03",
        "source": "somebody/list",
        "source_licence": "MIT",
    } | fields
    return json.dumps({key: value for key, value in row.items() if value is not None}).encode()


def imported(**fields):
    """The event of one line."""
    report = take(line(**fields))
    assert report.broken == []
    return Event.objects.get()


def take(*lines):
    return import_events(lines, organisation=make_organisation(), now=NOW)


def broken(**fields):
    """Why a line is left out, in English as the command says it."""
    with translation.override("en"):
        report = take(line(**fields))
    assert (report.created, Event.objects.count()) == (0, 0)
    ((number, reason),) = report.broken
    assert number == 1
    return reason


def local(event):
    return f"{event.local_start:%Y-%m-%d %H:%M}", f"{event.local_end:%Y-%m-%d %H:%M}"


def test_real_lines_arrive_with_their_dates_in_their_own_zone():
    report = import_events(FILE.read_bytes().splitlines(), organisation=make_organisation(), now=NOW)
    assert (report.created, report.known, report.broken) == (15, 0, [])
    days = {event.title: (event.time_zone, str(event.first_day), str(event.last_day)) for event in Event.objects.all()}
    assert days["FOSDEM 2015"] == ("Europe/Brussels", "2015-01-31", "2015-01-31")
    assert days["Matsue RubyKaigi 07"] == ("Asia/Tokyo", "2015-09-26", "2015-09-26")
    assert days["RubyConf Colombia 2015"] == ("America/Bogota", "2015-10-16", "2015-10-17")
    assert days["RubyKaigi"] == ("Asia/Tokyo", "2022-09-08", "2022-09-10")
    expo = Event.objects.get(title="Cloud Expo Europe")
    assert (expo.time_zone, *local(expo)) == ("Europe/London", "2022-03-02 10:00", "2022-03-03 15:55")
    assert all(event.status == Status.PUBLISHED for event in Event.objects.all())


def test_real_lines_arrive_where_they_take_place():
    import_events(FILE.read_bytes().splitlines(), organisation=make_organisation(), now=NOW)
    modes = {event.title: event.attendance_mode for event in Event.objects.all()}
    assert modes["RubyKaigi"] == AttendanceMode.HYBRID
    assert modes["One Rule Engine to Rule them all"] == AttendanceMode.ONLINE
    assert modes["Umweltdatenwerkstatt spezial"] == AttendanceMode.ONLINE
    assert modes["Women in Tech Global Conference 2022"] == AttendanceMode.IN_PERSON
    cafe = Event.objects.get(title="Socialbar Berlin").venue
    assert (cafe.name, cafe.street, cafe.postal_code, cafe.city) == (
        "taz café", "Rudi-Dutschke-Straße 23", "10969", "Berlin",
    )  # fmt: skip


def test_a_second_run_changes_nothing():
    lines = FILE.read_bytes().splitlines()
    take(*lines)
    before = list(Event.objects.values_list("pk", "updated_at", "version"))
    rows = [model.objects.count() for model in (Topic, Venue, Section, EventLink)]
    again = take(*lines)
    assert (again.created, again.known, again.broken) == (0, 15, [])
    assert list(Event.objects.values_list("pk", "updated_at", "version")) == before
    assert [model.objects.count() for model in (Topic, Venue, Section, EventLink)] == rows


def test_what_an_organiser_changed_stays():
    event = imported()
    Event.objects.update(title="Offene Daten in Ulm und Neu-Ulm")
    assert take(line()).known == 1
    event.refresh_from_db()
    assert event.title == "Offene Daten in Ulm und Neu-Ulm"


def test_a_broken_line_is_named_with_its_number_and_loses_no_other():
    report = take(line(id="1"), b"{broken", line(id="2", start="tomorrow"), b"", line(id="3"), b"[]", b"\xff")
    assert report.created == 2
    assert [number for number, _reason in report.broken] == [2, 3, 6, 7]
    assert "“start” is neither a date nor a time: 'tomorrow'." in dict(report.broken)[3]
    assert set(Event.objects.values_list("source_id", flat=True)) == {"1", "3"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": None}, "“id” is missing."),
        ({"title": " "}, "“title” is missing."),
        ({"start": None}, "“start” is missing."),
        ({"source_licence": None}, "“source_licence” is missing."),
        ({"title": 7}, "“title” is not a text: '7'."),
        ({"title": "x" * 201}, "title:"),
        ({"description": "x" * 20_001}, "body:"),
        ({"title": "null\0"}, "null character"),
        ({"topics": "ruby"}, "“topics” is not what it should be"),
        ({"topics": [1]}, "“topics”"),
        ({"topics": ["x" * 81]}, "name:"),
        ({"online": "yes"}, "“online” is not what it should be"),
        ({"timezone": "Europe/Atlantis"}, "Europe/Atlantis"),
        ({"timezone": "../../etc/passwd"}, "is not a time zone"),
        ({"start": "2026-12-03", "end": "2026-12-02"}, "ends before it begins"),
        ({"start": "2026-12-03T10:00", "end": "2026-12-03T09:00"}, "ends before it begins"),
        ({"start": "2027-03-28T02:30", "timezone": "Europe/Berlin"}, "does not exist on this day"),
        ({"start": "9999-12-31"}, "the year 9999"),
        ({"url": "javascript:alert(1)"}, "url:"),
    ],
)
def test_why_a_line_is_left_out(fields, reason):
    assert reason in broken(**fields)


def test_deep_and_long_lines_are_left_out():
    report = take(b"[" * 100_000, b'{"title": "' + b"x" * 300_000 + b'"}', line())
    assert report.created == 1
    assert [number for number, _reason in report.broken] == [1, 2]


def test_a_venue_of_a_broken_line_is_not_remembered():
    take(line(id="1", city="Ulm", url="javascript:alert(1)"), line(id="2", city="Ulm"))
    assert Event.objects.get().venue == Venue.objects.get()


def test_a_line_that_comes_twice_is_imported_once():
    report = take(line(), line())
    assert (report.created, report.known) == (1, 1)


def test_all_day_events_end_with_their_last_day_even_when_the_clock_changes():
    event = imported(start="2026-10-24", end="2026-10-25", timezone="Europe/Berlin")
    assert event.ends_at - event.starts_at == dt.timedelta(hours=49)
    assert (event.all_day, event.open_end, str(event.last_day)) == (True, False, "2026-10-25")


def test_a_missing_end_is_a_guess():
    event = imported()
    assert (event.all_day, event.open_end, event.first_day, event.last_day) == (True, True, *[dt.date(2026, 12, 3)] * 2)
    Event.objects.all().delete()
    event = imported(start="2026-12-03T18:00:00")
    assert (event.all_day, event.open_end, *local(event)) == (False, True, "2026-12-03 18:00", "2026-12-03 20:00")


@pytest.mark.parametrize(
    ("fields", "zone"),
    [
        ({"timezone": "Asia/Tokyo", "country_code": "DE"}, "Asia/Tokyo"),
        ({"country_code": "ch"}, "Europe/Zurich"),
        ({"country_code": "US"}, "America/New_York"),
        ({"country_code": "XX"}, "Europe/Berlin"),
        ({}, "Europe/Berlin"),
    ],
)
def test_a_missing_zone_is_the_countrys_or_the_portals(fields, zone):
    assert imported(**fields).time_zone == zone


def test_an_hour_that_comes_twice_means_the_first():
    event = imported(start="2026-10-25T02:30", timezone="Europe/Berlin")
    assert event.starts_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_topics_and_venues_that_exist_are_used_again():
    topic = Topic.objects.create(name="Offene Daten", name_en="Open data")
    take(
        line(id="1", topics=["open data", "Ruby"], city="Ulm", country_code="DE"),
        line(id="2", topics=["RUBY", "open_data"], city="Ulm", country_code="DE"),
    )
    assert set(Topic.objects.values_list("name", flat=True)) == {"Offene Daten", "Ruby"}
    assert topic.events.count() == 2
    assert Venue.objects.get().events.count() == 2


@pytest.mark.parametrize(
    ("venue", "city", "expected"),
    [
        ("", "Ulm", ("Ulm", "", "", "Ulm")),
        ("KOSMOS, Berlin", "", ("KOSMOS", "", "", "Berlin")),
        ("Werftstr. 3, 10557 Berlin", "Berlin", ("Werftstr. 3", "", "10557", "Berlin")),
        ("Büro, Luckenwalder Str. 4–6, 10963 Berlin", "", ("Büro", "Luckenwalder Str. 4–6", "10963", "Berlin")),
        ("CCH, Am Dammtor / Marseiller Straße, 20355 Hamburg", "Hamburg",
         ("CCH", "Am Dammtor / Marseiller Straße", "20355", "Hamburg")),
    ],
)  # fmt: skip
def test_a_place_in_a_few_words_becomes_a_venue(venue, city, expected):
    place = imported(venue=venue, city=city).venue
    assert (place.name, place.street, place.postal_code, place.city) == expected


def test_the_description_is_markdown_without_anything_harmful():
    event = imported(description="**Kommt!** <script>alert(1)</script> [hier](javascript:alert(1))", language="DE")
    section = event.sections.get()
    assert section.heading == "Beschreibung"
    assert "<strong>Kommt!</strong>" in section.body_html
    assert "<script" not in section.body_html
    assert "href" not in section.body_html


def test_a_title_is_text_and_a_link_around_it_becomes_the_events_link():
    event = imported(title="<a href='https://example.org/x'>Umweltdaten</a>", language="DE,EN")
    assert event.title == "Umweltdaten"
    link = event.links.get()
    assert (link.url, link.label) == ("https://example.org/x", "Website der Veranstaltung")
    Event.objects.all().delete()
    assert imported(title="c't <webdev>").title == "c't <webdev>"


def test_the_source_is_kept_and_the_event_is_found():
    event = imported(url="https://example.org/", language="EN,DE")
    assert (event.source, event.source_id, event.source_licence) == ("somebody/list", "1", "MIT")
    assert event.language == "en"
    assert event.publish_at == NOW
    assert find(Event.objects.all(), "offene daten").events.get() == event


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("import_events", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_shows_its_way_and_counts_at_the_end(tmp_path):
    make_organisation(slug="amt")
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"\n".join([*FILE.read_bytes().splitlines(), b"{", line(start="2026-02-30")]))
    out, err = run(str(file), "--organisation", "amt")
    assert out.startswith("15 imported, 0 known already, 2 left out")
    assert "17 of 17" in err
    assert "Line 16 was left out: The line is not JSON" in err
    assert "Line 17 was left out: “start” is neither a date nor a time: '2026-02-30'." in err
    assert run(str(file), "--organisation", "amt")[0].startswith("0 imported, 15 known already, 2 left out")


def test_an_empty_file_is_fine(tmp_path):
    make_organisation(slug="amt")
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"")
    assert run(str(file), "--organisation", "amt")[0].startswith("0 imported")


def test_what_the_command_cannot_work_with_is_said(tmp_path):
    make_organisation(slug="amt")
    with pytest.raises(CommandError, match="There are: amt"):
        run(str(FILE), "--organisation", "nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / "missing.jsonl"), "--organisation", "amt")


def test_the_events_of_others_are_left_alone():
    own = make_event(source="somebody/list", source_id="1", organisation=make_organisation("Nachbaramt"))
    assert take(line()).created == 1
    own.refresh_from_db()
    assert own.starts_at == at("2026-11-12 18:00")
