"""The picture of a link to an event: what stands on it, who gets it, when it is drawn."""

import datetime as dt
import os
import threading
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from civicevents.jobs import sweep
from civicevents.testing import NOW, make_event, make_organisation, make_published, make_series
from events.actions import cancel, postpone, withdraw
from events.models import Event, Visibility
from events.share import files
from events.share.drawing import Poster, drawn, fitted
from events.share.facts import picture_for, poster_of, version_of
from events.share.files import picture_bytes
from events.share.lettering import settable, width, wrapped
from pictures.models import Picture

pytestmark = pytest.mark.django_db
POSTER = Poster("published", "", "Titel", "Reihe", "Donnerstag", "12.", "Nov 2026", "18:00–20:00", "Online", "Portal")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawings(monkeypatch):
    """What was drawn, in order."""
    made = []
    monkeypatch.setattr(files, "drawn", lambda poster: made.append(poster) or drawn(poster))
    return made


def share(client, event, query="", **headers):
    return client.get(f"/events/{event.slug}/share.png{query}", headers=headers)


def image(answer):
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.content))


def colour(answer):
    return image(answer).convert("RGB").getpixel((5, 5))


# Who gets it ----------------------------------------------------------------------------------------------------------


def test_it_is_a_small_png_of_the_size_that_networks_show(client):
    answer = share(client, make_published())
    assert answer.headers["Content-Type"] == "image/png" and len(answer.content) < 60_000
    assert image(answer).format == "PNG" and image(answer).size == (1200, 630)
    assert not answer.cookies and "Vary" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_drafts_and_scheduled_events_have_none_and_unlisted_ones_do(client):
    assert share(client, make_event()).status_code == 404
    assert (
        share(client, make_published(title="Bald", publish_at=timezone.now() + dt.timedelta(days=1))).status_code == 404
    )
    assert share(client, make_published(title="Für alle mit Link", visibility=Visibility.UNLISTED)).status_code == 200


def test_what_was_withdrawn_is_gone(client):
    event = make_published()
    share(client, event)
    withdraw(event=event, by=None, now=NOW)
    answer = share(client, event)
    assert answer.status_code == 410 and "no-store" in answer.headers["Cache-Control"]


def test_a_former_slug_leads_on_with_its_query(client):
    event = make_published(slug="alt")
    event.slug = "neu"
    event.save()
    answer = client.get("/events/alt/share.png?lang=en&v=1")
    assert answer.status_code == 308 and answer.headers["Location"] == "/events/neu/share.png?lang=en&v=1"


def test_it_costs_one_statement(client, django_assert_num_queries):
    event = make_published(series=make_series())
    with django_assert_num_queries(1):
        share(client, event)


# When it is drawn -----------------------------------------------------------------------------------------------------


def test_it_is_drawn_once_for_each_change_and_language(client, drawings):
    event = make_published()
    for query in ("", "?v=x", "?lang=en", "", "?lang=en"):
        share(client, event, query)
    assert len(drawings) == 2
    Event.objects.filter(pk=event.pk).update(title="Ein anderer Titel")
    share(client, event)
    share(client, event)
    assert [poster.title for poster in drawings[2:]] == ["Ein anderer Titel"]
    assert len([name for name in default_storage.listdir("share")[1] if name.endswith(".png")]) == 2


def test_many_who_ask_at_the_same_moment_wait_for_one_drawing(drawings):
    event = make_published()
    poster = poster_of(event)
    start, answers = threading.Barrier(8), []

    def ask():
        start.wait()
        answers.append(picture_bytes(event, "de", poster, version_of(poster)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawings) == 1 and len(set(answers)) == 1 and len(answers) == 8


def test_only_the_current_version_may_be_kept(client):
    event = make_published()
    with override("de"):
        version = version_of(poster_of(event))
    assert share(client, event, f"?v={version}").headers["Cache-Control"] == "public, max-age=604800, immutable"
    assert share(client, event, "?v=0123").headers["Cache-Control"] == "no-cache"
    assert share(client, event).headers["Cache-Control"] == "no-cache"


def test_who_has_it_already_gets_304_until_it_changes(client, drawings):
    event = make_published()
    etag = share(client, event).headers["ETag"]
    assert share(client, event, if_none_match=etag).status_code == 304
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + dt.timedelta(hours=1))
    assert share(client, event, if_none_match=etag).status_code == 200
    assert len(drawings) == 2


def test_without_room_on_the_disk_it_is_answered_all_the_same(client, settings, monkeypatch, caplog):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert image(share(client, make_published())).size == (1200, 630)
    assert "could not be stored" in caplog.text
    assert os.listdir(f"{settings.MEDIA_ROOT}/share") == [".lock"]


