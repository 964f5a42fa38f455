import pytest

from civicevents.testing import (
    NOW,
    make_appearance,
    make_neighbour,
    make_platform,
    make_published,
    make_venue,
)
from events.models import AttendanceMode, Availability, CoHost, LineUp, Status, Topic
from events.sharing import MASTODON_LIMIT, mastodon_length, shared_texts

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/events/offene-daten-im-alltag/"


def texts(event):
    return {(text.kind, text.language): text for text in shared_texts(event)}


def a_meetup(**fields):
    event = make_published(**{"summary": "Wie Städte Daten teilen.", "platform": make_platform()} | fields)
    Availability.objects.update_or_create(event=event, defaults={"takes_registrations": True})
    event.refresh_from_db()
    return event


def test_the_mail_says_what_when_where_with_whom_and_how_to_sign_up():
    event = a_meetup()
    make_appearance(event, "Adriana Groh")
    make_appearance(event, "Sonja Anton")
    make_appearance(event, "Clarisse Schröder", role="moderator")

    mail = texts(event)["mail", "de"]

    assert mail.subject == "Einladung: Offene Daten im Alltag, Do, 12.\xa0Nov\xa02026"
    assert mail.body.replace("\xa0", " ") == (
        "Guten Tag,\n\n"
        "Amt für Dienstwege lädt herzlich ein:\n\n"
        "Offene Daten im Alltag\n\n"
        "Wie Städte Daten teilen.\n\n"
        "Wann: Donnerstag, 12. November 2026, 18:00 bis 20:00 Uhr\n"
        "Wo: Online (Videoraum)\n"
        "Mit: Adriana Groh und Sonja Anton\n\n"
        f"Kostenlos, zur Anmeldung: {ADDRESS}\n\n"
        "Viele Grüße\n"
        "Amt für Dienstwege"
    )


def test_the_messenger_text_is_short():
    assert texts(a_meetup())["messenger", "de"].body.replace("\xa0", " ") == (
        "Offene Daten im Alltag\n"
        "Do, 12. Nov 2026, 18:00–20:00 · Online (Videoraum)\n"
        "Wie Städte Daten teilen.\n"
        f"Kostenlos, zur Anmeldung: {ADDRESS}"
    )


def test_without_a_sign_up_nobody_is_asked_to_sign_up():
    event = a_meetup()
    Availability.objects.all().delete()
    event.refresh_from_db()

    assert texts(event)["messenger", "de"].body.endswith(f"Mehr dazu: {ADDRESS}")


def test_an_english_title_brings_english_texts_with_the_english_address():
    event = a_meetup(title_translated="Open data every day")

    mail = texts(event)["mail", "en"]
    assert mail.subject.startswith("Invitation: Open data every day")
    assert "http://testserver/en/events/offene-daten-im-alltag/" in mail.body
    assert ("mail", "en") not in texts(a_meetup())


@pytest.mark.parametrize("summary", ["", "Kurz.", "Ein langer Satz über Daten. " * 17])
@pytest.mark.parametrize("title", ["Offene Daten", "Ein sehr langer Titel " * 9])
def test_mastodon_takes_five_hundred_characters_and_always_the_address(summary, title):
    event = a_meetup(summary=summary.strip()[:500], title=title.strip())
    for name in ("Offene Daten", "digitale Verwaltung"):
        event.topics.add(Topic.objects.create(name=name))

    body = texts(event)["mastodon", "de"].body

    assert mastodon_length(body) <= MASTODON_LIMIT
    assert "http://testserver/events/" in body
    assert event.title in body


def test_topics_become_hashtags_that_screen_readers_can_read():
    event = a_meetup()
    event.topics.add(Topic.objects.create(name="digitale Verwaltung"))

    assert texts(event)["mastodon", "de"].body.endswith("#DigitaleVerwaltung")


def test_a_cancelled_event_says_so_and_why():
    event = a_meetup(status=Status.CANCELLED, status_reason="Die Referentin ist krank.")

    mail = texts(event)["mail", "de"]
    assert mail.subject == "Abgesagt: Offene Daten im Alltag"
    assert "Die Referentin ist krank." in mail.body
    assert "Anmeldung" not in mail.body
    assert texts(event)["mastodon", "de"].body.startswith("Abgesagt: ")


def test_a_postponed_event_names_no_date():
    event = a_meetup(status=Status.POSTPONED)

    for text in shared_texts(event):
        assert "12." not in text.subject + text.body


def test_hosts_are_named_who_have_accepted():
    event = a_meetup()
    invited = CoHost.objects.create(event=event, organisation=make_neighbour())

    assert "Nachbaramt" not in texts(event)["mail", "de"].body
    invited.accepted_at = NOW
    invited.save()
    assert "Amt für Dienstwege und Nachbaramt laden herzlich ein" in texts(event)["mail", "de"].body


def test_a_place_is_named_with_its_address_and_a_hybrid_event_with_both():
    venue = make_venue(street="Marktplatz 1", postal_code="89073")
    event = a_meetup(attendance_mode=AttendanceMode.HYBRID, venue=venue, room="Raum 3")

    assert "Wo: Rathaus, Raum 3, Marktplatz 1, 89073 Ulm, und online (Videoraum)" in texts(event)["mail", "de"].body


def test_instead_of_names_the_sentence_of_an_open_line_up():
    event = a_meetup(line_up=LineUp.ANNOUNCED_SOON, line_up_note="zwei bis drei Sprecher:innen")
    make_appearance(event)

    assert "Mit: zwei bis drei Sprecher:innen" in texts(event)["mail", "de"].body
