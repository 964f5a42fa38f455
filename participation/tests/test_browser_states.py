"""Pages of taking part in the states that other tests do not show: closed, empty, refused; with axe."""

import datetime as dt

import pytest
from django.utils import timezone

from civicevents.testing import make_call, make_published, make_series, make_ticket_type, register
from civicevents.testing_browser import PHONE, accessibility_faults
from participation.actions import following
from participation.models import QuestionSettings, Rhythm
from participation.tests.test_browser_questions import everything, meetup
from participation.tests.test_question_pages import listed, now_asked

pytestmark = pytest.mark.django_db(transaction=True)
DESKTOP = {"width": 1280, "height": 900}


def faults_of(page, path, act=None):
    """What axe finds on a phone in dark German and on a desktop in light English, after ``act``."""
    faults = []
    for address, size, scheme in ((path, PHONE, "dark"), (f"/en{path}", DESKTOP, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        if act:
            act()
            page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        faults += [f"{address} {scheme}: {fault}" for fault in accessibility_faults(page)]
    return faults


def refused(page):
    """Send the first form of the page with nothing in it."""
    return lambda: page.locator("main form .btn--primary").first.click()


def test_questions_of_a_participant(page):
    event = meetup()
    everything(event)
    anna = register(make_ticket_type(event), "Anna Muster", now=timezone.now())
    path = f"/registrations/{anna.token}/questions/"
    assert faults_of(page, path) == []
    assert faults_of(page, path, refused(page)) == []


def test_questions_on_the_page_of_the_meetup(page):
    event = meetup()
    everything(event)
    assert faults_of(page, event.get_absolute_url()) == []


def test_nothing_asked_yet(page):
    assert faults_of(page, listed(meetup())) == []


def test_questions_that_are_closed(page):
    event = meetup()
    voice = now_asked(event, "Wer pflegt das?").voice
    QuestionSettings.objects.filter(event=event).update(opens_hours=1)
    assert faults_of(page, f"/voices/{voice.token}/") == []
    assert faults_of(page, listed(event)) == []


def test_following(page):
    series = make_series()
    follow = following.ask_to_follow(
        email="anna@example.org", rhythm=Rhythm.WEEKLY, language="de", now=timezone.now(), series=series
    )
    form, own = f"/follow/?series={series.slug}", f"/follow/{follow.token}/"
    assert faults_of(page, form) == []
    assert faults_of(page, form, refused(page)) == []
    assert faults_of(page, own) == []
    following.confirm(follow=follow, now=timezone.now())
    for path in (own, f"{own}end/", "/follow/sent/", "/follow/ended/", "/follow/nothing/"):
        assert faults_of(page, path) == []


def test_proposing(page):
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=20), publish_at=now)
    call = make_call(event=event, introduction="Wir suchen Geschichten vom Scheitern.")
    path = f"/events/{event.slug}/propose/"
    assert faults_of(page, path) == []
    assert faults_of(page, path, refused(page)) == []
    type(call).objects.update(is_open=False)
    assert faults_of(page, path) == []
