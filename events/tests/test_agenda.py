import pytest

from civicevents.testing import (
    BERLIN,
    NOW,
    at,
    make_appearance,
    make_event,
    make_item,
    make_member,
    make_neighbour,
    make_organisation,
    make_published,
    make_speaker,
)
from events.actions import apply_agenda
from events.actions.agenda import LEFT_OUT, NEW, speakers_named, sure_match
from events.agenda_text import Person, read_agenda
from events.models import CoHost
from speakers.models import Speaker

pytestmark = pytest.mark.django_db
TEXT = "18:00 Begrüßung\n18:10 Offene Daten – Dr. Adriana Groh (Prototype Fund)\n20:00 Ende"


def pasted(text=TEXT):
    return read_agenda(text, starts_at=at("2026-11-12 18:00"), zone=BERLIN).rows


def paste(event, people, text=TEXT, **options):
    options = {"by": make_member(), "now": NOW, "replace": False} | options
    return apply_agenda(event=event, rows=pasted(text), people=people, **options)


def test_rows_become_items_after_those_that_are_there():
    event = make_event()
    make_item(event, "Einlass", position=5)

    paste(event, {"Adriana Groh": make_speaker()})

    items = list(event.agenda_items.all())
    assert [item.title for item in items] == ["Einlass", "Begrüßung", "Offene Daten", "Ende"]
    assert [item.kind for item in items[1:]] == ["welcome", "talk", "end"]
    assert items[2].starts_at == at("2026-11-12 18:10")


def test_or_they_take_their_place():
    event = make_event()
    make_item(event, "Alt")

    paste(event, {"Adriana Groh": make_speaker()}, replace=True)

    assert [item.title for item in event.agenda_items.all()] == ["Begrüßung", "Offene Daten", "Ende"]


def test_a_known_person_is_put_on_stage_with_the_function_from_the_line():
    event, speaker = make_event(), make_speaker()

    paste(event, {"Adriana Groh": speaker})

    appearance = event.appearances.get()
    assert (appearance.speaker, appearance.function) == (speaker, "Prototype Fund")
    assert event.agenda_items.get(title="Offene Daten").appearances.get() == appearance


def test_who_is_on_the_event_already_keeps_the_role():
    event = make_event()
    appearance = make_appearance(event, role="moderator")

    paste(event, {"Adriana Groh": appearance.speaker})

    assert event.appearances.get() == appearance
    assert event.agenda_items.get(title="Offene Daten").appearances.get() == appearance


def test_a_new_person_belongs_to_the_publishing_organisation():
    paste(make_event(), {"Adriana Groh": NEW})

    speaker = Speaker.objects.get()
    assert (speaker.full_name, speaker.organisation) == ("Dr. Adriana Groh", make_organisation())


def test_a_new_person_entered_by_a_co_host_belongs_to_the_co_host():
    event = make_event()
    CoHost.objects.create(event=event, organisation=make_neighbour(), accepted_at=NOW)

    paste(event, {"Adriana Groh": NEW}, by=make_member(make_neighbour()))

    assert Speaker.objects.get().organisation == make_neighbour()


def test_who_is_left_out_stays_in_the_title():
    event = make_event()

    paste(event, {"Adriana Groh": LEFT_OUT})

    assert event.agenda_items.all()[1].title == "Offene Daten – Adriana Groh"
    assert not event.appearances.exists()


def test_a_public_event_notes_the_new_agenda_a_draft_does_not():
    draft, public = make_event(), make_published()

    paste(draft, {"Adriana Groh": LEFT_OUT})
    paste(public, {}, text="18:00 Begrüßung")

    assert not draft.changes.exists()
    change = public.changes.get()
    assert (change.what, change.old, change.new) == ("agenda", [], ["18:00 Begrüßung"])


def test_the_same_name_comes_before_the_same_family_name():
    same, related = make_speaker("Adriana Groh"), make_speaker("Anna Groh")
    make_speaker("Adriana Grohmann")

    named = speakers_named([Person("adriana groh"), Person("Ganz Neu")])

    assert named == {"adriana groh": [same, related], "Ganz Neu": []}
    assert sure_match("adriana groh", [related, same]) == same


def test_two_of_the_same_name_are_no_sure_match():
    assert sure_match("Adriana Groh", [make_speaker(), make_speaker()]) is None
