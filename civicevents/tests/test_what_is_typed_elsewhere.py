"""What somebody typed on paper, in pictures and charts, in rows that few pages show; and when there is far too much."""

import datetime as dt
import io

import pikepdf
import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from accounts.models import Role
from civicevents.testing import (
    make_appearance,
    make_board,
    make_call,
    make_co_host,
    make_event,
    make_idea,
    make_item,
    make_member,
    make_organisation,
    make_past,
    make_platform,
    make_published,
    make_ticket_type,
    make_venue,
    register,
)
from civicevents.testing_hostile import HARMLESS, PAYLOADS, STARTS, fill_everything
from civicevents.tests.test_what_is_typed import DAY, NOW, SECONDS, compare_pages, timed
from events.models import Series
from outbox.markdown import MAX_LENGTH, render
from participation.actions import take_part
from participation.models import (
    CommentSettings,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackSettings,
    QuestionSettings,
)
from registrations.actions import check_in, invite
from registrations.actions.networking import agree, draw_rounds
from registrations.models import (
    CertificateEdition,
    CertificateSettings,
    InvitedGuest,
    NetworkingGroup,
    NetworkingSettings,
    Question,
    Registration,
)
from registrations.tests.test_certificates import structure

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


# Charts


def charted(event, texts):
    """What was counted: labels and options are texts, too."""
    scale, several, text = FeedbackQuestion.objects.filter(event=event).order_by("pk")
    by = {each: 3 + number for number, each in enumerate(texts[:60])}
    numbers = {str(each.pk): {"given": 9, "by": by} for each in (scale, several)}
    FeedbackBox.objects.update_or_create(
        event=event, defaults={"answers": 9, "numbers": numbers, "texts": {str(text.pk): sorted(texts[:60])}}
    )
    rows = [[each, 3, 50] for each in texts[:60]]
    published = {"answers": 9, "charts": [{"heading": each, "rows": rows, "total": 9} for each in texts[:60]]}
    FeedbackSettings.objects.update(published=published, published_at=NOW)


def test_what_is_charted_gains_nothing(client):
    """Answers to questions of sign-up and feedback, and the organisation's numbers."""
    event = make_past(starts_at=NOW - 2 * DAY, publish_at=NOW - 9 * DAY)
    type(event.organisation).objects.update(shows_numbers=True)
    question = Question.objects.create(event=event, text="Essen?", kind="choice", options="\n".join(PAYLOADS))
    kind = make_ticket_type(event)
    for name, answer in zip("ABC", question.choices[:3], strict=True):
        register(kind, f"{name} Muster", now=NOW - 3 * DAY, answers={question.pk: answer})
    FeedbackSettings.objects.create(event=event, is_on=True, takes_guests=True, introduction="Wie war es?")
    for number, asked in enumerate(("scale", "several", "text")):
        FeedbackQuestion.objects.create(event=event, kind=asked, text=f"Frage {number}", options="eins\nzwei")
    client.force_login(make_member(role=Role.MANAGER))
    urls = [event.get_absolute_url(), event.organisation.get_absolute_url()]
    urls += [reverse("registration_feedback", args=[Registration.objects.first().token])]
    urls += [reverse("feedback", args=[FeedbackSettings.objects.get().token])]
    urls += [reverse("admin:registrations_signup_numbers", args=[event.pk])]
    urls += [reverse("admin:participation_eventfeedback_change", args=[event.pk])]
    urls = [prefix + url for url in urls for prefix in ("", "/en")]
    compare_pages(client, urls, also=lambda texts: charted(event, texts))


# Paper and pictures


