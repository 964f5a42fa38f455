import pytest

from civicevents.testing import (
    BERLIN,
    NOW,
    at,
    make_appearance,
    make_event,
    make_item,
    make_neighbour,
    make_organisation,
    make_published,
    make_section,
)
from events.actions import copy_to
from events.models import Audience, CoHost, Event, EventLink, Partner, Programme, Series, Status, Topic

pytestmark = pytest.mark.django_db
OTHER_DAY = at("2027-05-12 17:30")


def a_full_event():
    host = make_organisation()
    event = make_published(
        series=Series.objects.create(title="Innovationswerkstatt", organisation=host),
        subtitle="Sonderedition",
        summary="Worum es geht.",
        status_reason="",
        source="feed",
        source_id="4711",
        is_demo=True,
        sequence=3,
        version=9,
        preview_generation=4,
    )
    event.topics.add(Topic.objects.create(name="Offene Daten"))
    event.audiences.add(Audience.objects.create(name="Verwaltung"))
    event.programmes.add(Programme.objects.create(title="Vorprogramm", organisation=host))
    make_section(event, "Das Thema", "*Wichtig*")
    EventLink.objects.create(event=event, url="https://example.org/", label="Zum Einlesen", kind="reading")
    Partner.objects.create(event=event, name="Ein Verein")
    CoHost.objects.create(event=event, organisation=make_neighbour(), accepted_at=NOW)
    first = make_appearance(event, "Hanna Hinrichs", bio="Denkt sich Projekte aus.", role="moderator")
    second = make_appearance(event, "Elisabeth Söllner", shares_entry_with=first)
    make_item(event, "Soest", starts_at=at("2026-11-12 18:10"), ends_at=at("2026-11-12 18:40"), people=[first, second])
    make_item(event, "Gespräch")
    return event


def test_a_copy_is_a_draft_with_all_but_the_date():
    event = a_full_event()

    (copy,) = copy_to(event=event, starts=[OTHER_DAY])

    copy = Event.objects.get(pk=copy.pk)
    assert (copy.status, copy.publish_at, copy.sequence, copy.version) == (Status.DRAFT, None, 0, 1)
    assert (copy.source_id, copy.is_demo, copy.preview_generation) == ("", False, 1)
    assert (copy.title, copy.subtitle, copy.summary, copy.series) == (
        event.title, event.subtitle, event.summary, event.series,
    )  # fmt: skip
    assert copy.slug == f"{event.slug}-2"
    assert copy.uid and copy.uid != event.uid
    assert [list(getattr(copy, name).all()) for name in ("topics", "audiences", "programmes")] == [
        list(getattr(event, name).all()) for name in ("topics", "audiences", "programmes")
    ]
    assert copy.sections.get().body_html == "<p><em>Wichtig</em></p>"
    assert copy.links.get().label == "Zum Einlesen"
    assert copy.partners.get().name == "Ein Verein"


def test_people_keep_role_bio_and_shared_entry_on_rows_of_their_own():
    event = a_full_event()

    (copy,) = copy_to(event=event, starts=[OTHER_DAY])

    first, second = copy.appearances.all()
    assert (first.role, first.bio, second.shares_entry_with) == ("moderator", "Denkt sich Projekte aus.", first)
    assert set(copy.agenda_items.first().appearances.all()) == {first, second}
    assert event.appearances.count() == 2


def test_the_agenda_moves_along_by_the_wall_clock():
    (copy,) = copy_to(event=a_full_event(), starts=[OTHER_DAY])

    times = [
        item.starts_at and f"{item.starts_at.astimezone(BERLIN):%Y-%m-%d %H:%M}" for item in copy.agenda_items.all()
    ]
    assert times == ["2027-05-12 17:40", None]
    assert copy.ends_at == at("2027-05-12 19:30")


def test_a_co_host_is_asked_anew():
    (copy,) = copy_to(event=a_full_event(), starts=[OTHER_DAY])

    assert copy.co_hosts.get().accepted_at is None


def test_several_dates_at_once_are_several_drafts():
    days = [at("2026-12-10 18:00"), at("2027-01-14 18:00"), at("2027-02-11 18:00")]

    copies = copy_to(event=make_event(), starts=days)

    assert [copy.starts_at for copy in copies] == days
    assert len({copy.slug for copy in copies}) == 3


def test_the_original_stays_as_it_was():
    event = a_full_event()

    copy_to(event=event, starts=[OTHER_DAY])

    again = Event.objects.get(pk=event.pk)
    assert (again.status, again.version, again.slug, again.starts_at) == (
        Status.PUBLISHED, event.version, event.slug, event.starts_at,
    )  # fmt: skip
    assert again.agenda_items.count() == 2
