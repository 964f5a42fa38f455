"""The page of a meetup: who may see it, and what it says."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.html import escape

from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_audience,
    make_co_host,
    make_event,
    make_item,
    make_link,
    make_organisation,
    make_partner,
    make_platform,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_topic,
    make_user,
    make_venue,
)
from events.actions import cancel, move, postpone, withdraw
from events.models import Availability, Event, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page_of(client, event, language="en"):
    prefix = "" if language == "de" else f"/{language}"
    response = client.get(f"{prefix}/events/{event.slug}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def text_of(html):
    html = re.sub(r"<footer.*?</footer>", " ", html, flags=re.DOTALL)
    html = re.sub(r"<(script|head|title).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def status(client, event):
    return client.get(f"/events/{event.slug}/").status_code


# Who may see it


def test_a_draft_is_not_there(client):
    assert status(client, make_event()) == 404


def test_a_scheduled_event_appears_at_its_hour(client):
    assert status(client, make_published(publish_at=NOW + dt.timedelta(minutes=1))) == 404
    assert status(client, make_published(publish_at=NOW)) == 200


@pytest.mark.parametrize("kept", [Status.POSTPONED, Status.CANCELLED])
def test_postponed_and_cancelled_events_stay(client, kept):
    assert status(client, make_published(status=kept)) == 200


def test_a_withdrawn_event_answers_410(client):
    event = make_published()
    withdraw(event=event, by=make_user(), now=NOW)
    response = client.get(f"/en/events/{event.slug}/")
    assert response.status_code == 410
    assert event.title not in response.content.decode()


def test_a_former_address_leads_on(client):
    event = make_published()
    old = event.slug
    event.slug = "neu"
    event.save()
    response = client.get(f"/en/events/{old}/?from=mail")
    assert (response.status_code, response.headers["Location"]) == (308, "/en/events/neu/?from=mail")


def test_a_former_address_of_a_withdrawn_event_answers_410_and_of_a_draft_404(client):
    event = make_published()
    old = event.slug
    event.slug = "neu"
    event.save()
    Event.objects.update(status=Status.DRAFT)
    assert client.get(f"/events/{old}/").status_code == 404
    Event.objects.update(status=Status.WITHDRAWN)
    assert client.get(f"/events/{old}/").status_code == 410


@pytest.mark.parametrize("slug", ["NEU", "Neu", "neu-", "unbekannt", "neu%00", "n" * 200])
def test_another_address_is_nobodys(client, slug):
    make_published(slug="neu")
    assert client.get(f"/events/{slug}/").status_code == 404


def test_an_unlisted_event_is_there_for_those_who_know_it_but_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in page_of(client, make_published(visibility="unlisted"))
    assert "noindex" not in page_of(client, make_published())


def test_the_page_sets_no_cookie_and_may_be_stored(client):
    response = client.get(f"/events/{make_published().slug}/")
    assert not response.cookies
    assert "no-store" not in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")


# How things stand


def test_a_cancelled_event_says_so_above_its_title_with_the_reason(client):
    event = make_published(external_signup_url="https://pretix.eu/x/")
    cancel(event=event, by=make_user(), now=NOW, reason="Die Referentin ist krank.")
    html = page_of(client, event)
    assert html.index("Die Referentin ist krank.") < html.index("<h1")
    assert "slip--past" in html
    assert "Sign up at" not in html


def test_a_postponed_event_has_no_date_to_go_by(client):
    event = make_published(starts_at=at("2026-11-12 18:00"))
    postpone(event=event, by=make_user(), now=NOW, reason="Das Haus ist gesperrt.")
    text = text_of(page_of(client, event))
    assert "Postponed" in text and "Das Haus ist gesperrt." in text
    assert "New date to follow" in text
    assert "It had been planned for Thursday, 12 November 2026." in text
    assert "18:00 to 20:00" not in text


def test_a_moved_event_says_when_it_was_before(client):
    event = make_published(starts_at=at("2026-11-12 18:00"))
    move(event=event, starts_at=at("2026-11-19 18:00"), by=make_user(), now=NOW)
    assert "It was Thu, 12 Nov 2026, 18:00 before." in text_of(page_of(client, event))


def test_a_running_event_says_what_is_on(client):
    event = make_published(starts_at=NOW - dt.timedelta(minutes=30))
    make_item(event, "Begrüßung", starts_at=NOW - dt.timedelta(minutes=30), position=1)
    make_item(event, "Diskussion", starts_at=NOW + dt.timedelta(minutes=30), position=2)
    html = page_of(client, event)
    assert "Happening now" in text_of(html)
    assert "Now: Begrüßung Then, at 12:30: Diskussion" in text_of(html)
    assert html.count('aria-current="time"') == 1


def test_an_event_that_is_over_is_grey_and_names_the_next_date_of_its_series(client):
    series = make_series()
    event = make_published(series=series, starts_at=at("2026-05-10 18:00"), external_signup_url="https://pretix.eu/x/")
    make_published(series=series, title="Die nächste Runde", starts_at=at("2026-12-10 18:00"))
    html = page_of(client, event)
    assert "slip--past" in html and "Over" in text_of(html)
    assert "The series goes on: Die nächste Runde" in text_of(html)
    assert "Sign up" not in html


def test_neighbouring_dates_are_those_before_and_after_of_the_same_series(client):
    series = make_series()
    for month in (7, 8, 9, 12):
        make_published(series=series, title=f"Runde {month}", starts_at=at(f"2026-{month:02}-10 18:00"))
    make_event(series=series, title="Entwurf", starts_at=at("2026-08-20 18:00"))
    make_published(title="Fremd", starts_at=at("2026-08-21 18:00"))
    text = text_of(page_of(client, Event.objects.get(title="Runde 8")))
    assert "Date before Runde 7" in text and "Date after Runde 9" in text
    assert "Runde 12" in text  # the next one from now on, in the slip
    assert "Entwurf" not in text and "Fremd" not in text


# Facts


def test_the_slip_holds_the_facts_of_an_online_event(client):
    platform = make_platform("Zoom", in_browser=True, phone_dial_in=False, note="Mikrofon bitte aus.")
    text = text_of(page_of(client, make_published(platform=platform), "de"))
    for fact in ("Donnerstag", "12.", "Nov", "2026", "18:00 bis 20:00 Uhr", "MEZ", "Online", "Zoom"):
        assert fact in text
    assert "Mikrofon bitte aus." in text


def test_times_are_shown_in_the_events_own_zone_with_its_name(client):
    event = make_published(time_zone="America/Chicago", starts_at=at("2026-11-12 18:00"))
    text = text_of(page_of(client, event))
    assert "11:00 to 13:00" in text and "Chicago" in text
    assert "18:00" not in text


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        ("2026-10-25 00:30+00:00", "2026-10-25 01:30+00:00", "02:30 summer time to 02:30 standard time"),
        ("2027-03-28 00:30+00:00", "2027-03-28 01:30+00:00", "01:30 to 03:30"),
    ],
)
def test_the_nights_of_the_clock_change_are_shown_rightly(client, starts, ends, shown):
    event = make_published(starts_at=dt.datetime.fromisoformat(starts), ends_at=dt.datetime.fromisoformat(ends))
    assert shown in text_of(page_of(client, event))


def test_a_place_has_address_room_accessibility_and_a_plain_link_to_the_map(client):
    venue = make_venue(
        "Stadthaus",
        "Ulm",
        street="Münsterplatz 50",
        postal_code="89073",
        latitude="48.39800",
        longitude="9.99100",
        wheelchair="full",
        hearing_loop=False,
        accessibility_note="Aufzug im Hof.",
    )
    event = make_published(attendance_mode="in_person", venue=venue, room="Saal 2", sign_language=True)
    html = page_of(client, event)
    for fact in ("Saal 2", "Münsterplatz 50", "89073 Ulm", "Fully wheelchair accessible", "No hearing loop"):
        assert fact in text_of(html)
    assert "With sign language" in text_of(html) and "Aufzug im Hof." in text_of(html)
    assert "https://www.openstreetmap.org/?mlat=48.39800&amp;mlon=9.99100#map=18/48.39800/9.99100" in html
    assert "<iframe" not in html


def test_a_place_without_a_position_is_searched_by_its_address():
    venue = make_venue("Stadthaus", "Ulm", street="Münsterplatz 50", postal_code="89073")
    assert venue.map_url.endswith("search?query=M%C3%BCnsterplatz+50%2C+89073+Ulm")


def test_what_nobody_said_about_accessibility_is_not_claimed(client):
    text = text_of(page_of(client, make_published(attendance_mode="in_person", venue=make_venue())))
    assert "Accessibility" not in text


def test_confidentiality_stands_there_with_its_meaning(client):
    text = text_of(page_of(client, make_published(confidentiality="chatham_house")))
    assert "Chatham House Rule What is said may be passed on, but not who said it" in text


def test_it_is_free_of_charge(client):
    assert "Kostenfrei" in text_of(page_of(client, make_published(), "de"))


def test_of_an_imported_event_nothing_is_claimed_and_its_source_is_named(client):
    event = make_published(
        source="rubyevents/rubyevents",
        source_id="x",
        source_url="https://example.org/ruby",
        source_licence="MIT",
        is_demo=True,
    )
    html = page_of(client, event)
    assert "Free of charge" not in text_of(html) and "may be quoted" not in html
    assert "Entered by Amt für Dienstwege" in text_of(html) and "Hosted by" not in html
    assert 'href="https://example.org/ruby"' in html
    assert "rubyevents/rubyevents (licence: MIT)" in text_of(html)
    assert "This event is made up" in html


def test_sign_up_elsewhere_names_the_other_host(client):
    html = page_of(client, make_published(external_signup_url="https://pretix.eu/innovationsbuero/"))
    assert "Sign up at pretix.eu" in text_of(html)


def test_without_an_availability_or_with_one_that_takes_none_nothing_is_said_about_places(client):
    event = make_published()
    assert "Places" not in text_of(page_of(client, event))
    Availability.objects.update_or_create(event=event, defaults={"takes_registrations": False})
    assert "Places" not in text_of(page_of(client, event))


def test_free_seats_and_the_end_of_sign_up_are_shown(client):
    event = make_published()
    Availability.objects.update_or_create(
        event=event,
        defaults={"takes_registrations": True, "seats": 60, "free": 18, "closes_at": at("2026-11-11 12:00")},
    )
    html = page_of(client, event)
    assert "18 places free" in text_of(html)
    assert 'viewBox="0 0 60 1"' in html and '<rect width="42"' in html
    assert "Sign-up until Wed, 11 Nov 2026, 12:00." in text_of(html)


def test_audience_rules_and_conditions_come_from_the_series_unless_the_event_says_otherwise(client):
    series = make_series(audience_note="Für Neue.", house_rules="Wir duzen uns.")
    series.audiences.add(make_audience("Verwaltung"))
    event = make_published(series=series, edition="Sonderedition", audience_condition="Ich arbeite im Amt.")
    text = text_of(page_of(client, event))
    for part in ("Verwaltung", "Für Neue.", "Wir duzen uns.", "Sonderedition", "Ich arbeite im Amt."):
        assert part in text
    event.audience_note, event.house_rules = "Für alle.", "Wir siezen uns."
    event.save()
    event.audiences.add(make_audience("Ehrenamt"))
    text = text_of(page_of(client, event))
    assert "Für alle." in text and "Wir siezen uns." in text and "Ehrenamt" in text
    assert "Für Neue." not in text and "Wir duzen uns." not in text and "Verwaltung" not in text


# People and organisations


def test_people_stand_with_roles_and_functions(client):
    event = make_published()
    talk = make_appearance(event, "Adriana Groh", function="Co-Organisatorin", bio="Hat **viel** organisiert.")
    make_appearance(event, "Clarisse Schröder", role="moderator")
    make_appearance(event, "Thomas Schäfer", role="facilitator")
    make_item(event, "Ein Beispiel", starts_at=event.starts_at, people=[talk])
    html = page_of(client, event)
    text = text_of(html)
    assert "Who speaks" in text and "Moderation" in text and "Facilitation" in text
    assert "Co-Organisatorin" in text and "<strong>viel</strong>" in html
    assert f'href="#person-{talk.pk}"' in html and f'id="person-{talk.pk}"' in html
    assert 'href="/en/speakers/adriana-groh/"' in html


def test_people_who_share_an_entry_are_joined_by_an_ampersand(client):
    event = make_published()
    first = make_appearance(event, "Elisabeth Söllner", position=1)
    make_appearance(event, "Hanna Hinrichs", position=2, shares_entry_with=first)
    assert "Elisabeth Söllner &amp; Hanna Hinrichs" in text_of(page_of(client, event))


@pytest.mark.parametrize("line_up", ["announced_soon", "open_for_proposals"])
def test_a_sentence_stands_instead_of_names_while_the_line_up_is_not_final(client, line_up):
    event = make_published(line_up=line_up, line_up_note="Zwei bis drei folgen.")
    talk = make_appearance(event, "Adriana Groh")
    make_appearance(event, "Clarisse Schröder", role="moderator")
    make_item(event, "Ein Beispiel", people=[talk])
    html = page_of(client, event)
    assert "Zwei bis drei folgen." in html and "Clarisse Schröder" in html
    assert "Groh" not in html and "groh" not in html


def test_hosts_are_of_equal_rank_and_appear_once_they_have_accepted(client):
    event = make_published()
    make_co_host(event, "CityLAB")
    make_co_host(event, "Zauderamt", accepted=False)
    text = text_of(page_of(client, event))
    assert "Hosted by Amt für Dienstwege and CityLAB" in text
    assert "Zauderamt" not in text


def test_partners_supporters_series_programmes_topics_links_and_contact(client):
    event = make_published(series=make_series(), contact_email="fragen@example.org", contact_phone="+49 (0)731 12-3")
    event.programmes.add(make_programme())
    event.topics.add(make_topic("Civic Tech"))
    make_partner(event, "BITKOM")
    make_partner(event, "Stiftung", kind="supporter")
    make_link(event, kind="reading", note="PDF, 420 kB")
    make_link(event, "", target=make_published(title="Die letzte Runde"))
    html = page_of(client, event)
    for part in ("In cooperation with BITKOM", "Supported by Stiftung", "PDF, 420 kB", "Die letzte Runde"):
        assert part in text_of(html)
    for address in ("/en/series/", "/en/programmes/", "/en/topics/civic-tech/", "mailto:fragen@example.org"):
        assert f'href="{address}' in html
    assert 'href="tel:+49731123"' in html


def test_links_to_events_without_a_public_page_are_left_out(client):
    event = make_published()
    make_link(event, "", target=make_event(title="Geheimer Entwurf"))
    assert "Geheimer Entwurf" not in page_of(client, event)


def test_without_an_own_contact_the_hosts_is_given(client):
    host = make_organisation("Amt mit Kontakt", contact_name="Frau Weg", contact_email="weg@example.org")
    text = text_of(page_of(client, make_published(organisation=host)))
    assert "Frau Weg" in text and "weg@example.org" in text


# Languages


def test_text_in_the_other_language_says_so(client):
    event = make_published(title="Offene Daten", title_translated="Open data", summary="Auf Deutsch.")
    make_section(event)
    english, german = page_of(client, event), page_of(client, event, "de")
    assert '<h1 dir="auto">Open data</h1>' in english
    assert '<p class="lede" dir="auto" lang="de">Auf Deutsch.</p>' in english
    assert "This description is only available in German." in english
    assert '<h1 dir="auto">Offene Daten</h1>' in german and "nur auf Deutsch" not in german


def test_both_languages_know_of_each_other(client):
    event = make_published()
    for html in (page_of(client, event), page_of(client, event, "de")):
        assert f'hreflang="de" href="http://testserver/events/{event.slug}/"' in html
        assert f'hreflang="en" href="http://testserver/en/events/{event.slug}/"' in html


# What people type is text

HOSTILE = "\u202e</script><script>alert(1)</script><img src=x onerror=alert(2)> 🦙"


def test_markup_in_any_field_stays_text(client):
    host = make_organisation(HOSTILE, summary=HOSTILE, contact_name=HOSTILE)
    series = make_series(HOSTILE, organisation=host, audience_note=HOSTILE, house_rules=HOSTILE)
    venue = make_venue(HOSTILE, HOSTILE[:100], street=HOSTILE, directions=HOSTILE, operator=HOSTILE, organisation=host)
    event = make_published(
        organisation=host,
        series=series,
        title=HOSTILE,
        subtitle=HOSTILE,
        summary=HOSTILE,
        edition=HOSTILE[:80],
        venue=venue,
        platform=make_platform(HOSTILE, note=HOSTILE, organisation=host),
        attendance_mode="hybrid",
        room=HOSTILE,
        audience_condition=HOSTILE,
        accessibility_note=HOSTILE,
        line_up_note=HOSTILE,
        status_reason=HOSTILE,
        status="cancelled",
        source=HOSTILE,
        source_licence=HOSTILE[:60],
        slug="hostile",
    )
    make_section(event, HOSTILE, HOSTILE)
    person = make_appearance(event, HOSTILE, function=HOSTILE, bio=HOSTILE)
    make_item(event, HOSTILE, starts_at=event.starts_at, track=HOSTILE[:80], abstract=HOSTILE, people=[person])
    make_partner(event, HOSTILE)
    make_link(event, HOSTILE, note=HOSTILE)
    event.topics.add(make_topic(HOSTILE[:80]))
    event.audiences.add(make_audience(HOSTILE[:80]))
    html = page_of(client, event)
    assert "<script>alert" not in html and "<img src=x" not in html
    assert escape("<script>alert(1)</script>") in html
    assert html.count("<script") == html.count("</script>") == 3  # theme.js and two data blocks
