"""Importing in the organisers' workplace: the form, the preview, and who may do it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import make_member, make_neighbour, make_organisation
from civicevents.testing_forms import filled
from events.models import Event, Source, Status
from events.tests.test_fetching import Host
from events.tests.test_foreign_calendars import calendar

pytestmark = pytest.mark.django_db
ADD = "/admin/events/source/add/"
AHEAD = "UID:1\nSUMMARY:Offene Register\nDTSTART:20991203T180000"


@pytest.fixture
def editor(client):
    member = make_member(name="Edda Editor")
    client.force_login(member)
    return member


def file(*events, name="termine.ics", head="X-WR-CALNAME:Stadtkalender\n"):
    return SimpleUploadedFile(name, calendar(*events, head=head).encode(), "text/calendar")


def fields(**changed):
    """What the form sends."""
    return {
        "organisation": make_organisation().pk, "name": "", "url": "", "page": "", "licence": "", "language": "de",
        "time_zone": "Europe/Berlin", "handling": "ask", "kept": "",
    } | changed  # fmt: skip


def page(name, source):
    return reverse(f"admin:events_source_{name}", args=[source.pk])


def imported(client, *events, **changed):
    """A source whose preview waits."""
    response = client.post(ADD, fields(**{"file": file(*events)} | changed))
    assert response.status_code == 302, response.context["adminform"].form.errors
    return Source.objects.latest("pk")


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


# The form


def test_a_file_leads_to_its_preview_and_nothing_is_written_yet(client, editor):
    response = client.post(ADD, fields(file=file(AHEAD)))
    source = Source.objects.get()
    assert response.url == page("preview", source)
    assert (source.name, source.organisation, source.waiting) == ("Stadtkalender", make_organisation(), 1)
    assert not Event.objects.exists()
    assert "Offene Register" in client.get(response.url).content.decode()


def test_a_calendar_without_a_name_is_called_as_its_file(client, editor):
    assert imported(client, AHEAD, file=file(AHEAD, head="", name="Treffen 2027.ics")).name == "Treffen 2027"


def test_an_address_is_read_and_leads_to_its_preview(client, editor, settings):
    host = Host()
    settings.FETCHED_IN_TESTS = frozenset({("127.0.0.1", host.port)})
    host.answers["/a.ics"] = (200, {"ETag": '"1"'}, calendar(AHEAD).encode())
    response = client.post(ADD, fields(url=f"{host.url}/a.ics", is_subscribed="on"))
    source = Source.objects.get()
    assert response.url == page("preview", source)
    assert (source.name, source.etag, source.is_subscribed, source.waiting) == ("127.0.0.1", '"1"', True, 1)
    assert source.next_at is not None


def test_an_address_of_the_inside_is_refused_beside_its_field_and_nothing_typed_is_lost(client, editor):
    response = client.post(ADD, fields(url="http://169.254.169.254/latest/", name="Mein Name"))
    assert "url" in errors(response)
    assert not Source.objects.exists()
    assert filled(response, "source_form")["name"] == ["Mein Name"]
    assert filled(response, "source_form")["url"] == ["http://169.254.169.254/latest/"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "file"),
        ({"url": "https://calendar.example/a.ics", "file": file(AHEAD)}, "file"),
        ({"url": "https://anna:geheim@calendar.example/a.ics"}, "url"),
        ({"url": "ftp://calendar.example/a.ics"}, "url"),
        ({"file": SimpleUploadedFile("a.ics", b"<html><body>Login</body></html>")}, "file"),
        ({"file": SimpleUploadedFile("a.ics", b"\x00\xff" * 50)}, "file"),
        ({"file": file(AHEAD), "time_zone": "Mars/Olympus"}, "time_zone"),
        ({"file": file(AHEAD), "is_subscribed": "on"}, "__all__"),
        ({"file": file(AHEAD), "organisation": "9999"}, "organisation"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, editor, changed, field):
    for sent in changed.values():
        if hasattr(sent, "seek"):
            sent.seek(0)
    assert field in errors(client.post(ADD, fields(**changed)))
    assert not Source.objects.exists()


def test_a_file_is_kept_while_another_field_is_wrong(client, editor):
    response = client.post(ADD, fields(file=file(AHEAD), page="keine Adresse"))
    assert list(errors(response)) == ["page"]
    again = filled(response, "source_form")
    assert client.post(ADD, again | {"page": "https://stadt.example/"}).status_code == 302
    assert Source.objects.get().waiting == 1


def test_a_forged_kept_file_is_none(client, editor):
    assert "file" in errors(client.post(ADD, fields(kept="forged")))


def test_a_second_source_of_the_same_name_is_refused_with_the_way_out(client, editor):
    imported(client, AHEAD)
    response = client.post(ADD, fields(file=file(AHEAD)))
    assert errors(response)["__all__"] == [
        "Eine Quelle dieses Namens gibt es schon. Öffnen Sie sie, um sie wieder zu lesen."
    ]


def test_a_newer_file_shows_what_has_changed(client, editor):
    source = imported(client, AHEAD)
    take(client, source)
    newer = file("UID:1\nSUMMARY:Neuer Titel\nDTSTART:20991203T180000")
    response = client.post(page("change", source), fields(file=newer))
    assert response.url == page("preview", source)
    shown = client.get(response.url).context["preview"]
    assert [row.title for row in shown.changed] == ["Neuer Titel"]
    assert [each["here"] for each in shown.changed[0].differences] == ["Offene Register"]


# The preview


def take(client, source, **changed):
    """Press the button of the preview as it stands, with the boxes ticked that are ticked."""
    sent = filled(client.get(page("preview", source)), "import")
    return client.post(page("preview", source), sent | changed, follow=True)


def test_what_is_ticked_becomes_drafts(client, editor):
    source = imported(client, AHEAD, "UID:2\nSUMMARY:War\nDTSTART:20200101")
    response = take(client, source)
    assert [event.title for event in Event.objects.all()] == ["Offene Register"]
    assert Event.objects.get().status == Status.DRAFT
    assert [str(message) for message in response.context["messages"]] == ["Ein Entwurf ist angelegt."]
    assert take(client, source, take=[]).status_code == 200
    assert Event.objects.count() == 1


def test_reasons_are_on_the_page(client, editor):
    source = imported(
        client, "UID:2\nSUMMARY:Bis gestern\nDTSTART:20991203T180000\nDTEND:20991203T170000",
        "UID:3\nSUMMARY:Sekündlich\nDTSTART:20991203T180000\nRRULE:FREQ=SECONDLY",
        "UID:4\nSUMMARY:Nirgendwann", "UID:5\nSUMMARY:Abgesagt\nDTSTART:20991203\nSTATUS:CANCELLED",
    )  # fmt: skip
    text = client.get(page("preview", source)).content.decode()
    for title in ("Bis gestern", "Sekündlich", "Nirgendwann", "Abgesagt"):
        assert title in text
    assert "Das Ende liegt vor dem Beginn." in text
    assert "Nur der erste Termin wurde genommen: FREQ=SECONDLY" in text
    assert "Der Eintrag hat keinen Beginn und wurde ausgelassen." in text
    assert "An der Quelle ist der Eintrag abgesagt." in text


def test_what_is_not_ticked_is_asked_again_unless_one_says_so(client, editor):
    source = imported(client, AHEAD)
    take(client, source, take=[])
    assert client.get(page("preview", source)).context["preview"].new
    take(client, source, take=[], decline="on")
    shown = client.get(page("preview", source)).context["preview"]
    assert (shown.new, [row.title for row in shown.skipped]) == ([], ["Offene Register"])


def test_a_mark_that_is_forged_or_old_changes_nothing(client, editor):
    source = imported(client, AHEAD)
    response = client.post(
        page("preview", source), {"take": ["x", "\x00"], "shown": ["y"], "decline": "on"}, follow=True
    )
    assert response.status_code == 200
    assert not Event.objects.exists()


def test_what_a_calendar_says_is_text_on_the_page(client, editor):
    source = imported(
        client, "UID:1\nSUMMARY:x<script>alert(1)</script>\nDTSTART:20991203\nLOCATION:<img src=x onerror=alert(1)>"
    )
    text = client.get(page("preview", source)).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_reading_again_tells_what_went_wrong(client, editor):
    source = Source.objects.create(organisation=make_organisation(), name="A", url="http://127.0.0.1/a.ics")
    response = client.post(page("read", source), follow=True)
    assert ["nicht im öffentlichen Internet" in str(message) for message in response.context["messages"]] == [True]
    source.refresh_from_db()
    assert (source.problem["code"], source.failures) == ("not_public", 1)
    assert "nicht im öffentlichen Internet" in client.get("/admin/events/source/").content.decode()


def test_waiting_calendars_stand_on_the_first_page(client, editor):
    source = imported(client, AHEAD)
    assert page("preview", source) in client.get("/admin/").content.decode()
    take(client, source)
    assert page("preview", source) not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_takes_the_same_queries_for_any_number_of_entries(
    client, editor, number, django_assert_num_queries
):
    source = imported(
        client, *(f"UID:{n}\nSUMMARY:T{n}\nDTSTART:20991203T180000\nLOCATION:Rathaus\\, Ulm" for n in range(number))
    )
    take(client, source)
    newer = file(*(f"UID:{n}\nSUMMARY:Neu {n}\nDTSTART:20991204T180000\nLOCATION:Oper\\, Ulm" for n in range(number)))
    client.post(page("change", source), fields(file=newer))
    with django_assert_num_queries(9):
        client.get(page("preview", source))


# Who may


def test_the_import_of_others_does_not_exist(client, editor):
    source = Source.objects.create(organisation=make_neighbour(), name="Fremd", url="https://a.example/geheim.ics")
    assert client.get(page("preview", source)).status_code == 404
    assert client.post(page("preview", source), {"take": ["x"]}).status_code == 404
    assert client.post(page("read", source)).status_code == 404
    assert client.get(page("change", source)).status_code == 404
    assert "Fremd" not in client.get("/admin/events/source/").content.decode()
    response = client.post(ADD, fields(organisation=make_neighbour().pk, file=file(AHEAD)))
    assert "organisation" in errors(response)


def test_viewers_neither_import_nor_see_addresses(client):
    client.force_login(make_member(role=Role.VIEWER))
    source = Source.objects.create(organisation=make_organisation(), name="A", url="https://a.example/geheim.ics")
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, fields(file=file(AHEAD))).status_code == 403
    assert client.get(page("preview", source)).status_code == 404
    assert client.post(page("read", source)).status_code == 404
    assert client.get("/admin/events/source/").status_code == 403


def test_visitors_are_sent_to_sign_in(client):
    source = Source.objects.create(organisation=make_organisation(), name="A", url="https://a.example/a.ics")
    for address in (ADD, page("preview", source), page("read", source)):
        assert client.post(address).url == f"/admin/login/?next={address}"


def test_reading_again_is_not_done_by_looking(client, editor):
    source = Source.objects.create(organisation=make_organisation(), name="A", url="https://a.example/a.ics")
    assert client.get(page("read", source)).status_code == 405
