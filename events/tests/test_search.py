"""Search finds what an event's page says, in the weights of the design, across genders, accents and slips."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from civicevents.testing import (
    NOW,
    make_appearance,
    make_event,
    make_item,
    make_organisation,
    make_platform,
    make_published,
    make_section,
    make_speaker,
    make_venue,
)
from events.models import AppearanceRole, CoHost, Event, LineUp, SearchWord, Topic
from events.search import events_of, events_showing, find, normalise, query, refresh
from events.search.query import by_index, candidates

pytestmark = pytest.mark.django_db


def indexed(**fields):
    event = make_published(**fields)
    refresh([event])
    return event


def found(text, events=None):
    events = Event.objects.all() if events is None else events
    return list(find(events, text).events.order_by("-rank", "starts_at").values_list("title", flat=True))


@pytest.mark.parametrize(
    "text", ["Referent:innen", "Referent*innen", "Referent_innen", "Referentinnen", "ReferentInnen", "Referent/-innen"]
)
def test_gender_marks_do_not_matter(text):
    assert normalise(text) == "referentinnen"
    indexed(title="Treffen der Referent:innen")
    assert found(text) == ["Treffen der Referent:innen"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Ärzt*in, jede:r und Kolleg(inn)en", "arztin jeder und kolleg inn en"),
        ("E-Mail & Civic‑Tech", "e mail civic tech"),
        ("18:30 Uhr", "18 30 uhr"),
        ("Straße, ÆØÅ, Łódź", "strasse aeoa lodz"),
        ("sie/er", "sie er"),
        ("Bürger:innenrat", "burgerinnenrat"),
        ("\x00 \N{ZERO WIDTH JOINER} 🦙", ""),
    ],
)
def test_text_is_normalised(text, normal):
    assert normalise(text) == normal


@pytest.mark.parametrize("text", ["München", "Munchen", "Muenchen", "MÜNCHEN", "münchens"])
def test_umlauts_can_be_typed_in_every_way(text):
    indexed(title="Treffen in München")
    assert found(text) == ["Treffen in München"]


def test_a_name_written_with_ue_is_found_by_its_umlaut():
    make_appearance(event := make_published(title="Runde"), "Ute Mueller")
    refresh([event])
    assert found("Müller") == found("Mueller") == ["Runde"]


def test_words_are_found_in_their_other_forms_and_within_longer_words():
    indexed(title="Häuser der Verwaltungsdigitalisierung")
    for text in ("Haus", "Verwaltung", "Digitalisierung", "verwaltungsdigitalisierungen"):
        assert found(text) == ["Häuser der Verwaltungsdigitalisierung"], text


def test_every_word_must_occur():
    indexed(title="Offene Daten")
    indexed(title="Offene Werkstatt")
    assert found("offene Daten") == ["Offene Daten"]
    assert found("offen") == ["Offene Daten", "Offene Werkstatt"]
    assert found("für offene Daten") == ["Offene Daten"]


@pytest.mark.parametrize("slip", ["Verwaltnug", "Verwaltug", "Verwlatung", "Ferwaltung", "Dtaen", "Datne", "Rathuas"])
def test_slips_are_forgiven_where_nothing_is_found(slip):
    indexed(title="Verwaltung und Daten im Rathaus")
    indexed(title="Ganz anderes")
    result = find(Event.objects.all(), slip)
    assert result.forgiving
    assert [event.title for event in result.events] == ["Verwaltung und Daten im Rathaus"]


def test_what_is_spelled_right_is_not_mixed_with_what_looks_alike():
    indexed(title="Bund und Länder")
    indexed(title="Band und Bühne")
    result = find(Event.objects.all(), "Band")
    assert not result.forgiving
    assert [event.title for event in result.events] == ["Band und Bühne"]


def test_english_words_are_stemmed_as_english():
    indexed(title="Meeting of data stewards", language="en")
    assert found("meetings") == found("steward") == ["Meeting of data stewards"]


def test_a_translated_title_is_found_in_both_languages():
    indexed(title="Offene Daten", title_translated="Open data")
    assert found("offen") == found("open data") == ["Offene Daten"]


def test_titles_count_more_than_sections_agenda_people_organisations_places_and_topics():
    def made(name, **fields):
        return make_published(title=name, **fields)

    topic = made("topic")
    topic.topics.add(Topic.objects.create(name="Zeppelin"))
    made("place", venue=make_venue("Zeppelin", "Ulm"))
    made("organisation", organisation=make_organisation("Zeppelin"))
    make_appearance(made("person"), "Zeppelin")
    make_item(made("agenda"), "Zeppelin")
    make_section(made("section"), "Zeppelin", "")
    made("Zeppelin")
    refresh(Event.objects.all())
    assert found("Zeppelin") == ["Zeppelin", "section", "agenda", "person", "organisation", "place", "topic"]


def test_hosts_count_when_they_have_accepted():
    event = make_published(title="Runde")
    host = CoHost.objects.create(event=event, organisation=make_organisation("Zeppelinverein"))
    refresh([event])
    assert found("Zeppelinverein") == []
    CoHost.objects.filter(pk=host.pk).update(accepted_at=NOW)
    refresh(events_of(host.organisation))
    assert found("Zeppelinverein") == ["Runde"]


def test_a_renamed_person_is_found_by_the_new_name_once_refreshed():
    event = make_published(title="Runde")
    speaker = make_speaker("Alex Alt")
    make_appearance(event, "Alex Alt")
    refresh([event])
    speaker.name = "Alex Neumann"
    speaker.save()
    refresh(events_showing(speaker))
    assert found("Neumann") == ["Runde"]


def test_speakers_who_are_not_announced_cannot_be_found():
    event = make_published(title="Runde", line_up=LineUp.ANNOUNCED_SOON)
    make_appearance(event, "Geheim Gast")
    make_appearance(event, "Mo Deration", role=AppearanceRole.MODERATOR)
    refresh([event])
    assert found("Gast") == []
    assert found("Deration") == ["Runde"]


def test_platforms_and_rooms_are_found():
    indexed(title="Fern", platform=make_platform("Senfcall"))
    indexed(title="Nah", venue=make_venue("Verschwörhaus"), room="Salon Kybernetik")
    assert found("senfcall") == ["Fern"]
    assert found("Kybernetik") == ["Nah"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "!!!",
        "und",
        "a",
        "' | !!",
        "foo:* & (",
        "\\",
        "x" * 5000,
        "a b c d e f g h i j k l m",
        "%",
        "*:*",
        "ﷺ",
    ],
)
def test_whatever_is_typed_gives_an_answer(text):
    indexed(title="Offene Daten")
    list(find(Event.objects.all(), text).events)


def test_markdown_is_indexed_as_what_people_read():
    event = make_published(title="Runde")
    make_section(event, body="Siehe [das **Papier**](https://example.org/geheimwort)\n\nEnde")
    refresh([event])
    assert found("Papier Ende") == ["Runde"]
    assert found("geheimwort") == []


def test_an_event_is_indexed_with_a_fixed_number_of_queries(django_assert_num_queries):
    organisation = make_organisation()
    events = [make_event(title=f"Treffen {n}", organisation=organisation) for n in range(3)]
    refresh(events[:1])
    with django_assert_num_queries(13):  # savepoint, rows, eight relations, update, words, release
        refresh(events[:1])
    with django_assert_num_queries(15):  # an update for each event
        refresh(events)


def test_the_lexicon_holds_whole_words():
    indexed(title="Offene Daten 2026")
    assert {"offene", "daten"} <= set(SearchWord.objects.values_list("word", flat=True))
    assert not SearchWord.objects.filter(word="2026").exists()


def test_the_search_uses_its_indexes():
    events = by_index(Event.objects.all(), [["zeppelin"]])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "event_search_de" in events.explain()


@pytest.mark.parametrize(("few", "many"), [(1, 2), (2, 3), (2, 100), (5, 100), (100, 200)])
@pytest.mark.parametrize("word", ["luftschiff", "zeppelin", "ballon"])
def test_the_latest_are_found_however_many_have_the_word(monkeypatch, few, many, word):
    """One after the other, or by the index: among all events, in every third one, in one."""
    for number in range(9):
        words = ["Luftschiff", *(["Zeppelin"] if number % 3 == 0 else []), *(["Ballon"] if number == 1 else [])]
        indexed(title=" ".join(words), starts_at=NOW + dt.timedelta(days=number))
    events = Event.objects.order_by("-starts_at")
    expected = [event.pk for event in events if word in event.title.lower()][:3]
    monkeypatch.setattr(query, "CANDIDATES", 3)
    monkeypatch.setattr(query, "FEW", few)
    monkeypatch.setattr(query, "MANY", many)
    assert candidates(Event.objects.all(), [[word]]) == expected


def test_the_whole_index_can_be_made_afresh(capsys):
    make_published(title="Offene Daten")
    SearchWord.objects.create(word="vergessen")
    call_command("refresh_search")
    assert found("daten") == ["Offene Daten"]
    assert not SearchWord.objects.filter(word="vergessen").exists()
    assert "1 events" in capsys.readouterr().out
