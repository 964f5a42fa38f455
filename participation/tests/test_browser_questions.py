"""Questions in a real browser: ask as a guest and as a participant, moderate on a tablet, follow the wall; with axe."""

import re

import pytest
from django.utils import timezone

from civicevents.testing import make_appearance, make_member, make_ticket_type, register
from civicevents.testing_browser import (
    PHONE,
    accessibility_faults,
    accessibility_faults_everywhere,
    first_held_back,
    sign_in,
)
from participation.actions import answer_in_writing, merge, move
from participation.models import AudienceQuestion
from participation.tests.cast import backed, fresh
from participation.tests.test_desk_pages import admin_desk, desk_of, settings_of, wall_of
from participation.tests.test_question_pages import coming, listed, now_asked

pytestmark = pytest.mark.django_db(transaction=True)
TABLET = {"width": 820, "height": 1180}


def meetup(**fields):
    event = coming(title="Offene Daten", introduction="Kurz, bitte.", **fields)
    make_appearance(event, "Adriana Groh")
    return event


def everything(event):
    """A question in each state."""
    now = timezone.now()
    rows = [now_asked(event, f"Wie ist das mit Nummer {n}?", shown_as="first", name="Ada L") for n in range(7)]
    backed(rows[1], 3, now=now)
    merge(question=rows[0], into=rows[1], seen="shown", now=now)
    move(question=rows[2], to="shortlisted", seen="shown", now=now)
    move(question=rows[3], to="on_now", seen="shown", now=now)
    answer_in_writing(question=rows[4], answer="So **ist** es.", before="", now=now)
    move(question=rows[5], to="hidden", seen="shown", reason="Doppelt.", now=now)
    AudienceQuestion.objects.filter(pk=rows[6].pk).update(state="held")
    return rows


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_guest_asks_supports_and_withdraws(chromium, live_server, settings, scripts):
    settings.BASE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts, locale="de-DE")
    page = context.new_page()
    event = meetup()
    theirs = now_asked(event, "Was kostet das?")
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="Fragen stellen und unterstützen").click()
    page.get_by_role("button", name="Mitmachen").click()
    page.get_by_label("Ihre Frage").fill("Wer pflegt das?")
    page.get_by_label("An wen?").select_option("Adriana Groh")
    page.get_by_label("mit Vornamen").check()
    page.get_by_role("button", name="Frage stellen").click()
    assert page.get_by_role("alert").count() == 1  # the name is missing
    assert page.get_by_label("Ihre Frage").input_value() == "Wer pflegt das?"
    page.get_by_label("Ihr Name").fill("Ada Lovelace")
    page.get_by_role("button", name="Frage stellen").click()
    assert "Ihre Frage steht auf der Liste." in page.locator(".flash").inner_text()
    page.get_by_role("button", name="Das will ich auch wissen").click()
    page.locator(f"#q-{theirs.pk}").get_by_text("Sie sind dafür").wait_for()
    assert fresh(theirs).supports == 2
    mine = AudienceQuestion.objects.get(shown_name="Ada")
    assert "An Adriana Groh" in page.locator(f"#q-{mine.pk}").inner_text()
    own = page.url.partition("?")[0]
    if scripts:
        page.goto(listed(event))
        page.get_by_role("link", name="Zu Ihrer Seite").click()
        assert page.url.partition("?")[0] == own
    page.goto(own)
    page.get_by_role("button", name="Zurückziehen").click()
    assert "Ihre Frage ist weg." in page.locator(".flash").inner_text()
    page.get_by_text("Jetzt löschen", exact=True).first.click()
    page.get_by_role("button", name="Jetzt löschen").click()
    assert page.locator("h1").inner_text() == "Ihre Seite ist gelöscht"
    assert context.cookies() == []
    context.close()


def test_a_participant_asks_from_the_page_of_their_sign_up(page):
    event = meetup()
    anna = register(make_ticket_type(event), "Anna Muster", now=timezone.now())
    page.goto(f"/registrations/{anna.token}/")
    page.get_by_role("link", name="Fragen stellen und unterstützen").click()
    page.get_by_label("Ihre Frage").fill("Wann geht es weiter?")
    page.get_by_label("Anna Muster").check()
    page.get_by_role("button", name="Frage stellen").click()
    assert "gefragt von Anna Muster" in page.locator("[data-order]").inner_text()