def test_old_ones_are_swept(client):
    share(client, make_published())
    path = default_storage.path("share")
    for name in os.listdir(path):
        os.utime(f"{path}/{name}", (NOW.timestamp() - 31 * 86_400,) * 2)
    sweep(NOW)
    assert not [name for name in os.listdir(path) if name.endswith(".png")]


# What stands on it ----------------------------------------------------------------------------------------------------


def test_it_says_title_date_and_place_in_both_languages():
    event = make_published(series=make_series("Die Reihe"), title_translated="Open data", title="Offene Daten")
    with override("de"):
        german = poster_of(event)
    with override("en"):
        english = poster_of(event)
    assert german[2:9] == ("Offene Daten", "Die Reihe", "Donnerstag", "12.", "Nov 2026", "18:00–20:00", "Online")
    assert english[2:9] == ("Open data", "Die Reihe", "Thursday", "12", "Nov 2026", "18:00–20:00", "Online")


def test_cancelled_and_postponed_are_marked_and_not_yellow(client):
    event = make_published()
    assert colour(share(client, event)) == (255, 212, 0)
    postpone(event=event, by=None, reason="Krank.", now=NOW)
    event.refresh_from_db()
    assert colour(share(client, event)) == (232, 234, 228)
    assert (poster_of(event).mark, poster_of(event).day) == ("Verschoben", "")
    cancel(event=event, by=None, reason="Krank.", now=NOW)
    event.refresh_from_db()
    assert colour(share(client, event)) == (232, 234, 228)
    assert (poster_of(event).mark, poster_of(event).day) == ("Abgesagt", "12.")


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Łódź trifft Čapek & Gökçe Ağır", "Łódź trifft Čapek & Gökçe Ağır"),
        ("Hallo 👩‍💻🏳️‍🌈 Welt ❤️", "Hallo Welt"),
        ("Zu\u0308rich", "Zürich"),
        ("Ver\u00adwal\u00adtung\u202e\u200b\x00", "Verwaltung"),
        ("اجتماع مفتوح", ""),
        ("פגישה", ""),
        ("Öffentlich 公開", ""),
        ("Встреча", ""),
        ("  \u00a0 ", ""),
    ],
)
def test_decoration_is_left_out_and_what_cannot_be_set_is_not(typed, set_as):
    assert settable(typed) == set_as


def test_a_title_in_other_writing_leaves_the_series(client):
    event = make_published(title="اجتماع مفتوح للبيانات", slug="open", series=make_series("Die Reihe"))
    assert poster_of(event).title == "Die Reihe" and poster_of(event).above == ""
    assert image(share(client, event)).size == (1200, 630)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "W" * 200,
        "i" * 200,
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 3,
        "a b " * 50,
        "/-/" * 60,
        "Ja",
        "😀" * 200,
    ],
)
def test_any_title_fits(title):
    size, lines = fitted(settable(title), 316)
    assert all(width(line, size) <= 724 for line in lines) and len(lines) * size * 1.1 <= 316
    assert len(drawn(POSTER._replace(title=settable(title)))) < 60_000


def test_long_words_are_broken_between_their_parts():
    lines = wrapped("Verwaltungsdigitalisierungsbeschleunigungsgesetz", 84, 724, breaking=True)
    assert lines == ["Verwaltungs-", "digitalisierungs-", "beschleunigungs-", "gesetz"]


# Where it is shown ----------------------------------------------------------------------------------------------------


def test_the_page_names_it_with_words_and_size(client, settings):
    event = make_published(title="Offene Daten")
    html = client.get(f"/en/events/{event.slug}/").content.decode()
    with override("en"):
        version = version_of(poster_of(event))
    address = f"{settings.BASE_URL}/events/{event.slug}/share.png?lang=en&amp;v={version}"
    assert f'<meta property="og:image" content="{address}">' in html
    assert '<meta property="og:image:width" content="1200">' in html
    assert '<meta property="og:image:height" content="630">' in html
    assert '<meta property="og:image:alt" content="Offene Daten – Thursday, 12' in html


def test_a_picture_of_the_events_own_stays_unless_it_is_cancelled(client):
    own = Picture.objects.create(
        organisation=make_organisation(), alternative_text="Ein Saal", author="A", licence="own", width=800, height=600
    )
    event = make_published(picture=own)
    assert "share.png" not in picture_for(event)["url"]
    html = client.get(f"/events/{event.slug}/").content.decode()
    assert f'<meta property="og:image:width" content="{event.picture.width}">' in html
    cancel(event=event, by=None, reason="Krank.", now=NOW)
    event.refresh_from_db()
    assert "share.png" in picture_for(event)["url"] and picture_for(event)["alternative_text"].startswith("Abgesagt – ")