def test_a_certificate_holds_no_action_and_leads_nowhere_else(client):
    event = make_past(
        starts_at=NOW - 2 * DAY, publish_at=NOW - 9 * DAY, venue=make_venue(), attendance_mode="in_person"
    )
    make_co_host(event)
    for number in range(3):
        make_item(event, f"Punkt {number}", starts_at=event.starts_at + number * dt.timedelta(minutes=9))
    CertificateSettings.objects.create(event=event, is_on=True, signer="Ida Amt", function="Leiterin")
    anna = register(make_ticket_type(event), now=NOW - 3 * DAY)
    check_in(registration=anna, now=event.starts_at)
    address = reverse("registration_certificate", args=[anna.token])
    made = []
    for texts, start in ((HARMLESS, 0), *((PAYLOADS, start) for start in STARTS)):
        fill_everything(start, texts)
        CertificateEdition.objects.all().delete()
        Registration.objects.update(name=f"Anna {texts[start]}"[:150] if texts is HARMLESS else f"Anna {NAMES[start]}")
        answer, seconds = timed(client.post, address)
        assert (answer.status_code, seconds < SECONDS) == (200, True), (start, seconds, answer.content[-2000:])
        made.append(answer.content)
    before, *after = ([*parts_of(pdf)] for pdf in made)
    for found in after:
        assert set(found) == set(before)
        assert found.count("/Link") == before.count("/Link")


NAMES = {start: '#link("//pwned.example")[x] <pwned> $x$ \\input{x} =1+1 {{7*7}} @pwned'[start:] for start in STARTS}


def parts_of(pdf):
    """Kinds of the structure, of actions, and where they lead."""
    for forbidden in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/GoToR", b"pwned.example/"):
        assert forbidden not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield from structure(document.Root.StructTreeRoot.K)
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/URI" in thing:
                assert str(thing.URI).startswith(settings.BASE_URL)
                yield "/URI"


def test_a_name_that_cannot_be_printed_is_refused_with_a_sentence(client):
    event = make_past(starts_at=NOW - 2 * DAY, publish_at=NOW - 9 * DAY)
    CertificateSettings.objects.create(event=event, is_on=True)
    anna = register(make_ticket_type(event), now=NOW - 3 * DAY)
    check_in(registration=anna, now=event.starts_at)
    for payload in PAYLOADS[::9]:
        Registration.objects.update(name=payload[:150])
        assert client.post(reverse("registration_certificate", args=[anna.token])).status_code in (200, 409)


def test_the_picture_for_links_is_drawn_whatever_the_title(client):
    event = make_published(starts_at=NOW + DAY, publish_at=NOW - DAY, platform=make_platform())
    for title in PAYLOADS:
        type(event).objects.update(title=title[:200], subtitle=title[:200])
        cache.clear()
        answer, seconds = timed(client.get, reverse("event_share_picture", args=[event.slug]))
        assert answer.status_code == 200 and seconds < SECONDS, (title, seconds)
        picture = Image.open(io.BytesIO(b"".join(answer)))
        assert picture.size == (1200, 630) and not picture.info.get("Comment")


# Rows that few pages show


def test_invited_guests_and_networking_groups_gain_nothing(client):
    event = make_published(starts_at=NOW + HOUR, publish_at=NOW - DAY)
    kind = make_ticket_type(event)
    NetworkingSettings.objects.create(event=event, is_on=True, introduction="Zu dritt.")
    for name in ("Anna", "Ben", "Cem"):
        agree(registration=register(kind, name, now=NOW), takes_part=True, shows_name=True, now=NOW)
    draw_rounds(event=event, rounds=1, size=3, shown_from=NOW - HOUR, seed=7, now=NOW)
    NetworkingGroup.objects.update(link="https://meet.example/1", passcode="1234", place="Tisch", notes="Da.")
    invite(ticket_type=kind, guests=[("Dora", "dora@example.org")], by=None, now=NOW)
    client.force_login(make_member(role=Role.MANAGER))
    token = InvitedGuest.objects.get().token
    urls = [reverse("guest_invitation", args=[token])]
    urls += [reverse("registration", args=[each.token]) for each in Registration.objects.all()]
    urls += [reverse(f"admin:registrations_signup_{name}", args=[event.pk]) for name in ("invite", "networking")]
    compare_pages(client, [prefix + url for url in urls for prefix in ("", "/en")])


# Far too much: what a parser of Markdown, addresses, names or dates might choke on


