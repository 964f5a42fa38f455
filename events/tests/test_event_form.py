import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicevents.testing import (
    at,
    make_appearance,
    make_event,
    make_item,
    make_member,
    make_neighbour,
    make_organisation,
    make_platform,
    make_published,
    make_speaker,
    make_venue,
)
from civicevents.testing_forms import filled, with_row
from events.models import Change, CoHost, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    member = make_member()
    client.force_login(member)
    return member


def change_url(event):
    return reverse("admin:events_event_change", args=[event.pk])


def opened(client, event, **changes):
    response = client.get(change_url(event))
    assert response.status_code == 200
    return filled(response, "event_form", **changes)


def saved(client, event, data):
    response = client.post(change_url(event), data)
    if response.status_code != 302:
        raise AssertionError(problems(response))
    event.refresh_from_db()
    return response


def problems(response):
    form = response.context["adminform"].form
    rows = [formset.formset for formset in response.context["inline_admin_formsets"]]
    return form.errors.as_json() + "".join(str(row.errors) + str(row.non_form_errors()) for row in rows)


def new(client, **values):
    data = {"title": "Neu", "first_day": "2026-12-10", "begins": "18:00", "ends": "20:00", "text": ""}
    data["organisation"] = make_organisation().pk
    return client.post(reverse("admin:events_event_add"), data | values)


def test_adding_asks_for_the_few_fields_an_event_begins_with(client, editor):
    response = client.get(reverse("admin:events_event_add"))
    visible = {field.name for field in response.context["adminform"].form.visible_fields()}
    assert visible == {"title", "first_day", "begins", "ends", "venue", "platform", "text", "organisation"}


def test_a_new_event_is_a_draft_with_its_text_as_first_section(client, editor):
    platform = make_platform()
    response = new(client, platform=platform.pk, text="Worum es **geht**.")
    event = Event.objects.get()
    assert response.headers["Location"] == change_url(event)
    assert (event.status, event.attendance_mode, event.organisation) == ("draft", "online", make_organisation())
    assert (event.starts_at, event.ends_at) == (at("2026-12-10 18:00"), at("2026-12-10 20:00"))
    assert [(section.heading, section.body) for section in event.sections.all()] == [
        ("Das Thema", "Worum es **geht**.")
    ]


@pytest.mark.parametrize(("venue", "platform", "mode"), [(1, 0, "in_person"), (0, 1, "online"), (1, 1, "hybrid")])
def test_the_place_says_how_people_attend(client, editor, venue, platform, mode):
    new(client, venue=make_venue().pk if venue else "", platform=make_platform().pk if platform else "")
    assert Event.objects.get().attendance_mode == mode


def test_an_event_without_any_place_is_refused_with_a_sentence(client, editor):
    response = new(client)
    assert "Wählen Sie einen Ort, eine Plattform oder beides" in response.content.decode()
    assert not Event.objects.exists()


def test_an_opened_form_saved_unchanged_changes_nothing(client, editor):
    event = make_published(platform=make_platform())
    make_item(event, starts_at=at("2026-11-12 18:00"), ends_at=at("2026-11-12 18:10"))
    before = Event.objects.values().get(pk=event.pk)
    saved(client, event, opened(client, event))
    after = Event.objects.values().get(pk=event.pk)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"version", "updated_at", "search_de", "search_en", "search_words"}
    assert not Change.objects.exists()


