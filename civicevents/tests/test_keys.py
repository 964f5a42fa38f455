"""Keys in addresses: each opens the one page it was made for, and no other, whatever the numbers of the rows are."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from civicevents.testing import make_organisation, make_published, make_speaker, make_ticket_type
from events.models import Appearance
from events.preview import preview_address
from registrations.door import Door
from registrations.models import InvitedGuest, Registration, StagePage, State

pytestmark = pytest.mark.django_db
NUMBER, DAY = 4711, dt.timedelta(days=1)


@pytest.fixture
def keys():
    """A key for each kind of page, by the name of its address; all of them for rows of the same number."""
    now = timezone.now()
    event = make_published(pk=NUMBER, starts_at=now + DAY, publish_at=now - DAY)
    kind = make_ticket_type(event)
    who = {
        "event": event,
        "ticket_type": kind,
        "name": "Anna",
        "email": "a@example.org",
        "address_key": "a@example.org",
    }
    appearance = Appearance.objects.create(pk=NUMBER, event=event, speaker=make_speaker())
    member = Invitation.objects.create(
        pk=NUMBER, organisation=make_organisation(), email="neu@example.org", expires_at=now + DAY
    )
    return {
        "registration": Registration.objects.create(
            pk=NUMBER, state=State.CONFIRMED, created_at=now, confirmed_at=now, **who
        ).token,
        "guest_invitation": InvitedGuest.objects.create(pk=NUMBER, invited_at=now, **who).token,
        "invitation": member.token,
        "stage": StagePage.of(appearance).token,
        "door": Door(event).token,
        "event_preview": preview_address(event).rstrip("/").rpartition("/")[2],
    }


def test_a_key_opens_the_page_it_was_made_for_and_no_other(client, keys):
    opened = {
        (page, made_for)
        for page in keys
        for made_for, key in keys.items()
        if client.get(reverse(page, args=[key])).status_code in (200, 302)
    }
    assert opened == {(page, page) for page in keys}


def test_an_invited_guest_does_not_become_a_member_of_the_organisation(client, keys):
    """Both are invited by mail; who is asked to a meetup may not take the place of who is asked to work here."""
    address = reverse("invitation", args=[keys["guest_invitation"]])
    answer = client.post(address, {"name": "X", "password": "correct horse battery staple"})
    assert answer.status_code == 404
    assert Invitation.objects.get().accepted_at is None
