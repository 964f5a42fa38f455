"""The named cast of the tests: plain functions that make the smallest valid row of each kind.

Every function takes the fields to differ by name. The host is "Amt für Dienstwege"; there is a neighbour from which
nothing may leak, "Nachbaramt".
"""

import datetime as dt
import itertools
import zoneinfo

from django.db import transaction

from accounts.models import Membership, Organisation, Role, User
from accounts.slugs import make_slug
from events.models import (
    AgendaItem,
    Appearance,
    AttendanceMode,
    Audience,
    CoHost,
    Event,
    EventLink,
    Partner,
    Platform,
    Programme,
    Section,
    Series,
    Status,
    Topic,
    Venue,
)
from outbox.models import Message
from participation.models import (
    Board,
    CallForProposals,
    Comment,
    CommentSettings,
    Contributor,
    Idea,
    Material,
    Point,
    Proposal,
    Results,
)
from registrations.actions import settle, sign_up
from registrations.models import Registration, RegistrationSettings, TicketType
from speakers.models import Speaker

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
PASSWORD = "correct horse battery staple"
_number = itertools.count(1)


def at(text, zone=BERLIN):
    """The instant of a wall-clock time such as "2026-11-12 18:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


NOW = at("2026-11-02 12:00")


def make_organisation(name="Amt für Dienstwege", **fields):
    existing = Organisation.objects.filter(name=name).first()
    return existing or Organisation.objects.create(name=name, **fields)


def make_neighbour():
    """The other organisation."""
    return make_organisation("Nachbaramt")


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"person{next(_number)}@example.org", PASSWORD, **fields)


def make_member(organisation=None, role=Role.EDITOR, **fields):
    """A user who works for the organisation, as an editor unless said otherwise."""
    user = make_user(**fields)
    Membership.objects.create(user=user, organisation=organisation or make_organisation(), role=role)
    return user


def make_event(**fields):
    """An online meetup on Thursday, 12 November 2026, 18:00 to 20:00 in Berlin; a draft unless told otherwise."""
    fields.setdefault("starts_at", at("2026-11-12 18:00"))
    fields.setdefault("ends_at", fields["starts_at"] + dt.timedelta(hours=2))
    fields = {
        "title": "Offene Daten im Alltag",
        "attendance_mode": AttendanceMode.ONLINE,
        "status": Status.DRAFT,
    } | fields
    if fields["status"] != Status.DRAFT:
        fields.setdefault("publish_at", at("2026-10-01 09:00"))
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return Event.objects.create(**fields)


def make_published(**fields):
    return make_event(**{"status": Status.PUBLISHED} | fields)


def make_platform(name="Videoraum", **fields):
    return Platform.objects.create(
        name=name, organisation=fields.pop("organisation", None) or make_organisation(), **fields
    )


def make_venue(name="Rathaus", city="Ulm", **fields):
    organisation = fields.pop("organisation", None) or make_organisation()
    return Venue.objects.create(name=name, city=city, organisation=organisation, **fields)


def make_speaker(name="Adriana Groh", **fields):
    return Speaker.objects.create(
        name=name, organisation=fields.pop("organisation", None) or make_organisation(), **fields
    )


def make_appearance(event, name="Adriana Groh", **fields):
    """A person on the event; someone of that name is made unless there is one."""
    speaker = Speaker.objects.filter(name=name).first() or make_speaker(name)
    return Appearance.objects.create(event=event, speaker=speaker, **fields)


def make_series(title="Nachwuchsrunde", **fields):
    organisation = fields.pop("organisation", None) or make_organisation()
    return Series.objects.get_or_create(title=title, organisation=organisation, defaults=fields)[0]


def make_programme(title="Vorprogramm der Messe", **fields):
    organisation = fields.pop("organisation", None) or make_organisation()
    return Programme.objects.get_or_create(title=title, organisation=organisation, defaults=fields)[0]


def make_topic(name="Offene Daten", **fields):
    return Topic.objects.get_or_create(name=name, defaults=fields)[0]


def make_audience(name="Verwaltung", **fields):
    return Audience.objects.get_or_create(name=name, defaults=fields)[0]


def make_co_host(event, name="Nachbaramt", accepted=True, **fields):
    organisation = make_organisation(name)
    return CoHost.objects.create(
        event=event, organisation=organisation, accepted_at=NOW if accepted else None, **fields
    )


def make_link(event, label="Positionspapier", **fields):
    if "target" not in fields:
        fields.setdefault("url", "https://example.org/paper.pdf")
    return EventLink.objects.create(event=event, label=label, **fields)


def make_partner(event, name="Stiftung Dienstweg", **fields):
    return Partner.objects.create(event=event, name=name, **fields)


def make_section(event, heading="Das Thema", body="Worum es geht.", **fields):
    return Section.objects.create(event=event, heading=heading, body=body, **fields)


def make_item(event, title="Begrüßung", **fields):
    """An agenda item; times as instants, people by ``people=[appearance, …]``."""
    people = fields.pop("people", [])
    item = AgendaItem.objects.create(event=event, title=title, **fields)
    item.appearances.set(people)
    return item


def make_past(**fields):
    """A published meetup that was over on Sunday, 1 November 2026 at 20:00, sixteen hours before NOW."""
    return make_published(**{"starts_at": at("2026-11-01 18:00"), "title": "Offene Daten im Rückblick"} | fields)


def make_results(event=None, published=True, **fields):
    """Results of a meetup that is over, published unless told otherwise."""
    fields = {"takeaways": "- Ohne Pflege veraltet alles.", "published_at": NOW if published else None} | fields
    return Results.objects.create(event=event or make_past(), **fields)


def make_material(event=None, title="Datenpflege im Kreis", **fields):
    """Slides elsewhere, shown to everybody."""
    fields = {"kind": Material.Kind.SLIDES, "url": "https://slides.example/7"} | fields
    return Material.objects.create(event=event or make_past(), title=title, **fields)


def make_call(**fields):
    """An open call for contributions; name the event or the series."""
    return CallForProposals.objects.create(**fields)


def make_proposal(**fields):
    """A proposal that waits for a decision; name the event or the series."""
    fields = {
        "title": "Der Server im Besenschrank",
        "abstract": "Wie er dort hinkam.",
        "name": "Levi Ceylan",
        "email": "levi@example.org",
        "address_key": "levi@example.org",
        "created_at": NOW,
    } | fields
    return Proposal.objects.create(**fields)


def make_contributor(email="levi@example.org", **fields):
    """Somebody who has confirmed their address."""
    fields = {"address_key": email, "created_at": NOW, "active_at": NOW, "confirmed_at": NOW} | fields
    return Contributor.objects.create(email=email, **fields)


def make_comment(event, text="Danke für den Abend!", **fields):
    """A comment that is shown, on an event that takes comments from then on."""
    CommentSettings.objects.get_or_create(event=event, defaults={"takes_comments": True})
    fields = {"state": "shown", "created_at": NOW, "state_since": NOW, "shown_at": NOW} | fields
    return Comment.objects.create(event=event, text=text, **fields)


def make_board(title="Ideen fürs Amt", **fields):
    """A public board where visitors may propose and argue, and where nobody looks first."""
    organisation = fields.pop("organisation", None) or make_organisation()
    fields = {"is_public": True, "takes_proposals": True, "needs_approval": False} | fields
    return Board.objects.get_or_create(title=title, organisation=organisation, defaults=fields)[0]


def make_idea(title="Ein Laden in jeder Stadt", published=True, **fields):
    """An idea by the organisation, public on a public board unless told otherwise."""
    state = {"state": "shown", "shown_at": NOW} if published else {"state": "held"}
    fields = {"summary": "Ein Raum mit Strom und Netz.", "created_at": NOW, "state_since": NOW} | state | fields
    return Idea.objects.create(title=title, board=fields.pop("board", None) or make_board(), **fields)


@transaction.atomic
def make_point(idea, text="Das schafft kein Videoraum.", side="for", **fields):
    fields = {"state": "shown", "created_at": NOW, "state_since": NOW, "shown_at": NOW} | fields
    point = Point.objects.create(idea=idea, text=text, side=side, **fields)
    point.has_changed()
    return point


def make_ticket_type(event=None, capacity=None, **fields):
    """A ticket type, of a published event unless one is given, with its seats settled at NOW."""
    ticket_type = TicketType.objects.create(event=event or make_published(), capacity=capacity, **fields)
    settle(event=ticket_type.event, now=NOW)
    return ticket_type


def set_up_sign_up(event, **fields):
    """The event's sign-up settings, with the fields to differ."""
    settings, _ = RegistrationSettings.objects.update_or_create(event=event, defaults=fields)
    settle(event=Event.objects.get(pk=event.pk), now=NOW)
    return settings


def register(ticket_type, name="Anna Muster", email=None, now=NOW, **fields):
    """Somebody signs up by the form; the newest registration of the address."""
    email = email or f"{make_slug(name)}@example.org"
    sign_up(event=ticket_type.event, ticket_type=ticket_type, name=name, email=email, now=now, **fields)
    return Registration.objects.filter(event=ticket_type.event, email=email).latest("pk")


def mails(registration=None, kind=None):
    """Kinds of the mails owed (without "registrations."), or the messages of one kind; oldest first."""
    owed = Message.objects.order_by("pk")
    if registration:
        owed = owed.filter(parameters__registration=registration.pk)
    if kind:
        return list(owed.filter(kind=f"registrations.{kind}"))
    return [message.kind.removeprefix("registrations.") for message in owed]