def long(text):
    return text * (100_000 // len(text))


REPEATED = [
    "[", "![", "`", "` x", "*a ", "**a_", ">", "> - ", "[a](", "[a](<", "<a ", "&#", "|a|b\n|-|-\n", "a\n", "\\", "~~a",
    "[a]: b\n", "- ", "1. ", "\n", "\r\n", " ", "(", "'\"", "<!--", "a@b.", "@", "https://a.b/", "A", "{{", "{% ", "%s",
    "\t", "\u0301", "\u202e", "\0", "9", "18:00 x\n", "# a\n", "\U0001f469\u200d", "=1+1;",
]  # fmt: skip
DEEPER = ["\n".join(mark * depth + end for depth in range(440)) for mark, end in ((">", " a"), ("  ", "- a"))]
FLOODS = [long(text) for text in REPEATED] + DEEPER


def forms():
    """Addresses of forms that a stranger may send, with the fields that take text."""
    event = make_published(starts_at=NOW + DAY, publish_at=NOW - DAY)
    kind = make_ticket_type(event)
    question = Question.objects.create(event=event, text="Essen?", kind="text")
    anna = register(kind, now=NOW)
    QuestionSettings.objects.create(event=event, who="everyone")
    CommentSettings.objects.create(event=event, takes_comments=True)
    make_call(event=event)
    idea = make_idea(board=make_board())
    voice = take_part(event=event, client="", now=NOW)
    yield reverse("register", args=[event.slug]), f"name email question_{question.pk}"
    yield reverse("registration_change", args=[anna.token]), f"name phone question_{question.pk}"
    yield reverse("my_registrations"), "email"
    yield reverse("certificate_check"), "code name"
    yield reverse("comment", args=[event.slug]), "text name email"
    yield reverse("propose", args=[event.slug]), "title abstract name function email note"
    yield reverse("propose_idea", args=[idea.board.slug]), "title summary place people name email"
    yield reverse("argue", args=[idea.slug]), "text url name email"
    yield reverse("voice", args=[voice.token]), "text name"
    yield reverse("report", args=["idea", idea.pk]), "reason"
    yield reverse("contributions"), "email"
    yield "/follow/", "email rhythm"
    yield "/accounts/login/", "login password"
    yield "/accounts/password/reset/", "email"


def test_a_stranger_who_sends_100_kb_is_answered_at_once(client):
    for path, fields in forms():
        for flood in FLOODS:
            for text in (flood, flood[:4900], flood[:140]):  # too much, and as much as is taken
                answer, seconds = timed(client.post, path, dict.fromkeys(fields.split(), text))
                assert answer.status_code < 500 and seconds < SECONDS, (path, text[:20], len(text), seconds)
    for flood in FLOODS:
        for path in ("/events/", "/api/v1/events/", "/events/calendar.ics", "/speakers/"):
            answer, seconds = timed(client.get, path, {"q": flood})
            assert answer.status_code < 500 and seconds < SECONDS, (path, flood[:20], seconds)


def test_an_organiser_who_pastes_100_kb_is_answered_at_once(client):
    """The largest text that is taken is rendered in time, too; above, it is refused with a sentence."""
    client.force_login(make_member(role=Role.MANAGER))
    event = make_event(platform=make_platform())
    make_appearance(event)
    series = {"organisation": make_organisation().pk, "language": "de", "title": "Reihe"}
    for flood in FLOODS:
        for text in (flood, flood[:MAX_LENGTH]):
            for path, data in (
                (reverse("admin:events_event_markdown"), {"field": "x", "x": text}),
                (reverse("admin:events_event_agenda", args=[event.pk]), {"text": text}),
                (reverse("admin:events_series_add"), series | {"description": text, "summary": text[:500]}),
            ):
                answer, seconds = timed(client.post, path, data)
                assert answer.status_code < 500 and seconds < SECONDS, (path, text[:20], len(text), seconds)
    assert Series.objects.filter(description__startswith="[[[").exists()


def test_a_small_table_does_not_become_a_huge_one():
    """By the parser's own limit 20 kB became 65,000 cells."""
    text = ("|" + "a|" * 70 + "\n|" + "-|" * 70 + "\n" + "a\n" * 9999)[:MAX_LENGTH]
    html, seconds = timed(render, text)
    assert len(html) < 5 * MAX_LENGTH and seconds < SECONDS
