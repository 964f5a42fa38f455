"""The command, and the job that reads subscribed calendars again."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from civicevents.testing import NOW, make_neighbour, make_organisation
from events.importing.sources import EVERY, refresh_source
from events.jobs import read_sources
from events.models import Event, Imported, Source, Status
from events.tests.test_fetching import Host
from events.tests.test_foreign_calendars import calendar
from events.tests.test_sources import talk

pytestmark = pytest.mark.django_db(transaction=False)
AHEAD = "20991203T180000"


@pytest.fixture
def host(settings):
    host = Host()
    settings.FETCHED_IN_TESTS = frozenset({("127.0.0.1", host.port)})
    yield host
    host.server.shutdown()
    host.server.server_close()


def run(path, *arguments):
    out, err = StringIO(), StringIO()
    call_command(
        "import_calendar", str(path), "--organisation", make_organisation().slug, *arguments, stdout=out, stderr=err
    )
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    """A file to write calendars into."""
    path = tmp_path / "termine.ics"
    path.write_text(calendar(talk("1", "A", AHEAD), talk("2", "War", "20200101"), "UID:3\nSUMMARY:Kaputt"))
    return path


def test_without_write_the_command_only_tells(file):
    out, err = run(file)
    assert "A" in out
    assert "War It is over." in out
    assert "2 new, 0 changed, 0 gone, 0 skipped, 0 unchanged" in out
    assert "Nothing was written" in out
    assert err == "Kaputt: It has no begin and was left out.\n"
    assert not (Event.objects.exists() or Source.objects.exists() or Imported.objects.exists())


def test_with_write_new_entries_become_drafts_and_a_second_run_changes_nothing(file):
    out, _err = run(file, "--write")
    assert "1 drafts made" in out
    event = Event.objects.get()
    assert (event.title, event.status, event.source) == ("A", Status.DRAFT, "termine.ics")
    before = Event.objects.values().get()
    out, _err = run(file, "--write")
    assert "0 drafts made, 0 events changed, 0 ended" in out
    assert Event.objects.values().get() == before
    assert Source.objects.count() == 1


def test_what_changed_is_changed(file):
    run(file, "--write")
    file.write_text(calendar(talk("1", "A neu", AHEAD), talk("2", "War", "20200101"), "UID:3\nSUMMARY:Kaputt"))
    out, _err = run(file)
    assert "title: 'A' → 'A neu'" in out
    run(file, "--write", "--past")
    assert sorted(Event.objects.values_list("title", flat=True)) == ["A neu", "War"]


def test_an_address_is_fetched(host):
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A", AHEAD)).encode())
    run(f"{host.url}/a.ics", "--write", "--name", "Stadt")
    assert Event.objects.get().source == "Stadt"
    assert Source.objects.get().url == f"{host.url}/a.ics"


@pytest.mark.parametrize(
    ("path", "arguments", "words"),
    [
        ("/nowhere/at.ics", [], "cannot be read: No such file"),
        ("http://127.0.0.1/a.ics", [], "not in the public internet"),
        ("https://a:b@c.example/a.ics", [], "holds a name or password"),
        ("/nowhere/at.ics", ["--zone", "Mars/Olympus"], "is not a time zone"),
    ],
)
def test_what_cannot_be_done_is_said(path, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(path, *arguments)


def test_an_unknown_organisation_is_said(file):
    make_organisation()
    with pytest.raises(CommandError, match="There is no organisation “nobody”"):
        call_command("import_calendar", str(file), "--organisation", "nobody")


# Subscribed


def subscribed(host, **fields):
    return Source.objects.create(
        **{
            "organisation": make_organisation(), "name": "Stadt", "url": f"{host.url}/a.ics", "is_subscribed": True,
            "next_at": NOW, "handling": Source.Handling.APPLY,
        }
        | fields
    )  # fmt: skip


def test_a_due_source_is_read_and_followed(host):
    host.answers["/a.ics"] = (200, {"ETag": '"1"'}, calendar(talk("1", "A")).encode())
    source = subscribed(host)
    read_sources(NOW)
    source.refresh_from_db()
    assert Event.objects.get().title == "A"
    assert (source.read_at, source.next_at, source.etag) == (NOW, NOW + EVERY, '"1"')
    read_sources(NOW)
    assert len(host.asked) == 1


def test_a_source_that_asks_leaves_everything_to_its_organisers(host):
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A")).encode())
    source = subscribed(host, handling=Source.Handling.ASK)
    read_sources(NOW)
    source.refresh_from_db()
    assert (Event.objects.count(), source.waiting) == (0, 1)


def test_an_unchanged_source_costs_nothing_but_is_read_anew_once_a_week(host):
    host.answers["/a.ics"] = (200, {"ETag": '"1"'}, calendar(talk("1", "A")).encode())
    source = subscribed(host)
    read_sources(NOW)
    host.answers["/a.ics"] = (304, {}, b"")
    read_sources(NOW + EVERY)
    assert host.asked[1][1]["If-None-Match"] == '"1"'
    source.refresh_from_db()
    assert (source.read_at, source.problem) == (NOW, None)
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A")).encode())
    read_sources(NOW + dt.timedelta(days=8))
    assert "If-None-Match" not in host.asked[2][1]


def test_a_source_that_fails_says_why_keeps_what_it_had_and_is_asked_less_often(host):
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A")).encode())
    source = subscribed(host)
    read_sources(NOW)
    host.answers["/a.ics"] = (200, {}, b"<html>Bitte anmelden</html>")
    at = NOW
    for wait in (2, 4, 8):
        at += 6 * EVERY
        Source.objects.update(next_at=at)
        read_sources(at)
        source.refresh_from_db()
        assert source.next_at == at + wait * EVERY
    assert source.problem == {"code": "web_page", "given": ""}
    assert (Event.objects.count(), source.waiting) == (1, 0)
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A")).encode())
    read_sources(source.next_at)
    source.refresh_from_db()
    assert (source.problem, source.failures) == (None, 0)


def test_a_source_that_is_not_subscribed_is_left_alone(host):
    subscribed(host, is_subscribed=False)
    read_sources(NOW)
    assert host.asked == []


def test_settings_changed_while_the_host_answers_stay(host):
    source = subscribed(host)

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(calendar(talk("1", "A")).encode())

    host.answers["/a.ics"] = answer
    stale = Source.objects.get()
    Source.objects.update(licence="CC0", handling=Source.Handling.ASK)
    refresh_source(source=stale, now=NOW)
    source.refresh_from_db()
    assert (source.licence, Event.objects.count()) == ("CC0", 0)


def test_sources_of_two_organisations_keep_apart(host):
    host.answers["/a.ics"] = (200, {}, calendar(talk("1", "A")).encode())
    subscribed(host)
    subscribed(host, organisation=make_neighbour())
    read_sources(NOW)
    assert Event.objects.values_list("organisation", flat=True).distinct().count() == 2
