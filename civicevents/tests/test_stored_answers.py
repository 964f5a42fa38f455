"""Stored answers are what Django would answer at this moment, whatever was changed by whomever; and nothing else."""

import datetime as dt
import gzip
import itertools
import re

import psycopg2.extensions
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone

from civicevents.stored import shortcut
from civicevents.stored.answers import Answers
from civicevents.stored.pages import KINDS
from civicevents.stored.shortcut import ShortCut
from civicevents.stored.shown import SHOWN
from civicevents.testing import (
    NOW,
    at,
    make_call,
    make_event,
    make_item,
    make_link,
    make_member,
    make_published,
    make_section,
    make_series,
    make_ticket_type,
    make_topic,
    register,
    set_up_sign_up,
)
from civicevents.tests.shown_world import EDITS, make_world, the_row
from events.models import Event, Status
from participation.actions import support, take_part
from participation.models import AudienceQuestion
from registrations.actions import cancel

pytestmark = pytest.mark.django_db
WHEN_READ = re.compile(r"updated_since=[^\"]*")  # the address for what changes later may begin a little earlier
EVENT = "/events/offene-daten-im-alltag/"
# All of a test is one transaction: what it has changed so far gets the number of another one.
AS_COMMITTED = "UPDATE events_contentchange SET txid = %s WHERE txid = pg_current_xact_id()::text::bigint"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """``clock(moment)`` sets what time it is; NOW to begin with."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NOW)
    return set_to


class Answered:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body
        self.text = (gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body).decode()


def ask(application, path, method="get", **headers):
    environ = getattr(RequestFactory(), method)(path, headers={"host": "testserver"} | headers).environ
    begun = []
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)  # it would end the test's transaction
    response = application(environ, lambda *arguments: begun.extend(arguments))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    for signal in signals:
        signal.connect(close_old_connections)
    return Answered(*begun[:2], body)


@pytest.fixture
def portal():
    """Django as it is without the short cut, and how often it was asked."""
    application = get_wsgi_application()

    def counting(environ, start_response):
        counting.asked += 1
        return application(environ, start_response)

    counting.asked = 0
    return counting


@pytest.fixture
def visit(portal, monkeypatch):
    """``visit(path)`` asks by the short cut; ``visit.made`` is how many answers Django had to make since it was 0."""
    monkeypatch.setattr(shortcut, "A_MOMENT", dt.timedelta())
    short_cut, transactions = ShortCut(portal), itertools.count(1)

    def visit(path, method="get", **headers):
        with connection.cursor() as cursor:
            cursor.execute(AS_COMMITTED, [-next(transactions)])
        return ask(short_cut, path, method, **headers)

    visit.short_cut, visit.portal = short_cut, portal
    return visit


def is_new(visit, path):
    """Whether Django has to make this answer."""
    before = visit.portal.asked
    visit(path)
    return visit.portal.asked > before


# What is stored ------------------------------------------------------------------------------------------------------


def pages_of(event):
    """One address of each kind that is stored."""
    speaker = event.appearances.get().speaker
    groups = [event.series, event.programmes.get(), event.organisation, event.topics.get()]
    paths = ["/", "/events/", "/events/?when=past", "/events/month/2026-11/", "/events/subscribe/", "/embed/"]
    paths += ["/embed/events/", "/speakers/", speaker.get_absolute_url(), "/sitemap.xml", "/imprint/", "/privacy/"]
    paths += ["/accessibility/", "/events/calendar.ics", "/events/feed.atom", "/en/events/"]
    paths += [f"/organisations/{event.organisation.slug}/{kind}/" for kind in ("imprint", "privacy", "accessibility")]
    paths += [f"{page.get_absolute_url()}{name}" for page in groups for name in ("", "calendar.ics", "feed.atom")]
    paths += ["/api/v1/events/", f"/api/v1/events/{event.pk}/"]
    idea = event.born_ideas.get().idea
    paths += ["/ideas/", idea.board.get_absolute_url(), idea.get_absolute_url(), f"{idea.get_absolute_url()}versions/"]
    below = ("", "plain/", "register/", "register/sent/waiting/", "event.ics", "questions/", "questions/news/")
    return paths + [f"{event.get_absolute_url()}{name}" for name in below]


def test_each_kind_of_stored_page_is_visited_here(visit):
    paths = pages_of(make_world())
    names = {shortcut.stored_page(path.partition("?")[0]).kind for path in paths}
    assert names == set(KINDS.values())
    assert KINDS.keys() <= {name for name in get_resolver().reverse_dict if isinstance(name, str)} | _below_languages()


def _below_languages():
    return {name for part in get_resolver().url_patterns if hasattr(part, "url_patterns") for name in _names(part)}


def _names(part):
    for pattern in part.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern)
        else:
            yield pattern.name


def test_a_stored_answer_is_what_django_answers(visit, portal):
    for path in pages_of(make_world()):
        visit(path)
        stored, made = visit(path), ask(portal, path)
        assert stored.status == made.status == 200, path
        assert WHEN_READ.sub("", stored.text) == WHEN_READ.sub("", made.text), path
        new = {"ETag"} - made.headers.keys()
        assert {name: stored.headers[name] for name in stored.headers if name not in new} == made.headers, path


def telling_pages_of(event):
    """Some that are made of everything there is, together."""
    speaker = event.appearances.get().speaker
    paths = [page.get_absolute_url() for page in (event, event.series, event.organisation, speaker)]
    paths += ["/ideas/", "/ideas/laden/"]
    return ["/events/", "/imprint/", "/accessibility/", f"{event.get_absolute_url()}register/", *paths]


# Nothing in this little world depends on them: a redirect, numbers below those that are shown, what comes afterwards.
UNSEEN = {
    "accounts_formerslug",
    "participation_feedbacksettings",
    "participation_material",
    "participation_results",
    "registrations_answer",
    "registrations_registration",
}


@pytest.mark.parametrize("table", sorted(EDITS))
def test_an_edit_is_seen_with_the_next_request(visit, portal, table):
    event = make_world()
    paths = telling_pages_of(event)
    before = {path: visit(path).text for path in paths}
    the_row(table, event).update(**EDITS[table])
    after = {path: visit(path).text for path in paths}
    assert after == {path: ask(portal, path).text for path in paths}
    assert (after != before) is (table not in UNSEEN)


@pytest.mark.parametrize("table", sorted(SHOWN.keys() - EDITS.keys()))
def test_a_row_that_joins_two_others_is_gone_with_the_next_request(visit, portal, table):
    event = make_world()
    paths = telling_pages_of(event)
    before = {path: visit(path).text for path in paths}
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    after = {path: visit(path).text for path in paths}
    assert after == {path: ask(portal, path).text for path in paths}
    assert after != before


def test_what_is_saved_in_the_admin_is_seen_with_the_next_request(visit, client):
    topic = make_topic()
    make_published().topics.add(topic)
    assert "Offene Daten" in visit(EVENT).text
    client.force_login(make_member(is_superuser=True))
    typed = {"name": "Freie Daten", "name_en": "", "slug": topic.slug}
    assert client.post(f"/admin/events/topic/{topic.pk}/change/", typed).status_code == 302
    assert "Freie Daten" in visit(EVENT).text


def test_what_is_rolled_back_changes_nothing(visit):
    event = make_published()
    visit(EVENT)
    with transaction.atomic():
        event.sections.create(heading="Nie gesehen")
        transaction.set_rollback(True)
    assert not is_new(visit, EVENT)
    assert "Nie gesehen" not in visit(EVENT).text


def test_an_edit_of_one_event_leaves_the_pages_of_others(visit):
    event, other = make_published(), make_published(title="Ganz anders")
    visit(EVENT)
    make_section(other)
    assert not is_new(visit, EVENT)
    make_section(event)
    assert is_new(visit, EVENT)


# What is not stored -------------------------------------------------------------------------------------------------


def test_nothing_private_is_stored():
    """Only addresses named in pages.py are, and there is none of members, participants, previews or uploads."""
    private = ("admin", "account", "registration", "preview", "stage", "door", "invitation", "my_", "picture", "logo")
    assert [name for name in KINDS if name.startswith(private)] == []
    for path in ("/admin/", "/accounts/login/", "/registrations/", "/preview/x/", "/stage/x/", "/health/", "/media/x"):
        assert shortcut.stored_page(path) is None


def test_a_page_with_a_cookie_or_another_policy_is_not_stored():
    policy = ("Cache-Control", "no-cache")
    assert shortcut.is_for_everybody([policy])
    assert not shortcut.is_for_everybody([policy, ("Set-Cookie", "session=1")])
    assert not shortcut.is_for_everybody([("cache-control", "private, no-store")])
    assert not shortcut.is_for_everybody([])


@pytest.mark.parametrize("path", ["/events/none/", "/events/alt/", "/events/weg/", "/events/?q=daten", "/none/"])
def test_what_is_not_found_moved_withdrawn_or_searched_is_not_stored(visit, path):
    moved = make_published(slug="alt")
    moved.slug = "neu"
    moved.save()
    make_event(slug="weg", status=Status.WITHDRAWN)
    visit(path)
    assert len(visit.short_cut.answers) == 0
    assert is_new(visit, path)


def test_a_form_that_is_sent_goes_to_the_view(visit):
    ticket_type = make_ticket_type()
    path = f"/events/{ticket_type.event.slug}/register/"
    visit(path)
    assert visit(path, "post").status == 422
    assert not is_new(visit, path)


def test_a_request_for_a_foreign_host_is_refused_also_when_the_page_is_stored(visit):
    make_published()
    visit("/events/")
    for host in ("evil.example", "localhost@evil.example", "", "testserver\\evil"):
        assert visit("/events/", host=host).status == 400
    assert visit("/events/", host="localhost:8000").status == 200


# How they are given -------------------------------------------------------------------------------------------------


def test_parameters_that_a_page_does_not_know_do_not_make_another_answer(visit):
    make_published()
    plain = visit(EVENT).text
    for query in ("?utm_source=newsletter", "?fbclid=123", "?page=9&page=<script>", "?" + "x" * 400):
        assert not is_new(visit, EVENT + query)
        assert visit(EVENT + query).text == plain
    visit("/events/?mode=online&when=past")
    assert not is_new(visit, "/events/?when=past&utm_id=7&mode=online")
    assert is_new(visit, "/events/?when=past")
    assert len(visit.short_cut.answers) == 3


def test_endless_queries_and_paths_are_not_stored(visit):
    for path in ("/events/?place=" + "x" * 600, "/events/" + "x" * 600 + "/", "/events/?" + "&".join("a" * 60)):
        visit(path)
    assert len(visit.short_cut.answers) == 0


def test_compressed_and_plain_answers_are_the_same_page(visit):
    make_published()
    plain, compressed = visit(EVENT), visit(EVENT, accept_encoding="br, gzip;q=0.8")
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert len(compressed.body) < len(plain.body) == int(plain.headers["Content-Length"])
    assert compressed.text == plain.text
    assert compressed.headers["ETag"] == plain.headers["ETag"]
    for accepted in ("identity", "gzip;q=0", "gzip; q=0.0, br"):
        assert "Content-Encoding" not in visit(EVENT, accept_encoding=accepted).headers
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["Cache-Control"] == "no-cache"


def test_head_has_the_headers_and_no_body(visit):
    make_published()
    for _ in range(2):
        answer = visit(EVENT, "head")
        assert answer.body == b""
        assert answer.headers == visit(EVENT).headers


@pytest.mark.parametrize("path", [EVENT, "/events/calendar.ics"])
def test_who_has_it_already_is_told_so(visit, path):
    make_published()
    etag = visit(path).headers["ETag"]
    for known in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answer = visit(path, if_none_match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert "Content-Security-Policy" in answer.headers and "Content-Type" not in answer.headers
    assert visit(path, if_none_match='"other"').status == 200
    Event.objects.update(title="Neu")
    assert visit(path, if_none_match=etag).status == 200


def test_a_feed_knows_dates_as_well(visit):
    make_published()
    date = visit("/events/calendar.ics").headers["Last-Modified"]
    assert visit("/events/calendar.ics", if_modified_since=date).status == 304
    assert visit("/events/calendar.ics", if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT").status == 200
    assert visit("/events/calendar.ics", if_modified_since=date, if_none_match='"other"').status == 200


def test_a_long_feed_is_sent_as_it_is_read_and_kept_by_nobody(visit, monkeypatch):
    for title in ("Eins", "Zwei"):
        make_published(title=title)
    monkeypatch.setattr("events.feeds.files.SHARE", 1)
    path = "/events/calendar.ics"
    first = visit(path)
    assert first.status == 200 and "SUMMARY;LANGUAGE=de:Zwei" in first.text and "Content-Length" not in first.headers
    assert visit(path, if_none_match=first.headers["ETag"]).status == 304
    packed = visit(path, accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip" and packed.text == first.text
    before = visit.portal.asked
    assert visit(path).text == first.text and visit.portal.asked == before + 1
    assert len(visit.short_cut.answers) == 0


def test_each_language_has_its_own(visit):
    make_published()
    german, english = visit(EVENT), visit(f"/en{EVENT}")
    assert 'lang="de"' in german.text and 'lang="en"' in english.text
    assert not is_new(visit, EVENT) and not is_new(visit, f"/en{EVENT}")


def test_memory_is_bounded(portal):
    make_published()
    short_cut = ShortCut(portal, Answers(most=100_000))
    for page in range(1, 40):
        ask(short_cut, f"/events/?page={page}")
    assert 1 < len(short_cut.answers) < 20
    assert short_cut.answers.size <= 100_000
    short_cut.answers.clear()
    assert short_cut.answers.size == len(short_cut.answers) == 0


class Counting(psycopg2.extensions.cursor):
    statements = 0

    def execute(self, *arguments):
        Counting.statements += 1
        return super().execute(*arguments)


@pytest.fixture
def statements():
    """``statements()`` is how many went to the database since it was called last, whoever sent them."""
    connection.ensure_connection()
    connection.connection.cursor_factory, former = Counting, connection.connection.cursor_factory

    def since():
        number, Counting.statements = Counting.statements, 0
        return number

    yield since
    connection.connection.cursor_factory = former


@pytest.mark.parametrize("path", [EVENT, "/events/", "/events/calendar.ics", "/events/feed.atom", "/imprint/"])
def test_a_warm_answer_takes_one_statement(visit, statements, path):
    make_published()
    visit(path)
    statements()
    etag = ask(visit.short_cut, path).headers["ETag"]
    assert statements() == 1
    assert ask(visit.short_cut, path, if_none_match=etag).status == 304
    assert statements() == 1


def test_behind_a_pooler_the_state_is_the_same_without_prepared_statements(settings):
    event = make_ticket_type(make_published(series=make_series()), capacity=3).event
    pages = [shortcut.stored_page(path) for path in ("/events/", event.get_absolute_url())]
    pages.append(shortcut.stored_page(f"{event.get_absolute_url()}questions/"))
    expected = [shortcut.read(page.content.statement) for page in pages]
    settings.DATABASE_POOLED = True
    statements = [page.content.statement for page in pages]
    assert all(statement.startswith("SELECT") for statement in statements)
    assert [shortcut.read(statement) for statement in statements] == expected


def test_without_a_database_django_answers(visit, monkeypatch):
    make_published()
    visit("/events/")

    def down(statement):
        raise psycopg2.OperationalError

    monkeypatch.setattr(shortcut, "read", down)
    monkeypatch.setattr(shortcut.connection, "close", lambda: None)
    assert is_new(visit, "/events/")


# Seats --------------------------------------------------------------------------------------------------------------


def in_both(visit, portal, path):
    """The text by the short cut, which is Django's."""
    stored = visit(path).text
    assert stored == ask(portal, path).text
    return stored


