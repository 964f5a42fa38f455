"""In a real browser without JavaScript: get a certificate and verify it, give feedback, find one's group; with axe."""

import datetime as dt

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import make_item, make_member
from civicevents.testing_browser import accessibility_faults, accessibility_faults_everywhere, sign_in
from participation.actions import feedback as feedback_actions
from participation.models import FeedbackQuestion, FeedbackSettings
from participation.tests.test_feedback import answers, past, people
from registrations.actions.networking import agree, draw_rounds
from registrations.models import NetworkingGroup
from registrations.tests.test_certificates import attended, past_event
from registrations.tests.test_networking import people as networkers
from registrations.tests.test_networking import running

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def plain(chromium, live_server, settings):
    """A page without JavaScript."""
    settings.BASE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def test_a_certificate_is_downloaded_and_verified_by_somebody_else(plain, page, tmp_path):
    event = past_event()
    make_item(event, "Datenpflege im Kreis", starts_at=event.starts_at)
    anna = attended(event, "Zoë Müller-Łuczak")
    plain.goto(f"/registrations/{anna.token}/")
    with plain.expect_download() as download:
        plain.get_by_role("button", name="Bescheinigung herunterladen (PDF)").click()
    download.value.save_as(tmp_path / "file.pdf")
    with pikepdf.open(tmp_path / "file.pdf") as pdf:
        link = next(each.A.URI for each in pdf.pages[0].Annots)
    plain.goto(str(link))  # what the QR code holds, too
    assert plain.locator("[name=code]").input_value().count("-") == 5
    plain.get_by_label("Name auf der Bescheinigung").fill("zoe muller łuczak")
    plain.get_by_role("button", name="Prüfen").click()
    assert "Diese Bescheinigung ist echt" in plain.locator("main").inner_text()
    assert "Datenpflege im Kreis" in plain.locator("main").inner_text()
    page.goto(str(link))
    for name, said in (("Zoë Müller-Łuczak", "ist echt"), ("Falsch", "gehören nicht zusammen")):
        page.locator("[name=name]").fill(name)
        page.locator("form button").last.click()
        page.get_by_text(said).first.wait_for()
        assert not accessibility_faults(page)
        page.goto(str(link))
    assert not accessibility_faults_everywhere(page, f"/registrations/{anna.token}/")
    assert not accessibility_faults_everywhere(page, "/certificates/check/")


def test_feedback_is_given_and_published(plain, page):
    event = past(takes_guests=True)
    *five, anna = people(event, 6)
    for each in five:
        feedback_actions.give(registration=each, answers=answers(text="Danke!"), now=timezone.now())
    own = f"/registrations/{anna.token}/"
    assert not accessibility_faults_everywhere(page, f"{own}feedback/")
    plain.goto(own)
    plain.get_by_role("link", name="Rückmeldung geben").click()
    plain.get_by_role("button", name="Rückmeldung absenden").click()
    assert "Beantworten Sie mindestens eine der Fragen." in plain.locator("main").inner_text()
    plain.get_by_label("5 (sehr gut)").check()
    plain.get_by_label(FeedbackQuestion.objects.get(kind="text").text).fill("Mehr Kaffee")
    plain.get_by_role("button", name="Rückmeldung absenden").click()
    assert plain.locator("h1").inner_text() == "Danke für Ihre Rückmeldung"
    assert not accessibility_faults_everywhere(page, f"{own}feedback/")
    page.goto(f"/feedback/{FeedbackSettings.objects.get().token}/")
    assert not accessibility_faults(page)
    sign_in(page, make_member(role=Role.EDITOR))
    answered = f"/admin/participation/eventfeedback/{event.pk}/results/"
    page.goto(answered)
    assert not accessibility_faults(page)
    page.get_by_label("Was Sie daraus machen").fill("Nächstes Mal mit mehr Kaffee.")
    page.get_by_role("button", name="Veröffentlichen").click()
    plain.goto(event.get_absolute_url())
    assert "Nächstes Mal mit mehr Kaffee." in plain.locator("main").inner_text()
    assert plain.locator(".bars").count() == 2
    assert not accessibility_faults_everywhere(page, event.get_absolute_url())
    page.goto(f"/admin/participation/eventfeedback/{event.pk}/change/")
    assert not accessibility_faults(page)


def test_one_finds_ones_group(plain, page):
    event = running()
    *_others, anna = networkers(event, 6)
    agree(registration=anna, takes_part=False, shows_name=False, now=timezone.now())
    own = f"/registrations/{anna.token}/"
    plain.goto(own)
    plain.get_by_label("Teilen Sie mich einer kleinen Gruppe zu").check()
    plain.locator("#networking ~ form button").click()
    assert "Sie machen bei den Kennenlernrunden mit." in plain.locator("main").inner_text()
    now = timezone.now()
    draw_rounds(event=event, rounds=1, size=3, seed=4, shown_from=now - HOUR, now=now)
    NetworkingGroup.objects.update(place="Tisch 7", link="https://meet.example/gruppe")
    plain.goto(own)
    words = plain.locator(".own__group").inner_text()
    assert "Tisch 7" in words and "Person 0" in words
    assert not accessibility_faults_everywhere(page, own)
    sign_in(page, make_member(role=Role.EDITOR))
    base = f"/admin/registrations/signup/{event.pk}"
    made = event.networking_rounds.get()
    for path in (f"{base}/networking/", f"{base}/networking-round/?round={made.pk}"):
        page.goto(path)
        assert not accessibility_faults(page)
    plain.get_by_label("Teilen Sie mich einer kleinen Gruppe zu").uncheck()
    plain.locator("#networking ~ form button").click()
    assert plain.locator(".own__group").count() == 0
