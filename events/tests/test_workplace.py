"""The organisers' tools around an event, as pressed by its editor; who may not press them is in the last part."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import (
    BERLIN,
    make_co_host,
    make_event,
    make_item,
    make_member,
    make_neighbour,
    make_published,
    make_series,
    make_speaker,
    make_ticket_type,
)
from civicevents.testing_forms import filled
from events.models import Event, Status

pytestmark = pytest.mark.django_db


def url(name, event):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def soon(days=30, hour=18):
    """That many days from today, at that hour on Berlin's clock."""
    day = timezone.now().astimezone(BERLIN).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)


def upcoming(**fields):
    return make_event(**{"starts_at": soon(), "publish_at": timezone.now() - dt.timedelta(days=9)} | fields)


def announced(**fields):
    return upcoming(status=Status.PUBLISHED, **fields)


@pytest.fixture
def editor(client):
    member = make_member(name="Edda Editor")
    client.force_login(member)
    return member


def press(client, name, event, **data):
    """The event after a button was pressed, and where it led."""
    response = client.post(url(name, event), data)
    event = Event.objects.filter(pk=event.pk).first()
    return event, response


def said(client, response):
    return [str(message) for message in client.get(response.url).context["messages"]]


# The way of an event


def test_the_panel_of_a_draft_names_its_state_its_steps_and_what_is_missing(client, editor):
    event = upcoming(publish_at=None)

    panel = client.get(url("change", event)).context["workplace"]

    assert [step.verb for step in panel["steps"]] == ["publish", "move"]
    assert ("summary", "id_summary") in [(finding.field, anchor) for finding, anchor in panel["findings"]]


@pytest.mark.parametrize(
    ("fields", "steps"),
    [
        ({"status": Status.PUBLISHED}, ["move", "postpone", "cancel", "withdraw"]),
        ({"status": Status.PUBLISHED, "starts_at": soon(-30)}, ["move", "withdraw"]),
        ({"status": Status.PUBLISHED, "publish_at": soon(3)}, ["reschedule", "take_back", "move"]),
        ({"status": Status.POSTPONED}, ["move", "cancel", "reinstate", "withdraw"]),
        ({"status": Status.CANCELLED}, ["reinstate", "withdraw"]),
        ({"status": Status.CANCELLED, "starts_at": soon(-30)}, ["move", "withdraw"]),
        ({"status": Status.WITHDRAWN}, ["reinstate"]),
    ],
)
def test_the_panel_offers_what_makes_sense(client, editor, fields, steps):
    panel = client.get(url("change", upcoming(**fields))).context["workplace"]

    assert [step.verb for step in panel["steps"]] == steps


def test_publishing_now(client, editor):
    event, response = press(client, "publish", upcoming(publish_at=None), when="now")

    assert (response.status_code, response.url) == (302, url("change", event))
    assert event.is_published(timezone.now())
    assert event.changes.get().by == editor


def test_publishing_at_a_set_time_of_the_event_s_own_zone(client, editor):
    event = upcoming(publish_at=None, time_zone="Europe/Lisbon")

    event, _response = press(client, "publish", event, when="later", day=f"{soon(3):%Y-%m-%d}", clock="")

    assert f"{event.publish_at.astimezone(event.zone):%Y-%m-%d %H:%M}" == f"{soon(3):%Y-%m-%d} 08:00"
    assert event.is_scheduled(timezone.now())


def test_publishing_later_needs_a_day_and_nothing_typed_is_lost(client, editor):
    event, response = press(client, "publish", upcoming(publish_at=None), when="later", clock="09:15")

    assert (response.status_code, event.status) == (422, Status.DRAFT)
    assert "09:15" in response.content.decode()


def test_an_event_that_would_be_wrong_offers_no_button(client, editor):
    event = upcoming(publish_at=None)
    make_item(event, starts_at=soon(3))

    response = client.get(url("publish", event))
    after, _response = press(client, "publish", event, when="now")

    assert response.context["stopped"]
    assert 'type="submit" class="workplace__step' not in response.content.decode()
    assert after.status == Status.DRAFT


def test_a_publication_that_lies_ahead_is_taken_back(client, editor):
    event, _response = press(client, "take_back", announced(publish_at=soon(3)))

    assert event.status == Status.DRAFT
    assert LogEntry.objects.get().user == editor


def test_cancelling_asks_for_the_reason(client, editor):
    event, response = press(client, "cancel", announced(), reason=" ")
    assert (response.status_code, event.status) == (422, Status.PUBLISHED)

    event, response = press(client, "cancel", event, reason="Die Referentin ist krank.")
    assert (event.status, event.status_reason) == (Status.CANCELLED, "Die Referentin ist krank.")