def test_each_sign_up_is_seen_at_once_and_the_page_is_made_again_only_for_other_words(visit, portal):
    ticket_type = make_ticket_type(capacity=8)
    path = ticket_type.event.get_absolute_url()
    assert "8 Plätze frei" in visit(path).text
    made = []
    for number in range(8):
        register(ticket_type, f"Anna {number}")
        made.append(is_new(visit, path))
        in_both(visit, portal, path)
        in_both(visit, portal, f"{path}register/")
    assert made == [False, False, True, False, False, False, False, True]  # few, full
    assert "Warteliste" in visit(path).text
    cancel(registration=ticket_type.event.registrations.filter(state="confirmed").latest("pk"), now=NOW)
    assert "Noch 1 Platz" in in_both(visit, portal, path)


def test_lists_say_few_seats_without_being_made_again_for_each(visit, portal):
    ticket_type = make_ticket_type(capacity=8)
    assert "Plätze frei" in visit("/events/").text
    made = []
    for number in range(8):
        register(ticket_type, f"Anna {number}")
        made.append(is_new(visit, "/events/"))
        in_both(visit, portal, "/events/")
    assert made == [False, False, True, False, False, False, False, True]


def test_the_form_with_several_ticket_types_counts_each(visit, portal):
    here = make_ticket_type(capacity=3, name="Vor Ort")
    there = make_ticket_type(here.event, name="Online")
    path = here.event.get_absolute_url()
    assert "Vor Ort · 3 frei" in visit(path).text
    register(here)
    assert "Vor Ort · 2 frei" in in_both(visit, portal, path)
    assert not is_new(visit, path)
    register(there, "Berta")
    in_both(visit, portal, f"{path}register/")
    for name in ("Carl", "Dora"):
        register(here, name)
    assert "Vor Ort · Warteliste" in in_both(visit, portal, path)