def test_forty_agenda_items_with_people_are_saved_at_once(client, editor):
    event = make_event(starts_at=at("2026-11-12 09:00"), ends_at=at("2026-11-12 20:00"))
    people = [make_speaker(f"Person {number}").pk for number in range(10)]
    data = opened(client, event)
    data["agenda_items-TOTAL_FORMS"] = ["0"]
    for number in range(40):
        start = dt.time(9 + number // 4, number % 4 * 15)
        data = with_row(
            data,
            "agenda_items",
            title=f"Punkt {number}",
            begins=f"{start:%H:%M}",
            people=[people[number % 10], people[(number + 1) % 10]],
        )
    saved(client, event, data)
    items = list(event.agenda_items.all())
    assert [item.title for item in items] == [f"Punkt {number}" for number in range(40)]
    assert items[39].starts_at == at("2026-11-12 18:45")
    assert event.appearances.count() == 10
    assert all(item.appearances.count() == 2 for item in items)
    saved(client, event, opened(client, event))
    assert event.agenda_items.count() == 40


def test_people_of_an_agenda_item_keep_the_role_they_have_on_the_event(client, editor):
    event = make_event()
    moderator = make_appearance(event, "Mona Moderatorin", role="moderator")
    data = with_row(opened(client, event), "agenda_items", title="Begrüßung", people=[moderator.speaker_id])
    saved(client, event, data)
    assert list(event.agenda_items.get(title="Begrüßung").appearances.all()) == [moderator]


def test_a_person_added_to_the_page_and_to_the_agenda_in_one_go_appears_once(client, editor):
    event, speaker = make_event(), make_speaker()
    data = with_row(opened(client, event), "agenda_items", title="Vortrag", people=[speaker.pk])
    data = with_row(data, "appearances", speaker=speaker.pk, role="speaker")
    saved(client, event, data)
    assert event.appearances.get().agenda_items.get().title == "Vortrag"


def test_an_agenda_without_clock_times_is_fine(client, editor):
    event = make_event()
    saved(client, event, with_row(opened(client, event), "agenda_items", title="Offene Runde"))
    assert event.agenda_items.get(title="Offene Runde").starts_at is None


def test_moving_the_date_takes_the_agenda_along(client, editor):
    event = make_published(platform=make_platform())
    item = make_item(event, starts_at=at("2026-11-12 18:10"), ends_at=at("2026-11-12 18:30"))
    saved(client, event, opened(client, event, first_day="2026-11-19"))
    item.refresh_from_db()
    assert event.starts_at == at("2026-11-19 18:00")
    assert (item.starts_at, item.ends_at) == (at("2026-11-19 18:10"), at("2026-11-19 18:30"))
    assert set(Change.objects.values_list("what", flat=True)) == {"starts_at", "ends_at"}
    assert (event.sequence, event.version) == (1, 2)


def test_moving_the_hour_moves_the_rows_nobody_typed_into(client, editor):
    event = make_event()
    first = make_item(event, "Vortrag", starts_at=at("2026-11-12 18:10"))
    second = make_item(event, "Ende", starts_at=at("2026-11-12 20:00"))
    data = opened(client, event, begins="19:00", ends="21:00")
    data |= {"agenda_items-1-begins": "20:45", "agenda_items-0-title": "Langer Vortrag"}
    saved(client, event, data)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, first.starts_at) == ("Langer Vortrag", at("2026-11-12 19:10"))
    assert second.starts_at == at("2026-11-12 20:45")


def test_the_agenda_stays_on_its_hours_if_told_so(client, editor):
    event = make_event()
    item = make_item(event, starts_at=at("2026-11-12 18:10"))
    saved(client, event, opened(client, event, begins="17:30", first_day="2026-11-13", agenda_along=None))
    item.refresh_from_db()
    assert item.starts_at == at("2026-11-13 18:10")


def test_another_time_zone_keeps_what_the_clock_shows(client, editor):
    event = make_event()
    item = make_item(event, starts_at=at("2026-11-12 18:10"))
    saved(client, event, opened(client, event, time_zone="Europe/London"))
    item.refresh_from_db()
    assert event.starts_at == dt.datetime(2026, 11, 12, 18, 0, tzinfo=dt.UTC)
    assert item.starts_at == dt.datetime(2026, 11, 12, 18, 10, tzinfo=dt.UTC)


def test_past_midnight_means_the_next_day(client, editor):
    event = make_event()
    data = opened(client, event, begins="19:00", ends="01:00")
    data = with_row(data, "agenda_items", title="Tanz", begins="23:30", ends="00:45")
    data = with_row(data, "agenda_items", title="Ende", begins="01:00")
    saved(client, event, data)
    assert event.ends_at == at("2026-11-13 01:00")
    dance, end = event.agenda_items.all()
    assert (dance.starts_at, dance.ends_at) == (at("2026-11-12 23:30"), at("2026-11-13 00:45"))
    assert end.starts_at == at("2026-11-13 01:00")
    again = opened(client, event)
    assert (again["last_day"], again["agenda_items-1-day"], again["agenda_items-1-begins"]) == ([""], [""], ["01:00"])


def test_several_days_all_day(client, editor):
    event = make_event()
    saved(client, event, opened(client, event, last_day="2026-11-14", all_day="on", begins="", ends=""))
    assert (event.all_day, event.starts_at, event.ends_at) == (True, at("2026-11-12 00:00"), at("2026-11-15 00:00"))
    again = opened(client, event)
    assert (again["first_day"], again["last_day"], again["begins"]) == (["2026-11-12"], ["2026-11-14"], [""])


def test_an_item_on_the_second_day_keeps_its_day(client, editor):
    event = make_event(starts_at=at("2026-11-12 09:00"), ends_at=at("2026-11-13 17:00"))
    saved(
        client, event, with_row(opened(client, event), "agenda_items", title="Tag 2", begins="09:00", day="2026-11-13")
    )
    assert event.agenda_items.get().starts_at == at("2026-11-13 09:00")
    assert opened(client, event)["agenda_items-0-day"] == ["2026-11-13"]


@pytest.mark.parametrize(("begins", "ends", "last_day"), [("18:00", "17:00", ""), ("18:00", "19:00", "2026-11-11")])
def test_an_end_before_the_begin_is_refused(client, editor, begins, ends, last_day):
    event = make_event()
    response = client.post(change_url(event), opened(client, event, begins=begins, ends=ends, last_day=last_day))
    assert "endet, bevor sie beginnt" in response.content.decode()


