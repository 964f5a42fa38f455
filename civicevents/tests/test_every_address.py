"""Every address of the portal: what may be kept by whom, no cookie for visitors, one policy without exceptions."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.models import LegalPage, Role
from civicevents.testing import (
    make_appearance,
    make_co_host,
    make_contributor,
    make_idea,
    make_member,
    make_organisation,
    make_platform,
    make_point,
    make_programme,
    make_published,
    make_series,
    make_ticket_type,
    make_topic,
    make_venue,
    register,
)
from events import machine_urls
from events.preview import preview_address
from participation.actions import take_part
from participation.actions.ideas import keep_version
from participation.models import CommentSettings, FeedbackSettings, QuestionSettings
from participation.wall import Wall
from registrations.actions import invite
from registrations.door import Door
from registrations.models import InvitedGuest, StagePage

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# What machines read exists once, not once per language.
MACHINES = {"sitemap", "robots", "security_txt", *(p.name for p in machine_urls.urlpatterns if p.name)}
PUBLIC = MACHINES | {
    "home", "open_data", "subscribe", "embed", "event_list", "event_month", "event", "event_plain", "series",
    "programme", "organisation", "topic", "speaker_list", "speaker", "board", "idea_list",
    "idea", "idea_versions", "questions", "questions_news", "register",
    "comments", "register_sent", *LegalPage.Kind.values,
    *(f"organisation_{kind}" for kind in LegalPage.Kind.values),
}  # fmt: skip
FRAMED = {"embed_events"}  # what other hosts may show in a frame, and nothing else
FILES = {"picture", "logo", "material"}  # their own rules: test_files.py


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def addresses(resolver=None, before="", namespace=""):
    """(name, template of the path with {parameter}) of every named address, once per language."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name and "^" not in path:
                yield namespace + pattern.name, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        else:
            yield from addresses(pattern, path, f"{pattern.namespace}:" if pattern.namespace else namespace)


@pytest.fixture
def here():
    """Parameters of addresses that lead somewhere, by the start of the address."""
    now = timezone.now()
    event = make_published(
        starts_at=now + 21 * DAY,
        publish_at=now - DAY,
        series=make_series(),
        platform=make_platform(),
        plain_title="Treffen",
        plain_summary="Wir treffen uns.",
    )
    make_co_host(event)
    programme, topic = make_programme(), make_topic()
    event.programmes.add(programme)
    event.topics.add(topic)
    appearance, kind = make_appearance(event), make_ticket_type(event)
    anna = register(kind, "Anna", now=now)
    invite(ticket_type=kind, guests=[("Ben", "ben@example.org")], by=None, now=now)
    on_stage = make_published(starts_at=now + 30 * DAY, attendance_mode="in_person", venue=make_venue())
    open_data = {
        "events": event, "series": event.series, "organisations": event.organisation, "programmes": programme,
        "topics": topic, "speakers": appearance.speaker, "venues": on_stage.venue,
    }  # fmt: skip
    QuestionSettings.objects.create(event=event, who="everyone")
    CommentSettings.objects.create(event=event, takes_comments=True)
    feedback = FeedbackSettings.objects.create(event=event, is_on=True, takes_guests=True)
    event = type(event).objects.get(pk=event.pk)
    idea, levi = make_idea(), make_contributor()
    keep_version(idea=idea, by=None, now=now)
    return {
        "events/month/": {"year": "2026", "month": "11"},
        "events/": {"slug": event.slug, "outcome": "waiting"},
        "series/": {"slug": event.series.slug},
        "programmes/": {"slug": programme.slug},
        "organisations/": {"slug": make_organisation().slug},
        "topics/": {"slug": topic.slug},
        "speakers/": {"slug": appearance.speaker.slug},
        "registrations/invitations/": {"token": InvitedGuest.objects.get().token},
        "registrations/": {"token": anna.token},
        "voices/": {"token": take_part(event=event, client="", now=now).token},
        "contributions/{token}/ideas/": {"token": levi.token, "slug": idea.slug},
        "contributions/{token}/boards/": {"token": levi.token, "slug": idea.board.slug},
        "ideas/": {"slug": idea.slug, "number": make_point(idea).pk},
        "boards/": {"slug": idea.board.slug},
        "contributions/": {"token": levi.token, "slug": event.slug},
        "feedback/": {"token": feedback.token},
        "wall/": {"token": Wall(event).token},
        "door/code/": {"code": anna.door_code},
        "door/": {"token": Door(event).token},
        "stage/": {"token": StagePage.of(appearance).token},
        **{f"api/v1/{name}/": {"number": row.pk} for name, row in open_data.items()},
        "preview/": {"token": preview_address(event).rstrip("/").rpartition("/")[2]},
        "admin/": {"pk": event.pk, "object_id": event.pk, "app_label": "events", "url": "x"},
    }


def filled_in(path, here):
    start = next((start for start in here if path.startswith(start)), None)
    values = here.get(start, {})
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], "x")), path)


def walk(client, here, method="get"):
    for name, path in addresses():
        for prefix in ("/", "/en/"):
            if prefix == "/en/" and (name in MACHINES | FILES or name == "health"):
                continue
            url = prefix + filled_in(path, here)
            yield name, url, getattr(client, method)(url)


def rules_of(answer):
    return {rule.strip() for rule in answer.headers["Cache-Control"].split(",")}


def check(name, url, answer):
    where = f"{url} ({name}) answers {answer.status_code}"
    assert answer.status_code < 500 or name == "health", where
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy.split("; "), where
    framing = "frame-ancestors *" if name in FRAMED and answer.status_code == 200 else "frame-ancestors 'none'"
    assert framing in policy.split("; "), where
    assert answer.headers.get("X-Frame-Options") == (None if framing.endswith("*") else "DENY"), where
    assert not re.search("unsafe|http|data:|nonce|[*]", policy.replace("frame-ancestors *", "")), where
    if name in PUBLIC and answer.status_code == 200:
        assert not {"private", "no-store"} & rules_of(answer), where
    elif name not in FILES and name not in PUBLIC and name != "admin:jsi18n":
        assert {"private", "no-store"} <= rules_of(answer), where
    if name in PUBLIC:
        assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", ""), where


def test_every_public_address_is_known_and_answers(client, here):
    found = {name: answer.status_code for name, _url, answer in walk(client, here) if name in PUBLIC}
    assert found.keys() == PUBLIC
    assert {name for name, status in found.items() if status != 200} <= {"security_txt"}


def test_a_visitor_gets_no_cookie_and_nobody_keeps_what_is_not_public(client, here):
    walked = 0
    for name, url, answer in walk(client, here):
        check(name, url, answer)
        if not url.removeprefix("/en").startswith(("/accounts/", "/admin/")):
            assert not answer.cookies, url
        walked += 1
    assert walked > 200


def test_a_public_page_is_the_same_for_a_member_and_the_workplace_is_kept_nowhere(client, here):
    client.force_login(make_member(role=Role.MANAGER))
    for name, url, answer in walk(client, here):
        check(name, url, answer)


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "patch"])
def test_other_methods_never_fail_and_set_no_cookie(client, here, method):
    for name, url, answer in walk(client, here, method):
        if name.startswith(("admin:", "account_", "mfa_")):
            continue
        assert answer.status_code < 500 or name == "health", url
        assert not answer.cookies, url
        if name in PUBLIC and method in ("put", "delete", "patch"):
            assert answer.status_code == 405, url