def test_who_comes_is_counted_with_each_answer(visit, portal):
    event = make_world()
    question, ticket_type = event.questions.get(), event.ticket_types.get()
    visit(EVENT)
    for number in range(5):
        register(ticket_type, f"Anna {number}", answers={question.pk: "Stadt"})
    assert "Stadt</span>" in in_both(visit, portal, EVENT)


def test_lists_of_questions_and_their_news_change_with_each_voice(visit, portal):
    event = Event.objects.get(pk=make_world().pk)
    for path in (f"{EVENT}questions/", f"{EVENT}questions/news/"):
        assert visit(path).status == 200 and not is_new(visit, path)
    question = event.audience_questions.get()
    AudienceQuestion.objects.update(state="shown")
    for path in (f"{EVENT}questions/", f"{EVENT}questions/news/"):
        visit(path)
        support(voice=take_part(event=event, client="", now=NOW), question=question, now=NOW)
        assert is_new(visit, path) and not is_new(visit, path)


def test_news_are_a_moment_old_at_most(visit, clock, monkeypatch):
    monkeypatch.setattr(shortcut, "A_MOMENT", dt.timedelta(seconds=1))
    event = Event.objects.get(pk=make_world().pk)
    clock(NOW)
    before = visit(f"{EVENT}questions/news/").text
    AudienceQuestion.objects.update(state="shown")
    clock(NOW + dt.timedelta(milliseconds=999))
    assert visit(f"{EVENT}questions/news/").text == before
    clock(NOW + dt.timedelta(seconds=1))
    assert '"shown"' in visit(f"{EVENT}questions/news/").text
    support(voice=take_part(event=event, client="", now=NOW), question=event.audience_questions.get(), now=NOW)
    clock(NOW)  # the clock was set back
    assert is_new(visit, f"{EVENT}questions/news/")


