import pytest
from django.utils import timezone

from civicevents.testing import at, make_event, make_item, make_member, make_section
from events.actions import publish, renew_preview, withdraw
from events.models import Event, Status
from events.preview import preview_address

pytestmark = pytest.mark.django_db
FAR = at("2036-11-12 18:00")


def path(event):
    return preview_address(event).removeprefix("http://testserver")


def test_who_has_the_link_reads_the_draft_marked_as_one(client):
    event = make_event(starts_at=FAR)
    make_section(event, body="Noch **geheim**.")
    make_item(event, "Begrüßung", starts_at=FAR)

    response = client.get(path(event))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Noch <strong>geheim</strong>." in page
    assert "Begrüßung" in page
    assert "Entwurf" in page
    assert "application/ld+json" not in page
    assert 'rel="canonical"' not in page


def test_no_search_engine_no_cache_and_no_other_page_learns_of_it(client):
    response = client.get(path(make_event()))

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert not response.cookies


def test_in_english_too(client):
    event = make_event(title_translated="Open data")

    assert "Open data" in client.get(f"/en{path(event)}").content.decode()


def test_a_renewed_link_leads_nowhere_under_its_old_address(client):
    event = make_event()
    old = path(event)

    renew_preview(event=event)

    assert client.get(old).status_code == 404
    assert client.get(path(event)).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 32, "ä", "%00"])
def test_a_made_up_link_leads_nowhere(client, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_once_public_the_link_leads_to_the_public_page(client):
    event = publish(event=make_event(), by=None, now=timezone.now())

    response = client.get(path(event))
    assert (response.status_code, response.url) == (302, event.get_absolute_url())


def test_what_was_withdrawn_is_gone(client):
    event = publish(event=make_event(), by=None, now=timezone.now())
    withdraw(event=event, by=None, now=timezone.now())

    assert client.get(path(event)).status_code == 410


def test_before_its_set_time_it_is_still_a_preview(client):
    event = publish(event=make_event(starts_at=FAR), by=None, now=timezone.now(), at=at("2036-01-01 08:00"))

    assert client.get(path(event)).status_code == 200


def test_the_panel_gives_the_link_to_members(client):
    event = make_event()
    client.force_login(make_member())

    panel = client.get(f"/admin/events/event/{event.pk}/change/").context["workplace"]
    assert panel["preview"] == preview_address(event)
    assert Event.objects.get().status == Status.DRAFT