def test_moderators_work_on_a_tablet_and_the_wall_follows(chromium, live_server, settings):
    settings.BASE_URL = live_server.url
    event = meetup()
    first, second = now_asked(event, "Erste Frage?"), now_asked(event, "Zweite Frage?")
    tablet = chromium.new_context(base_url=live_server.url, viewport=TABLET, has_touch=True, locale="de-DE")
    wall = chromium.new_context(base_url=live_server.url, viewport={"width": 1920, "height": 1080}, locale="de-DE")
    desk, screen = tablet.new_page(), wall.new_page()
    screen.goto(wall_of(event))
    desk.goto(desk_of(event))
    now = screen.locator(".wall__now")
    assert "Was wollen Sie wissen?" in now.inner_text()
    desk.locator(f"#on-{first.pk}").tap()
    now.get_by_text("Erste Frage?").wait_for(timeout=4000)
    backed(second, 3, now=timezone.now())
    screen.locator(".wall__one strong", has_text=re.compile("^4$")).wait_for(timeout=4000)
    desk.locator(f"#q-{second.pk} strong", has_text=re.compile("^4$")).wait_for(timeout=6000)
    boxes = [desk.locator(f"#{name}-{second.pk}").bounding_box() for name in ("short", "on", "more")]
    assert min(box["height"] for box in boxes) >= 44
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screen.get_by_role("button", name="Aktualisierung anhalten").click()
    desk.locator(f"#on-{second.pk}").tap()
    desk.locator(".pile--now", has_text="Zweite Frage?").wait_for()
    screen.wait_for_timeout(2500)
    assert "Erste Frage?" in now.inner_text()
    screen.get_by_role("button", name="Wieder aktualisieren").click()
    now.get_by_text("Zweite Frage?").wait_for(timeout=4000)
    assert fresh(first).state == "answered"
    tablet.close()
    wall.close()


def test_the_slower_moderator_reads_what_has_happened(page):
    question = now_asked(meetup(), "Erste Frage?")
    page.goto(desk_of(question.event))
    page.get_by_role("button", name="Aktualisierung anhalten").click()
    move(question=question, to="answered", seen="shown", now=timezone.now())
    page.locator(f"#short-{question.pk}").click()
    assert "beantwortet" in page.get_by_role("alert").inner_text()
    assert accessibility_faults(page) == []


def test_an_answer_that_was_under_way_changes_nothing_after_stop(page):
    question = now_asked(meetup(), "Erste Frage?")
    under_way = first_held_back(page, "**/questions/news/", lambda: page.goto(desk_of(question.event)))
    move(question=question, to="answered", seen="shown", now=timezone.now())
    page.get_by_role("button", name="Aktualisierung anhalten").click()
    with page.expect_response("**/questions/news/"):
        under_way.continue_()
    page.wait_for_timeout(300)
    assert page.locator(f"#short-{question.pk}").count() == 1
    page.unroute_all()
    page.get_by_role("button", name="Wieder aktualisieren").click()
    page.locator(f"#short-{question.pk}").wait_for(state="detached")


def test_numbers_follow_on_the_list_and_new_questions_are_offered(page):
    event = meetup()
    first, second = now_asked(event, "Erste Frage?"), now_asked(event, "Zweite Frage?")
    page.goto(listed(event))
    rows = page.locator("[data-order] .question__t")
    assert rows.all_inner_texts() == ["Erste Frage?", "Zweite Frage?"]
    backed(second, 2, now=timezone.now())
    page.locator(f"#q-{second.pk} strong", has_text=re.compile("^3$")).wait_for(timeout=6000)
    assert rows.all_inner_texts() == ["Zweite Frage?", "Erste Frage?"]
    now_asked(event, "Dritte Frage?")
    page.get_by_role("link", name="Neues zeigen").click(timeout=6000)
    assert rows.count() == 3 and first


def test_the_public_list_has_no_faults(page):
    event = meetup()
    everything(event)
    assert accessibility_faults_everywhere(page, listed(event)) == []


@pytest.mark.parametrize("which", ["voice", "desk", "question", "wall"])
def test_pages_of_those_who_take_part_have_no_faults(page, which):
    event = meetup()
    rows = everything(event)
    desk = desk_of(event)
    path = {
        "voice": f"/voices/{rows[0].voice.token}/",
        "desk": desk,
        "question": f"{desk}?question={rows[1].pk}",
        "wall": wall_of(event),
    }[which]
    faults = []
    for address, size, scheme in (
        (path, TABLET, "light"),
        (f"/en{path}", TABLET, "dark"),
        (path, PHONE, "dark"),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        faults += [f"{address} {scheme}: {fault}" for fault in accessibility_faults(page)]
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []


def test_the_workplaces_desk_has_no_faults_and_is_worked_by_keyboard(page):
    event = meetup()
    rows = everything(event)
    sign_in(page, make_member())
    faults = []
    for path in (settings_of(event), admin_desk(event), f"{admin_desk(event)}?question={rows[1].pk}"):
        for address, size, scheme in ((path, TABLET, "light"), (f"/en{path}", PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            faults += [f"{address} {scheme}: {fault}" for fault in accessibility_faults(page)]
    assert faults == []
    page.goto(admin_desk(event))
    page.locator(f"#done-{rows[3].pk}").focus()
    page.keyboard.press("Enter")
    page.locator(f"#more-{rows[3].pk}", has_text="Schriftlich").wait_for()
    assert fresh(rows[3]).state == "answered"