# The clock ----------------------------------------------------------------------------------------------------------


def begins_and_ends():
    make_published()
    return EVENT


def in_the_list():
    make_published()
    return "/events/"


def has_an_agenda():
    make_item(make_published(), "Impuls", starts_at=at("2026-11-12 18:30"))
    return EVENT


def opens_and_closes():
    make_ticket_type(opens_at=at("2026-11-04 10:00"), closes_at=at("2026-11-10 12:00"), capacity=9)
    return EVENT


def opens_after_a_move():
    """Before the new window has been stored, the old one counts once it has opened."""
    kind = make_ticket_type(opens_at=at("2026-11-04 10:00"))
    Event.objects.filter(pk=kind.event_id).update(starts_at=at("2026-11-13 18:00"), ends_at=at("2026-11-13 20:00"))
    return f"{EVENT}register/"


def closes_after_a_move():
    """The window goes along with the event, also before that has been stored."""
    kind = make_ticket_type(closes_at=at("2026-11-10 12:00"))
    Event.objects.filter(pk=kind.event_id).update(starts_at=at("2026-11-13 18:00"), ends_at=at("2026-11-13 20:00"))
    return f"{EVENT}register/"


def links_to_one_that_is_scheduled():
    make_link(make_published(), label="", target=make_published(title="Später", publish_at=at("2026-11-05 08:00")))
    return EVENT


