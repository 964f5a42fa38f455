"""Every mail in every state and both languages, by what it says."""

import html
import re
import tomllib
from pathlib import Path

import pytest

from outbox.mails import KINDS, Mail, render
from registrations.models import Registration
from registrations.tests import stories as s
from registrations.tests.cases import STORIES

pytestmark = pytest.mark.django_db

# How a mail says where somebody stands: "seat", "line" or "open" (not decided yet), in German and in English.
STATES = {
    "seat": (
        r"Sie haben einen Platz|[Ii]hr Platz (ist (bestätigt|weiter|reserviert)|bleibt Ihnen)|es ist Ihrer",
        r"[Yy]ou have a seat|[Yy]our seat is (kept|confirmed)|it is yours\.|You keep your seat",
    ),
    "line": (
        r"stehen (weiterhin )?auf der Warteliste|Platz auf der Warteliste bleibt",
        r"are (still )?on the waiting list|keep your place on",
    ),
    "open": (r"noch nicht entschieden|sehen sich jede an", r"not decided yet|look at each one"),
}
LANGUAGES = ("de", "en")
TITLE = {"de": "Offene Daten im Alltag", "en": "Everyday open data"}
DATES = {"de": ("Do 12.11., 18:00", "Do 10.12., 19:00"), "en": ("Thu 12 Nov, 18:00", "Thu 10 Dec, 19:00")}
DELETED = {
    "de": "Am Samstag, 12. Dezember 2026 werden Ihre Daten gelöscht.",
    "en": "Your details are deleted on Saturday, 12 December 2026.",
}
CASES = tomllib.loads((Path(__file__).parent / "data/mails.toml").read_text())
# Those have no date in the subject: it does not hold, or does not matter.
WITHOUT_DATE = ("postponed", "invitation_changed, postponed", "organisers_message", "thank_you")


def plain(text):
    """Words only: no invisible joiners, no line breaks, no markup of Markdown."""
    return " ".join(text.replace("\u2060", "").replace("\N{NO-BREAK SPACE}", " ").replace("**", "").split())


def words_of(page):
    """What a browser shows of the HTML, as words."""
    body = re.sub(r"<head>.*</head>", "", page, flags=re.S)
    return plain(html.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_mail_says_what_is_true_and_nothing_else(name, language):
    case, index = CASES[name], LANGUAGES.index(language)
    message, now = STORIES[name](language)
    mail = render(message, now=now)
    assert isinstance(mail, Mail), mail
    text = plain(mail.text)

    subject = plain(mail.subject)
    assert subject.startswith(case["subject"][index]) and subject.endswith(TITLE[language])
    assert any(date in subject for date in DATES[language]) != name.startswith(WITHOUT_DATE)
    assert case["says"][index] in text and case["says"][index] in words_of(mail.html)
    told = {state for state, phrases in STATES.items() if re.search(phrases[index], text)}
    assert told == ({case["tells"]} if "tells" in case else set())
    assert re.search("Wann: |When: ", text) and "Amt für Dienstwege" in text
    assert name == "confirm_address" or re.search(r"Am \w+, .* gelöscht|deleted on \w+, ", text)

    assert_links(mail, language, case.get("leads", []))
    assert (mail.calendar.method if mail.calendar else None) == case.get("calendar")
    assert mail.reply_to == "host@example.org"
    assert mail.html.startswith(f'<!doctype html>\n<html lang="{language}">')
    everything = mail.subject + mail.text + mail.html + (mail.calendar.content.decode() if mail.calendar else "")
    for secret in (s.SECRET, s.OTHER, "meet.example", "Geht niemanden"):
        assert secret not in everything


def test_every_kind_of_mail_has_its_case():
    """Those without: a list of links, tested below; mails to people on stage and to staff, tested beside this."""
    kinds = {name.partition(",")[0] for name in CASES}
    others = {
        "all_my_links",
        "calendar_link",
        "stage_link",
        "stage_changed",
        "stage_corrected",
        "over_capacity",
    }
    assert kinds | others == {kind.partition(".")[2] for kind in KINDS if kind.startswith("registrations.")}


def assert_links(mail, language, leads):
    """The same addresses in text and HTML, all of this portal and language; the own ones where they belong."""
    anna = Registration.objects.filter(name__startswith="Anna").first()
    base = "http://testserver/en/" if language == "en" else "http://testserver/"
    addresses = set(re.findall(r"https?://[^\s\"<>]+", mail.text))
    in_html = {html.unescape(found) for found in re.findall(r'href="([^"]+)"', mail.html)}
    assert addresses == in_html
    assert all(address == "http://testserver" or address.startswith(base) for address in addresses)
    page = f"{base}registrations/{anna.token}/" if anna else None
    assert (page in addresses) == ("own" in leads)
    assert (f"{page}cancel/" in addresses) == ("cancel" in leads)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deletion_day_is_in_every_confirmation(language):
    message, now = s.registered(language)
    assert DELETED[language] in plain(render(message, now=now).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_links_of_an_address_are_in_one_mail_and_nobody_elses(language):
    message, now = s.all_my_links(language)
    mail = render(message, now=now)
    tokens = {anna.token for anna in Registration.objects.filter(name="Anna Muster")}
    assert len(tokens) == 2 and all(f"/registrations/{token}/" in mail.text for token in tokens)
    other = Registration.objects.get(name=s.OTHER)
    assert other.token not in mail.text + mail.html and s.OTHER not in mail.text
    for state in ("line", "seat"):
        assert re.search(STATES[state][LANGUAGES.index(language)], plain(mail.text))
    assert mail.subject == {"de": "Ihre Anmeldungen", "en": "Your sign-ups"}[language]


def test_html_says_what_the_text_says():
    message, now = s.registered("de")
    mail = render(message, now=now)
    text = [word for word in plain(mail.text).split() if "://" not in word and word != "--"]
    page = [word for word in words_of(mail.html).split() if "://" not in word]
    assert [word.rstrip(":") for word in text] == [word.rstrip(":") for word in page]
