"""What people typed is text in mails: no link, no markup, no header, no template. And what organisers add to them."""

import email
from email import policy

import icalendar
import pytest

from civicevents.testing import NOW, mails, register
from events.models import Event
from outbox.delivery import deliver_due
from outbox.mails import render
from registrations.models import MailParagraph, Registration
from registrations.tests import stories as s

pytestmark = pytest.mark.django_db
HOSTILE = [
    "Eve\r\nBcc: spy@evil.example",
    "{{ registration.token }} {% debug %} %(name)s",
    "<b>Eve</b><script>alert(1)</script>",
    "Gewinn: http://evil.example/?a=b www.evil.example",
    "Eve \u202egnp.exe\u2066",
    "Eve\n\nBestätigen:\nhttps://evil.example",
]


def sent(mailoutbox):
    return email.message_from_bytes(mailoutbox[-1].message().as_bytes(), policy=policy.default)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_name(name, mailoutbox):
    register(s.ticket_type(), name, email="eve@example.org")
    deliver_due(now=NOW)
    message = sent(mailoutbox)
    text = message.get_body(["plain"]).get_content()
    page = message.get_body(["html"]).get_content()
    greeting = text.splitlines()[0]
    assert greeting.startswith("Guten Tag ") and greeting.endswith(",")
    assert message["Bcc"] is None and "spy" not in message["Subject"]
    for body in (text, page):
        assert "://evil" not in body and "evil.example" not in body and "@evil" not in body
        assert "\u202e" not in body and "\u2066" not in body
    assert "<b>" not in page and "<script" not in page
    assert "{{" not in name or "{{ registration.token }} {% debug %} %(name)s" in text.replace("\u2060", "")
    assert text.count("https://") == 0 and page.count("<a ") == 3  # the own page, the way to cancel, the portal


@pytest.mark.parametrize("title", ["🦙 im Amt", "Fish & Chips <i>", "Zeile\r\nBcc: spy@evil.example", "{{ title }}"])
def test_a_title_is_a_title(title, mailoutbox):
    kind = s.ticket_type()
    Event.objects.update(title=title)
    register(kind, "Anna")
    deliver_due(now=NOW)
    message = sent(mailoutbox)
    shown = title.replace("\r\n", " ")
    assert message["Subject"].endswith(f" – {shown}") and message["Bcc"] is None
    assert f"Veranstaltung: {shown}\n" in message.get_body(["plain"]).get_content()
    assert "<i>" not in message.get_body(["html"]).get_content()
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    (entry,) = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert entry["SUMMARY"] == title.replace("\r\n", "\n")


def test_a_reason_for_cancelling_is_in_no_mail_but_the_organisers_reason_is_text():
    message, now = s.declined("de")

    Registration.objects.update(cancel_reason="<b>voll</b>\n\nhttps://ok.example")
    mail = render(message, now=now)
    assert "schreiben dazu: <b>voll</b> https://ok.example" in mail.text
    assert "&lt;b&gt;voll" in mail.html and 'href="https://ok.example"' not in mail.html


def test_a_paragraph_of_the_organisers_is_in_mails_of_its_kind_only():
    anna = s.sign_up("en")
    MailParagraph.objects.create(
        event=anna.event, kind="registered", text="Bring **warm** clothes. {{ registration.token }} %(name)s"
    )
    mail = render(mails(anna, "registered")[0], now=NOW)
    assert "Bring **warm** clothes. {{ registration.token }} %(name)s" in mail.text
    assert '<div lang="de"><p>Bring <strong>warm</strong> clothes.' in mail.html
    s.to_the_town_hall(anna.event, NOW)
    message, now = s.after("event_changed", s.moved, make=lambda language: anna)("en")
    assert "warm" not in render(message, now=now).text


def test_an_organisers_message_is_theirs_and_carries_no_calendar():
    message, now = s.organisers_message("en")
    mail = render(message, now=now)
    assert "Bitte **Laptop** mitbringen." in mail.text and mail.calendar is None
    assert '<div lang="de"><p>Bitte <strong>Laptop</strong> mitbringen.</p></div>' in mail.html