def test_a_page_that_asks_changes_nothing(client, editor):
    event = announced()

    for name in ("publish", "move", "postpone", "cancel", "withdraw", "reinstate", "duplicate", "dates", "agenda"):
        assert client.get(url(name, event)).status_code == 200
    assert client.get(url("preview_link", event)).status_code == 405
    assert Event.objects.get().version == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("postpone", Status.POSTPONED), ("withdraw", Status.WITHDRAWN)],
)
def test_postponing_and_withdrawing(client, editor, name, status):
    event, response = press(client, name, announced())

    assert (response.status_code, event.status) == (302, status)


def test_what_became_impossible_meanwhile_is_refused_in_words(client, editor):
    event = announced(status_reason="")
    Event.objects.update(status=Status.WITHDRAWN)

    event, response = press(client, "cancel", event, reason="Sturm")

    assert (response.status_code, event.status) == (200, Status.WITHDRAWN)
    assert [str(message) for message in response.context["messages"]] == [
        "Nur eine veröffentlichte oder verschobene Veranstaltung lässt sich absagen."
    ]


def test_moving_takes_the_agenda_along(client, editor):
    event = announced()
    make_item(event, starts_at=soon() + dt.timedelta(minutes=10))

    event, response = press(client, "move", event, first_day=f"{soon(60):%Y-%m-%d}", begins="19:00", ends="21:30")

    assert response.status_code == 302
    assert (event.starts_at, event.ends_at) == (soon(60, 19), soon(60, 21) + dt.timedelta(minutes=30))
    assert event.agenda_items.get().starts_at == soon(60, 19) + dt.timedelta(minutes=10)
    assert event.sequence == 1


def test_moving_into_the_past_is_refused(client, editor):
    event, response = press(client, "move", announced(), first_day=f"{soon(-9):%Y-%m-%d}", begins="19:00", ends="21:00")

    assert (response.status_code, event.starts_at) == (200, soon())


def test_the_form_itself_refuses_a_move_that_the_verb_refuses(client, editor):
    event = announced()
    data = filled(client.get(url("change", event)), "event_form", first_day=f"{soon(-9):%Y-%m-%d}")

    response = client.post(url("change", event), data)

    assert response.status_code == 200
    assert "first_day" in response.context["adminform"].form.errors


def test_save_and_publish_leads_to_the_page_that_asks_when(client, editor):
    event = upcoming(publish_at=None)
    data = filled(client.get(url("change", event)), "event_form", title="Neuer Titel")

    response = client.post(url("change", event), data | {"_publish": "1"})

    assert response.url == url("publish", event)
    assert Event.objects.get().title == "Neuer Titel"


# Copies


def test_a_duplicate_is_a_draft_on_the_chosen_day(client, editor):
    event = announced()

    make_ticket_type(event, 20)

    response = client.post(url("duplicate", event), {"day": f"{soon(60):%Y-%m-%d}", "clock": ""})

    copy = Event.objects.exclude(pk=event.pk).get()
    assert copy.ticket_types.get().capacity == 20
    assert response.url == url("change", copy)
    assert (copy.status, copy.starts_at) == (Status.DRAFT, soon(60))


def test_the_next_date_of_a_series_is_suggested_from_its_rhythm(client, editor):
    series = make_series()
    make_published(series=series, starts_at=soon(2))
    event = announced(series=series, starts_at=soon(16))

    form = client.get(url("next_date", event)).context["form"]

    assert form["day"].value() == soon(30).date()


def test_several_dates_at_once(client, editor):
    event = announced()
    lines = f"{soon(60):%d.%m.%Y}\n{soon(90):%Y-%m-%d} 19:30\n\n{soon(120):%d.%m.%Y}, um 17 Uhr"

    response = client.post(url("dates", event), {"dates": lines})

    assert response.status_code == 302
    starts = [copy.starts_at for copy in Event.objects.filter(status=Status.DRAFT)]
    assert starts == [soon(60), soon(90, 19) + dt.timedelta(minutes=30), soon(120, 17)]


@pytest.mark.parametrize(
    "lines", ["", "morgen", "31.02.2027", "10.12.2027 25:00", "10.12.2027\n10.12.2027", "1.1.2027\n" * 53]
)
def test_dates_that_make_no_sense_make_no_event(client, editor, lines):
    event = announced()

    response = client.post(url("dates", event), {"dates": lines})

    assert response.status_code == 422
    assert Event.objects.get() == event


# Agenda


def test_a_pasted_agenda_is_shown_first_and_then_applied(client, editor):
    event, speaker = upcoming(publish_at=None), make_speaker("Adriana Groh")
    text = "18:00 Begrüßung\n18:10 Offene Daten – Adriana Groh und Neu Hier\n20:00 Ende"

    preview = client.post(url("agenda", event), {"text": text})
    assert not event.agenda_items.exists()
    people = preview.context["people"]
    assert [people[name].value() for name in people.fields] == [str(speaker.pk), "new"]

    client.post(
        url("agenda", event), {"text": text, "_apply": "1", "person_0": str(speaker.pk), "person_1": "left out"}
    )
    item = event.agenda_items.all()[1]
    assert (item.title, item.appearances.get().speaker) == ("Offene Daten – Neu Hier", speaker)