def test_an_open_end_needs_no_guess(client, editor):
    event = make_event()
    saved(client, event, opened(client, event, ends="", open_end="on"))
    assert (event.open_end, event.ends_at) == (True, at("2026-11-12 20:00"))


def test_a_skipped_hour_is_refused(client, editor):
    event = make_event()
    response = client.post(
        change_url(event), opened(client, event, first_day="2027-03-28", begins="02:30", ends="05:00")
    )
    assert "Uhr wird vorgestellt" in response.content.decode()


def test_a_doubled_hour_is_asked_about_and_shown_again(client, editor):
    event = make_event()
    data = opened(client, event, first_day="2026-10-25", begins="02:30", ends="05:00")
    response = client.post(change_url(event), data)
    assert response.status_code == 200
    again = filled(response, "event_form")
    assert '<select name="begins_which"' in response.content.decode()
    saved(client, event, again | {"begins_which": "second"})
    assert event.starts_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert opened(client, event)["begins_which"] == ["second"]
    saved(client, event, opened(client, event))
    assert event.starts_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_a_doubled_hour_in_the_agenda_is_asked_about(client, editor):
    event = make_event(starts_at=at("2026-10-24 20:00"), ends_at=at("2026-10-25 05:00"))
    data = with_row(opened(client, event), "agenda_items", title="Nachts", begins="02:30")
    response = client.post(change_url(event), data)
    assert response.status_code == 200
    saved(client, event, filled(response, "event_form", **{"agenda_items-1-begins_which": "first"}))
    assert event.agenda_items.get(title="Nachts").starts_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_the_second_of_two_savers_is_shown_both_values_and_loses_nothing(client, editor):
    event = make_event(subtitle="Alt")
    item = make_item(event, "Begrüßung")
    mine, theirs = opened(client, event), opened(client, event)
    saved(client, event, theirs | {"subtitle": "Ihrer", "agenda_items-0-title": "Willkommen"})
    response = client.post(change_url(event), mine | {"subtitle": "Meiner", "room": "R. 1"})
    assert response.status_code == 200
    found = {(c.label, c.typed, c.stored) for c in response.context["conflicts"]}
    assert ("Untertitel", "Meiner", "Ihrer") in found
    assert ("Titel", "Begrüßung", "Willkommen") in found
    event.refresh_from_db()
    assert event.subtitle == "Ihrer"
    again = filled(response, "event_form")
    assert (again["subtitle"], again["room"]) == (["Meiner"], ["R. 1"])
    saved(client, event, again)
    item.refresh_from_db()
    assert (event.subtitle, event.room, item.title) == ("Meiner", "R. 1", "Begrüßung")


def test_changes_of_a_public_event_are_noted_with_both_values(client, editor):
    event = make_published(platform=make_platform())
    venue = make_venue()
    saved(client, event, opened(client, event, venue=venue.pk, room="Saal", attendance_mode="hybrid"))
    changes = {change.what: (change.old, change.new, change.by) for change in Change.objects.all()}
    assert changes == {
        "venue": (None, str(venue), editor),
        "room": (None, "Saal", editor),
        "attendance_mode": ("online", "hybrid", editor),
    }
    assert event.sequence == 1


def test_a_changed_agenda_of_a_public_event_is_noted(client, editor):
    event = make_published(platform=make_platform())
    saved(client, event, with_row(opened(client, event), "agenda_items", title="Neu", begins="18:30"))
    change = Change.objects.get()
    assert (change.what, change.old, change.new) == ("agenda", [], ["18:30 Neu"])


def test_a_new_date_makes_a_postponed_event_take_place_again(client, editor):
    event = make_published(status="postponed", platform=make_platform())
    saved(client, event, opened(client, event, first_day="2027-01-14"))
    assert (event.status, event.starts_at) == ("published", at("2027-01-14 18:00"))


def test_an_accepted_co_host_edits_but_does_not_become_the_owner(client, editor):
    event = make_event(organisation=make_neighbour())
    assert client.get(change_url(event)).status_code == 404
    CoHost.objects.create(event=event, organisation=make_organisation(), accepted_at=at("2026-11-01 10:00"))
    saved(client, event, opened(client, event, subtitle="Gemeinsam", organisation=make_organisation().pk))
    assert (event.subtitle, event.organisation) == ("Gemeinsam", make_neighbour())


def test_only_drafts_can_be_deleted(client, editor):
    draft, public = make_event(), make_published()
    assert client.post(reverse("admin:events_event_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert client.post(reverse("admin:events_event_delete", args=[public.pk]), {"post": "yes"}).status_code == 403
    assert list(Event.objects.all()) == [public]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_the_same_queries_for_any_number_of_rows_and_people(client, editor, rows):
    event = make_event()
    for number in range(rows):
        make_item(event, f"Punkt {number}", people=[make_appearance(event, f"Person {number}")], position=number)
    client.get(change_url(event))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(change_url(event)).content.decode()
    assert f"Person {rows - 1}</option>" in page
    assert len(queries) == 56
