"""Calendars taken over: what is new, changed, gone and left alone, and what a second reading does."""

import datetime as dt
import json

import pytest
from django.utils import translation

from civicevents.testing import NOW, at, make_event, make_neighbour, make_organisation, make_topic
from events.actions import cancel, publish, withdraw
from events.foreign import reading
from events.foreign.bounds import Refused as BadFile
from events.importing.comparing import CHANGED, GONE, NEW, SAME, SKIPPED, compare
from events.importing.sources import store
from events.importing.taking import follow, take_over
from events.models import AttendanceMode, Change, Event, Imported, Source, Status
from events.tests.test_foreign_calendars import HERE, SHARED, calendar, calendars_in

pytestmark = pytest.mark.django_db


def make_source(name="Stadtkalender", **fields):
    organisation = fields.pop("organisation", None) or make_organisation()
    return Source.objects.create(organisation=organisation, name=name, **fields)


def talk(uid="1", title="Treffen", start="20261203T180000", *lines):
    return "\n".join([f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}", *lines])


def read(source, *events, now=NOW, head=""):
    """The source says this now; nothing is taken over yet. Returns the plan."""
    text = events[0] if events and events[0].startswith("<") else calendar(*events, head=head)
    found = json.loads(json.dumps(reading.read(text.encode(), zone=source.time_zone, now=now)))
    store(source=source, reading=found, now=now)
    return compare(source, now=now)


def take(source, plan, *, overwriting=False, now=NOW, **options):
    """Everything that the plan offers."""
    marks = [item.mark for item in plan.items if item.kind in (NEW, CHANGED, GONE)]
    report = take_over(
        source=source, marks=marks, overwriting=marks if overwriting else (), by=None, now=now, **options
    )
    source.refresh_from_db()
    return report


def taken(*events, **fields):
    """A source whose events have been taken over."""
    source = make_source(**fields)
    report = take(source, read(source, *events))
    assert report.refused == []
    return source


def kinds(plan):
    return [(item.kind, item.title) for item in plan.items]


def published(event):
    return publish(event=event, by=None, now=NOW)


# What is new


def test_nothing_is_written_before_somebody_says_so():
    source = make_source()
    plan = read(source, talk("1", "A"), talk("2", "B"))
    assert kinds(plan) == [(NEW, "A"), (NEW, "B")]
    assert not Event.objects.exists()
    assert source.waiting == 2


def test_a_new_entry_becomes_a_draft_that_names_and_links_its_source():
    make_topic("Recht")
    source = taken(
        talk("u1", "Offene Register", "20261203T180000", "DTEND:20261203T193000", "CATEGORIES:recht,Unbekannt",
             "LOCATION:Rathaus\\, Marktplatz 1\\, 89073 Ulm", "URL:https://stadt.example/t/1",
             "DESCRIPTION:Worum es geht"),
        url="https://stadt.example/kalender.ics?secret=1", licence="CC BY 4.0",
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.status, event.title, event.organisation) == (Status.DRAFT, "Offene Register", source.organisation)
    assert (event.starts_at, event.ends_at) == (at("2026-12-03 18:00"), at("2026-12-03 19:30"))
    assert (event.venue.name, event.venue.city, event.attendance_mode) == ("Rathaus", "Ulm", AttendanceMode.IN_PERSON)
    assert [(row.heading, row.body) for row in event.sections.all()] == [("Beschreibung", "Worum es geht")]
    assert [row.url for row in event.links.all()] == ["https://stadt.example/t/1"]
    assert [topic.name for topic in event.topics.all()] == ["Recht"]
    assert (event.source, event.source_id, event.source_licence) == ("Stadtkalender", "u1", "CC BY 4.0")
    assert event.source_url == "https://stadt.example/t/1"
    assert source.waiting == 0


def test_without_a_page_of_its_own_an_event_links_the_page_of_its_source_never_the_calendar():
    taken(talk(), url="https://stadt.example/kalender.ics?secret=1")
    assert Event.objects.get().source_url == "https://stadt.example/"
    taken(talk("2"), name="B", url="https://stadt.example/b.ics", page="https://stadt.example/termine")
    assert Event.objects.get(source="B").source_url == "https://stadt.example/termine"


def test_what_is_over_or_private_waits_to_be_chosen_and_what_is_cancelled_there_is_skipped():
    source = make_source()
    plan = read(
        source, talk("1", "War", "20260101T180000"), talk("2", "Geheim", "20261203", "CLASS:PRIVATE"),
        talk("3", "Abgesagt", "20261204", "STATUS:CANCELLED"), talk("4", "Kommt", "20261205"),
    )  # fmt: skip
    assert [(item.title, item.kind, item.reasons) for item in plan.items] == [
        ("War", NEW, ["over"]), ("Geheim", NEW, ["private"]), ("Abgesagt", SKIPPED, ["cancelled_there"]),
        ("Kommt", NEW, []),
    ]  # fmt: skip
    assert source.waiting == 1


def test_an_entry_without_title_gets_words_in_the_language_of_the_source():
    taken("UID:1\nDTSTART:20261203", language="en")
    assert Event.objects.get().title == "Without a title"


def test_a_talk_of_a_schedule_keeps_its_room_and_names_its_people():
    taken(
        """<schedule><conference><title>Camp</title></conference><day date="2026-12-04"><room name="Saal 1">
        <event guid="g"><date>2026-12-04T10:00:00+01:00</date><duration>00:45</duration><title>Register</title>
        <persons><person>Adriana Groh</person></persons><abstract>Kurz</abstract></event></room></day></schedule>"""
    )
    event = Event.objects.get()
    assert (event.room, event.venue, event.attendance_mode) == ("Saal 1", None, AttendanceMode.IN_PERSON)
    assert event.sections.get().body == "Mit Adriana Groh\n\nKurz"
    assert event.ends_at == at("2026-12-04 10:45")


def test_one_entry_that_is_refused_loses_no_other():
    source = make_source()
    make_event(organisation=source.organisation, source=source.name, source_id="1", title="Im Weg")
    Imported.objects.create(source=make_source("B"), key="x", event=Event.objects.get(), taken_at=NOW)
    report = take(source, read(source, talk("1", "A"), talk("2", "B")))
    assert report.created == 1
    assert [title for title, _sentence in report.refused] == ["A"]
    assert Event.objects.filter(title="B").exists()


# Again


def test_a_second_reading_of_the_same_changes_nothing():
    events = [
        talk("1", "A", "20261203T180000", "DESCRIPTION:<p>Text & <b>mehr</b></p>", "LOCATION:Rathaus\\, Ulm"),
        talk("2", "B", "20261101T180000", "RRULE:FREQ=WEEKLY;COUNT=9"),
        talk("same", "C"), talk("same", "D"), "SUMMARY:E\nDTSTART:20261205",
    ]  # fmt: skip
    source = taken(*events)
    before = list(Event.objects.order_by("pk").values())
    plan = read(source, *reversed(events), now=NOW + dt.timedelta(days=1))
    assert {item.kind for item in plan.items} == {SAME}
    assert source.waiting == 0
    take(source, plan)
    assert list(Event.objects.order_by("pk").values()) == before


def test_only_what_changed_at_the_source_changes_here():
    source = taken(talk("1", "A", "20261203T180000", "DESCRIPTION:eins"), talk("2", "B"))
    Event.objects.filter(title="B").update(summary="hier ergänzt")
    plan = read(source, talk("1", "A", "20261203T180000", "DESCRIPTION:zwei"), talk("2", "B"))
    assert sorted(kinds(plan)) == [(CHANGED, "A"), (SAME, "B")]
    assert [(each.name, each.edited) for each in plan.of(CHANGED)[0].differences] == [("text", False)]
    take(source, plan)
    assert Event.objects.get(title="A").sections.get().body == "zwei"
    assert {item.kind for item in compare(source, now=NOW).items} == {SAME}


def test_a_moved_entry_is_the_same_event_and_tells_its_participants():
    source = taken(talk("1", "A", "20261203T180000"))
    event = published(Event.objects.get())
    take(source, read(source, talk("1", "A", "20261210T190000")))
    moved = Event.objects.get()
    assert (moved.pk, moved.uid, moved.starts_at) == (event.pk, event.uid, at("2026-12-10 19:00"))
    assert moved.sequence == event.sequence + 1
    assert set(moved.changes.values_list("what", flat=True)) >= {Change.What.STARTS_AT, Change.What.ENDS_AT}


def test_a_rule_that_moves_moves_its_dates():
    source = taken(talk("1", "A", "20261103T180000", "RRULE:FREQ=WEEKLY;COUNT=5"))
    before = list(Event.objects.order_by("starts_at").values_list("pk", flat=True))
    plan = read(source, talk("1", "A", "20261104T190000", "RRULE:FREQ=WEEKLY;COUNT=5"))
    assert {item.kind for item in plan.items} == {CHANGED}
    take(source, plan)
    after = Event.objects.order_by("starts_at")
    assert [event.pk for event in after] == before
    assert after[0].starts_at == at("2026-11-04 19:00")


def test_new_identifiers_for_the_same_entries_make_nothing_new():
    source = taken(talk("a1", "A"), talk("b1", "B", "20261204"))
    plan = read(source, talk("a2", "A"), talk("b2", "B", "20261204"))
    assert {item.kind for item in plan.items} == {SAME}
    take(source, plan)
    assert sorted(source.imported.values_list("key", flat=True)) == ["a2", "b2"]


def test_a_moved_entry_without_identifier_is_recognised_by_its_title():
    source = taken("SUMMARY:A\nDTSTART:20261203")
    assert kinds(read(source, "SUMMARY:A\nDTSTART:20261205")) == [(CHANGED, "A")]


# What is gone


def test_what_the_source_no_longer_lists_is_cancelled_if_public_and_deleted_if_a_draft():
    source = taken(talk("1", "Entwurf"), talk("2", "Öffentlich"), talk("3", "Bleibt"))
    published(Event.objects.get(title="Öffentlich"))
    plan = read(source, talk("3", "Bleibt"))
    assert sorted(kinds(plan)) == [(GONE, "Entwurf"), (GONE, "Öffentlich"), (SAME, "Bleibt")]
    report = take(source, plan)
    assert (report.ended, report.refused) == (2, [])
    assert not Event.objects.filter(title="Entwurf").exists()
    cancelled = Event.objects.get(title="Öffentlich")
    assert (cancelled.status, cancelled.status_reason) == (
        Status.CANCELLED,
        "„Stadtkalender“ führt diese Veranstaltung nicht mehr.",
    )
    assert compare(source, now=NOW).waiting == 0


def test_what_is_over_has_not_gone():
    source = taken(talk("1", "War", "20261103T180000"), talk("2", "Kommt"))
    later = at("2026-11-10 12:00")
    assert read(source, talk("2", "Kommt"), now=later).of(GONE) == []


def test_what_could_not_be_read_has_not_gone():
    source = taken(talk("1", "A"), talk("2", "B"))
    plan = read(source, talk("1", "A"), "UID:2\nSUMMARY:B\nDTSTART:kaputt")
    assert plan.of(GONE) == []
    whole = calendar(talk("1", "A"))
    source.reading = json.loads(json.dumps(reading.read(whole[:-30].encode(), zone="Europe/Berlin", now=NOW)))
    assert compare(source, now=NOW).of(GONE) == []


def test_a_cancellation_at_the_source_cancels_and_its_end_reinstates():
    source = taken(talk("1", "A"))
    published(Event.objects.get())
    take(source, read(source, talk("1", "A", "20261203T180000", "STATUS:CANCELLED")))
    assert Event.objects.get().status == Status.CANCELLED
    take(source, read(source, talk("1", "A", "20261204T180000")))
    event = Event.objects.get()
    assert (event.status, event.starts_at) == (Status.PUBLISHED, at("2026-12-04 18:00"))


def test_what_comes_back_after_it_was_gone_is_reinstated():
    source = taken(talk("1", "A"), talk("2", "B"))
    published(Event.objects.get(title="A"))
    take(source, read(source, talk("2", "B")))
    assert Event.objects.get(title="A").status == Status.CANCELLED
    take(source, read(source, talk("1", "A"), talk("2", "B")))
    assert Event.objects.get(title="A").status == Status.PUBLISHED


# What organisers have done themselves


def test_an_edit_here_and_a_change_there_are_a_conflict_and_the_edit_stays():
    source = taken(talk("1", "A", "20261203T180000", "DESCRIPTION:eins"))
    Event.objects.update(title="Unser Titel")
    plan = read(source, talk("1", "A neu", "20261203T190000", "DESCRIPTION:eins"))
    (item,) = plan.of(CHANGED)
    assert {each.name: each.edited for each in item.differences} == {"title": True, "when": False}
    assert [(each.here, each.there) for each in item.conflicts] == [("Unser Titel", "A neu")]
    take(source, plan)
    event = Event.objects.get()
    assert (event.title, event.starts_at) == ("Unser Titel", at("2026-12-03 19:00"))
    assert compare(source, now=NOW).waiting == 0
    assert read(source, talk("1", "A noch neuer", "20261203T190000", "DESCRIPTION:eins")).of(CHANGED)[0].conflicts


def test_an_edit_here_is_overwritten_where_somebody_says_so():
    source = taken(talk("1", "A"))
    Event.objects.update(title="Unser Titel")
    take(source, read(source, talk("1", "A neu")), overwriting=True)
    assert Event.objects.get().title == "A neu"


def test_an_edit_here_alone_is_no_change():
    source = taken(talk("1", "A", "20261203T180000", "DESCRIPTION:eins"))
    Event.objects.update(title="Unser Titel", room="7")
    Event.objects.get().sections.update(body="Unser Text")
    assert kinds(read(source, talk("1", "A", "20261203T180000", "DESCRIPTION:eins"))) == [(SAME, "A")]


def test_what_was_declined_is_not_asked_again():
    source = make_source()
    plan = read(source, talk("1", "A"), talk("2", "B"))
    report = take_over(source=source, marks=[plan.items[0].mark], declining=[plan.items[1].mark], by=None, now=NOW)
    assert (report.created, report.declined) == (1, 1)
    plan = read(source, talk("1", "A neu"), talk("2", "B"))
    assert sorted((item.kind, item.reasons) for item in plan.items) == [(CHANGED, []), (SKIPPED, ["declined"])]
    take_over(source=source, marks=[], declining=[plan.of(CHANGED)[0].mark], by=None, now=NOW)
    assert compare(source, now=NOW).waiting == 0
    assert Event.objects.get().title == "A"


def test_a_gone_entry_that_is_kept_is_not_asked_again():
    source = taken(talk("1", "A"), talk("2", "B"))
    plan = read(source, talk("2", "B"))
    take_over(source=source, marks=[], declining=[plan.of(GONE)[0].mark], by=None, now=NOW)
    assert compare(source, now=NOW).waiting == 0
    assert Event.objects.count() == 2


def test_a_draft_that_was_deleted_here_does_not_come_back():
    source = taken(talk("1", "A"))
    Event.objects.get().delete()
    plan = read(source, talk("1", "A"))
    assert [(item.kind, item.reasons) for item in plan.items] == [(SKIPPED, ["declined"])]


def test_a_withdrawn_event_is_left_alone():
    source = taken(talk("1", "A"))
    withdraw(event=published(Event.objects.get()), by=None, now=NOW)
    assert [item.kind for item in read(source, talk("1", "A neu")).items] == [SKIPPED]


def test_an_event_cancelled_here_is_not_moved_back_to_life():
    source = taken(talk("1", "A"))
    cancel(event=published(Event.objects.get()), by=None, now=NOW, reason="krank")
    plan = read(source, talk("1", "A", "20261210T180000"))
    take(source, plan)
    assert Event.objects.get().status == Status.CANCELLED


def test_a_source_that_was_removed_and_set_up_again_knows_its_events():
    source = taken(talk("1", "A"))
    source.delete()
    again = make_source()
    plan = read(again, talk("1", "A"))
    assert [(item.kind, item.reasons) for item in plan.items] == [(SAME, ["known"])]
    follow(source=again, now=NOW)
    assert kinds(read(again, talk("1", "A neu"))) == [(CHANGED, "A neu")]


def test_what_was_shown_and_has_changed_since_is_not_taken():
    source = make_source()
    mark = read(source, talk("1", "A")).items[0].mark
    read(source, talk("1", "Etwas anderes"))
    report = take_over(source=source, marks=[mark], by=None, now=NOW)
    assert (report.created, len(report.refused)) == (0, 1)
    assert not Event.objects.exists()


def test_two_organisations_may_take_over_the_same_calendar():
    taken(talk("1", "A"))
    taken(talk("1", "A"), organisation=make_neighbour())
    assert Event.objects.count() == 2


# By itself


def test_a_source_that_asks_changes_nothing_by_itself():
    source = make_source()
    read(source, talk("1", "A"))
    follow(source=source, now=NOW)
    assert not Event.objects.exists()


def test_a_source_that_may_takes_over_new_entries_as_drafts_and_changes_at_once():
    source = make_source(handling=Source.Handling.APPLY)
    read(source, talk("1", "A"), talk("2", "War", "20260101"), talk("3", "Geheim", "20261203", "CLASS:PRIVATE"))
    follow(source=source, now=NOW)
    event = Event.objects.get()
    assert (event.title, event.status) == ("A", Status.DRAFT)
    published(event)
    read(source, talk("1", "A", "20261210T180000"))
    follow(source=source, now=NOW)
    assert Event.objects.get().starts_at == at("2026-12-10 18:00")


def test_a_source_that_may_publish_publishes():
    source = make_source(handling=Source.Handling.PUBLISH)
    read(source, talk("1", "A"))
    follow(source=source, now=NOW)
    assert Event.objects.get().status == Status.PUBLISHED


def test_a_conflict_waits_for_somebody_while_the_rest_is_taken_over():
    source = make_source(handling=Source.Handling.APPLY)
    read(source, talk("1", "A"))
    follow(source=source, now=NOW)
    Event.objects.update(title="Unser Titel")
    for _time in range(2):
        read(source, talk("1", "A neu", "20261203T190000"))
        follow(source=source, now=NOW)
    event = Event.objects.get()
    assert (event.title, event.starts_at) == ("Unser Titel", at("2026-12-03 19:00"))
    source.refresh_from_db()
    assert source.waiting == 1
    assert [each.name for each in compare(source, now=NOW).of(CHANGED)[0].differences] == ["title"]


def test_a_draft_that_was_edited_here_is_not_deleted_by_itself():
    source = make_source(handling=Source.Handling.APPLY)
    read(source, talk("1", "A"), talk("2", "B"))
    follow(source=source, now=NOW)
    Event.objects.filter(title="A").update(title="Unser Titel")
    read(source, talk("3", "C"))
    follow(source=source, now=NOW)
    assert sorted(Event.objects.values_list("title", flat=True)) == ["C", "Unser Titel"]


def test_a_source_that_loses_most_of_its_entries_ends_none_by_itself():
    source = make_source(handling=Source.Handling.APPLY)
    read(source, *(talk(str(number), f"T{number}") for number in range(8)))
    follow(source=source, now=NOW)
    read(source, head="X-WR-CALNAME:leer\n")
    follow(source=source, now=NOW)
    source.refresh_from_db()
    assert (Event.objects.count(), source.waiting) == (8, 8)


def test_reasons_are_in_the_language_of_the_event():
    source = taken(talk("1", "A"), language="en")
    published(Event.objects.get())
    with translation.override("de"):
        take(source, read(source, head="X-WR-CALNAME:leer\n"))
    assert Event.objects.get().status_reason == "“Stadtkalender” no longer lists this event."


@pytest.mark.parametrize("path", calendars_in(HERE, SHARED), ids=lambda path: path.name)
def test_every_real_calendar_is_taken_over_once(path):
    """All that can be taken becomes drafts without a refusal; the second run changes nothing."""
    source = make_source()
    try:
        found = json.loads(json.dumps(reading.read(path.read_bytes(), zone="Europe/Berlin", now=NOW)))
    except BadFile:
        return
    store(source=source, reading=found, now=NOW)
    report = take(source, compare(source, now=NOW))
    cancelled = sum(entry["status"] == "cancelled" for entry in found["entries"])
    assert (report.created, report.refused) == (len(found["entries"]) - cancelled, [])
    before = list(Event.objects.order_by("pk").values())
    store(source=source, reading=found, now=NOW)
    plan = compare(source, now=NOW)
    assert {item.kind for item in plan.items} <= {SAME, SKIPPED}
    take(source, plan)
    assert list(Event.objects.order_by("pk").values()) == before