def is_followed_by_one_that_is_scheduled():
    make_published(series=make_series())
    make_published(
        title="Später", starts_at=at("2026-12-12 18:00"), publish_at=at("2026-11-05 08:00"), series=make_series()
    )
    return EVENT


def is_scheduled():
    make_published(title="Schon da")
    make_published(publish_at=at("2026-11-05 08:00"))
    return "/events/feed.atom"


def has_a_seat_on_hold():
    kind = make_ticket_type(capacity=1, has_waiting_list=False)
    set_up_sign_up(kind.event, confirm_address=True, hold_minutes=60)
    register(kind)
    return f"{EVENT}register/"


def takes_proposals_for_a_while():
    make_call(event=make_published(), closes_at=at("2026-11-05 10:00"))
    return EVENT


def takes_proposals_for_the_series_for_a_while():
    series = make_series()
    make_call(series=series, closes_at=at("2026-11-05 10:00"))
    return series.get_absolute_url()


def shows_today():
    make_published()
    return "/events/month/2026-11/"


@pytest.mark.parametrize(
    ("made", "moment"),
    [
        (begins_and_ends, "2026-11-12 18:00"),
        (begins_and_ends, "2026-11-12 20:00"),
        (in_the_list, "2026-11-12 18:00"),
        (in_the_list, "2026-11-12 20:00"),
        (has_an_agenda, "2026-11-12 18:30"),
        (opens_and_closes, "2026-11-04 10:00"),
        (opens_and_closes, "2026-11-10 12:00"),
        (opens_after_a_move, "2026-11-04 10:00"),
        (closes_after_a_move, "2026-11-11 12:00"),
        (links_to_one_that_is_scheduled, "2026-11-05 08:00"),
        (is_followed_by_one_that_is_scheduled, "2026-11-05 08:00"),
        (is_scheduled, "2026-11-05 08:00"),
        (has_a_seat_on_hold, "2026-11-02 13:00"),
        (takes_proposals_for_a_while, "2026-11-05 10:00"),
        (takes_proposals_for_the_series_for_a_while, "2026-11-05 10:00"),
        (shows_today, "2026-11-03 00:00"),
    ],
)
def test_what_the_clock_changes_is_seen_at_that_moment(visit, portal, clock, made, moment):
    path, moment = made(), at(moment)
    clock(moment - dt.timedelta(seconds=1))
    early = in_both(visit, portal, path)
    assert not is_new(visit, path)
    clock(moment - dt.timedelta(microseconds=1))
    assert in_both(visit, portal, path) == early
    assert not is_new(visit, path)
    clock(moment)
    assert in_both(visit, portal, path) != early


def test_feeds_are_dated_by_the_hour_that_runs(visit, portal, clock):
    make_published()
    early = visit("/events/calendar.ics").headers["Last-Modified"]
    clock(NOW + dt.timedelta(hours=1))
    late = visit("/events/calendar.ics").headers["Last-Modified"]
    assert late == ask(portal, "/events/calendar.ics").headers["Last-Modified"] != early
