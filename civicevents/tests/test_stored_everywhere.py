"""A change is seen by all processes with the next request, in whatever order transactions end."""

import contextlib
import multiprocessing
import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.utils import timezone

from civicevents.stored.shortcut import ShortCut
from civicevents.testing import NOW, make_published, make_section, make_ticket_type, register
from civicevents.tests.test_stored_answers import EVENT, ask
from events.models import Section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def answer_requests(pipe):
    """A web process: for each path that comes through the pipe the text, and how often Django was asked so far."""
    django, asked = get_wsgi_application(), []

    def portal(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return django(environ, start_response)

    short_cut = ShortCut(portal)
    with contextlib.suppress(EOFError):
        while True:
            pipe.send((ask(short_cut, pipe.recv()).text, len(asked)))
    connection.close()


@pytest.fixture
def processes():
    """Two web processes, as functions that take a path."""
    connection.close()
    context, pipes, children = multiprocessing.get_context("fork"), [], []
    for _ in range(2):
        ours, theirs = context.Pipe()
        children.append(context.Process(target=answer_requests, args=[theirs], daemon=True))
        children[-1].start()
        theirs.close()
        pipes.append(ours)

    def asking(pipe):
        def visit(path):
            pipe.send(path)
            assert pipe.poll(60)
            return pipe.recv()

        return visit

    yield [asking(pipe) for pipe in pipes]
    for pipe in pipes:
        pipe.close()
    for child in children:
        child.terminate()
        child.join()


def test_every_process_shows_a_change_and_each_seat_at_once(processes):
    ticket_type = make_ticket_type(capacity=9)
    for visit in processes:
        assert "9 Plätze frei" in visit(EVENT)[0]
    register(ticket_type)
    for visit in processes:
        text, asked = visit(EVENT)
        assert "8 Plätze frei" in text and asked == 1
    make_section(ticket_type.event, "Was sich geändert hat")
    for visit in processes:
        text, asked = visit(EVENT)
        assert "Was sich geändert hat" in text and asked == 2
        assert visit(EVENT) == (text, 2)


def test_a_change_that_began_first_and_is_committed_last_is_seen(processes):
    visit, event = processes[0], make_published()
    visit(EVENT)
    changed, go_on = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            make_section(event, "Zuerst begonnen")
            changed.set()
            go_on.wait(60)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert changed.wait(60)
    make_section(event, "Zuletzt begonnen")
    text, _ = visit(EVENT)
    assert "Zuletzt begonnen" in text and "Zuerst begonnen" not in text
    go_on.set()
    thread.join()
    text, _ = visit(EVENT)
    assert "Zuerst begonnen" in text


def test_what_is_committed_while_a_page_is_made_is_on_it_the_next_time():
    event = make_published()
    django, meanwhile = get_wsgi_application(), []

    def portal(environ, start_response):
        response = django(environ, start_response)
        meanwhile or meanwhile.append(Section.objects.create(event=event, heading="Gerade eben"))
        return response

    short_cut = ShortCut(portal)
    assert "Gerade eben" not in ask(short_cut, EVENT).text
    assert "Gerade eben" in ask(short_cut, EVENT).text


def test_a_page_that_many_want_at_once_is_made_once():
    make_published()
    django, asked = get_wsgi_application(), []

    def portal(environ, start_response):
        asked.append(1)
        return django(environ, start_response)

    short_cut = ShortCut(portal)

    def come(texts):
        texts.append(ask(short_cut, EVENT).text)
        connection.close()

    texts = []
    threads = [threading.Thread(target=come, args=[texts]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == len(set(texts)) == 1
    assert len(texts) == 8
