import email
from email import policy

import pytest

from outbox.delivery import deliver_due
from outbox.mails import Attachment, Calendar, Mail, as_typed, compose, mail
from outbox.markdown import render
from outbox.models import Message
from outbox.tests.cast import NOW, owe

pytestmark = pytest.mark.django_db
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
TEMPLATE = """{% extends "mail/base.txt" %}{% load mail %}{% block body %}Website {{ name|typed }},

please confirm.
{% button url %}Confirm{% endbutton %}
{% organiser_text text html_text %}

{{ answer|typed_lines }}
{% endblock %}{% block why %}Because you asked.{% endblock %}"""


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "mail/tests").mkdir(parents=True)
    (tmp_path / "mail/tests/composed.txt").write_text(TEMPLATE)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]


@mail("tests.composed")
def composed(message, now):
    values = message.parameters | {"html_text": render(message.parameters["text"])}
    return compose(message, subject="🎉 " + values["name"], context=values)


@mail("tests.whole")
def whole(message, now):
    return Mail(
        subject="Invitation",
        text="Text",
        html="<p>Text</p>",
        reply_to="host@example.org",
        calendar=Calendar(ICS, "REQUEST"),
        attachments=(Attachment("me.json", b"{}", "application/json"),),
        unsubscribe="https://portal.example/stop/",
        headers={"X-Note": "one\r\nBcc: spy@example.org"},
    )


def sent(mailoutbox):
    return email.message_from_bytes(mailoutbox[-1].message().as_bytes(), policy=policy.default)


def send_composed(mailoutbox, **values):
    values = {
        "name": "Anna",
        "url": "https://portal.example/x/",
        "text": "**Bring** a `lamp`",
        "answer": "a\nb",
    } | values
    owe(kind="tests.composed", parameters=values, language="en")
    deliver_due(now=NOW)
    message = sent(mailoutbox)
    return message, message.get_body(["plain"]).get_content(), message.get_body(["html"]).get_content()


def test_text_and_html_say_the_same(templates, mailoutbox):
    _, text, html = send_composed(mailoutbox)
    assert "Website Anna,\n\nplease confirm.\n\nConfirm:\nhttps://portal.example/x/\n\n**Bring** a `lamp`" in text
    assert "> a\n> b\n\n--\n\nBecause you asked." in text
    assert '<html lang="en">' in html and "<strong>Bring</strong> a <code>lamp</code>" in html
    assert 'href="https://portal.example/x/"' in html and ">https://portal.example/x/</span>" in html
    assert "<p" not in html.split("<strong>")[0].rsplit("<p>", 1)[1]


def test_an_emoji_in_the_subject_survives(templates, mailoutbox):
    assert send_composed(mailoutbox)[0]["Subject"] == "🎉 Anna"


def test_what_somebody_typed_is_neither_markup_nor_link_nor_template(templates, mailoutbox):
    name = "<a href=//evil.example>x</a> {{ url }} https://evil.example/?a=b bad@evil.example"
    _, text, html = send_composed(mailoutbox, name=name, answer="1\n\n<b>2</b>\n\nhttp://evil.example")
    for body in (text, html.split("<body")[1]):
        assert "evil.example" not in body and "://evil" not in body
        assert "{{ url }}" in body
    assert "<a href=//" not in html and "<b>" not in html
    assert html.count("<a ") == 2  # the button and the portal's own address


def test_the_mail_speaks_the_recipients_language(templates, mailoutbox, settings):
    settings.LANGUAGE_CODE = "en"
    message = owe(kind="tests.composed", parameters={"name": "", "url": "", "text": "", "answer": ""}, language="de")
    deliver_due(now=NOW)
    assert sent(mailoutbox)["Content-Language"] == message.language == "de"
    assert '<html lang="de">' in sent(mailoutbox).get_body(["html"]).get_content()


def test_a_line_break_in_a_subject_makes_no_header(mailoutbox):
    owe(parameters={"subject": "Hello\r\nBcc: spy@example.org\u2028\x01!"})
    deliver_due(now=NOW)
    assert sent(mailoutbox)["Subject"] == "Hello Bcc: spy@example.org !"
    assert sent(mailoutbox)["Bcc"] is None


def test_a_line_break_in_a_recipient_fails_that_mail_only(mailoutbox):
    owe("anna@example.org\nBcc: spy@example.org")
    owe("b@example.org")
    deliver_due(now=NOW)
    assert [mail.to for mail in mailoutbox] == [["b@example.org"]]
    assert "newline" in Message.objects.earliest("pk").error


def test_headers_calendar_and_attachments_arrive(mailoutbox):
    owe(kind="tests.whole")
    deliver_due(now=NOW)
    message = sent(mailoutbox)
    assert message["Reply-To"] == "host@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://portal.example/stop/>"
    assert message["X-Note"] == "one Bcc: spy@example.org" and message["Bcc"] is None
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_content().splitlines() == ICS.decode().splitlines()
    assert parts["application/ics"].get_filename() == "event.ics"
    assert parts["application/ics"].get_content() == ICS
    assert parts["application/json"].get_filename() == "me.json"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Anna Meier", "Anna Meier"),
        ("Dr. Ö. Müller", "Dr. Ö. Müller"),
        ("two\nlines", "two lines"),
        ("www.evil.example", "www.\u2060evil.\u2060example"),
        ("https://evil", "https:\u2060//evil"),
    ],
)
def test_no_mail_app_makes_a_link_of_what_was_typed(typed, shown):
    assert as_typed(typed) == shown