def test_the_text_can_be_changed_after_the_preview(client, editor):
    response = client.post(url("agenda", upcoming()), {"text": "18:00 Begrüßung", "_edit": "1"})

    assert response.context["form"]["text"].value() == "18:00 Begrüßung"
    assert response.context["pasted"] is None


def test_nobody_is_put_on_stage_who_was_not_offered(client, editor):
    event, stranger = upcoming(), make_speaker("Ganz Anders")

    client.post(url("agenda", event), {"text": "18:00 A – Adriana Groh", "_apply": "1", "person_0": str(stranger.pk)})

    assert not event.agenda_items.exists()


# Telling of it


def test_texts_poster_and_code_lead_to_the_public_page(client, editor):
    event = announced()

    assert "http://testserver/events/offene-daten-im-alltag/" in client.get(url("texts", event)).content.decode()
    assert "http://testserver/events/offene-daten-im-alltag/" in client.get(url("poster", event)).content.decode()
    code = client.get(url("code", event))
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<svg ")
    assert b"style" not in code.content


def test_the_poster_speaks_the_language_of_the_event(client, editor):
    event = announced(language="en", title="Open data")

    page = client.get(url("poster", event)).content.decode()
    assert '<html lang="en">' in page
    assert "http://testserver/en/events/open-data/" in page


# Markdown


def test_a_markdown_text_is_shown_as_it_will_look(client, editor):
    address = reverse("admin:events_event_markdown")

    fragment = client.post(address, {"field": "text", "text": "**fett** <script>x</script>", "fragment": "1"})
    whole = client.post(address, {"field": "sections-0-body", "sections-0-body": "# Thema"})

    assert fragment.content.decode() == "<p><strong>fett</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    assert "<h3>Thema</h3>" in whole.content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address, {"field": "text", "text": "x" * 20_001, "fragment": "1"}).status_code == 422


# History


def test_the_history_tells_who_changed_what_from_what_to_what(client, editor):
    event = announced()
    press(client, "cancel", event, reason="Sturm")

    entry = client.get(url("history", event)).context["entries"][0]

    assert (entry.who, entry.what) == ("Edda Editor", "Status")
    assert (entry.old, entry.new) == ([Status.PUBLISHED.label], [Status.CANCELLED.label])


# Who may

TOOLS = [
    "publish", "reschedule", "take_back", "move", "postpone", "cancel", "reinstate", "withdraw", "preview_link",
    "duplicate", "next_date", "dates", "agenda", "texts", "poster", "code",
]  # fmt: skip


def stranger(client):
    client.force_login(make_member(make_neighbour()))


def viewer(client):
    client.force_login(make_member(role=Role.VIEWER))


@pytest.mark.parametrize("who", [stranger, viewer])
@pytest.mark.parametrize("name", TOOLS)
def test_who_may_not_edit_finds_no_tool_and_changes_nothing(client, who, name):
    event = announced()
    who(client)

    assert client.get(url(name, event)).status_code in (404, 405)
    data = {"when": "now", "reason": "x", "day": "2027-01-01", "dates": "1.1.2027", "text": "18:00 A", "_apply": "1"}
    assert client.post(url(name, event), data).status_code == 404
    assert Event.objects.get().version == 1


@pytest.mark.parametrize("name", TOOLS)
def test_without_a_session_there_is_only_the_sign_in(client, name):
    response = client.post(url(name, announced()))

    assert response.status_code == 302
    assert "/login/" in response.url


def test_a_forged_request_without_a_token_is_refused():
    client, event = Client(enforce_csrf_checks=True), announced()
    client.force_login(make_member())

    assert client.post(url("cancel", event), {"reason": "x"}).status_code == 403
    assert client.post(reverse("admin:events_event_markdown"), {"text": "x"}).status_code == 403


def test_a_co_host_s_editor_may_change_but_not_copy(client):
    event = announced()
    make_co_host(event)
    stranger(client)

    assert client.get(url("cancel", event)).status_code == 200
    assert client.get(url("duplicate", event)).status_code == 404
    assert not client.get(url("change", event)).context["workplace"]["owned"]


def test_a_viewer_sees_where_it_stands_but_no_buttons(client):
    event = announced()
    viewer(client)

    panel = client.get(url("change", event)).context["workplace"]
    assert (panel["steps"], panel["editable"]) == ([], False)


def test_nothing_of_the_workplace_is_stored_by_caches(client, editor):
    response = client.get(url("texts", announced()))

    assert "no-store" in response["Cache-Control"]
