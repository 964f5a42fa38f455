"""What somebody on stage sees on their own page."""

from django.db.models import Count, Prefetch

from events.models import AgendaItem, Appearance, Event, Status
from events.page.agenda import agenda_of
from events.page.facts import Contact
from registrations.models import LIVE, AccessDetails, RegistrationSettings, StagePage, State


def find_stage_page(pk):
    """The StagePage, perhaps not saved yet, with its appearance and event, or None."""
    people = Appearance.objects.announced().select_related("speaker")
    items = AgendaItem.objects.prefetch_related(Prefetch("appearances", people))
    events = Event.objects.select_related(
        "organisation", "series", "venue", "platform", "registration_settings"
    ).prefetch_related(Prefetch("agenda_items", items))
    appearances = Appearance.objects.select_related(
        "speaker__picture", "shares_entry_with__speaker", "stage_page__proposed_picture"
    ).prefetch_related(Prefetch("event", events))
    appearance = appearances.filter(pk=pk).first()
    return StagePage.of(appearance) if appearance else None


def stage_context(page, now):
    """The template context of the page; the access details in it may be shown to nobody else."""
    appearance, event = page.appearance, page.appearance.event
    settings = RegistrationSettings.of(event)
    shows_access = settings.shows_access(now)
    early = event.status == Status.PUBLISHED and now < settings.access_shown_from
    return {
        "stage": page,
        "appearance": appearance,
        "event": event,
        "now": now,
        "is_preview": True,  # pictures are shown before they are public
        "shared_with": appearance.shares_entry_with,
        "own_items": own_items(appearance),
        "agenda": agenda_of(event, now) if event.status in (Status.DRAFT, Status.PUBLISHED) else None,
        "takes_place": event.status == Status.PUBLISHED,
        "is_public": event.is_published(now),
        "access": AccessDetails.objects.for_people_on_stage(event).first() if shows_access else None,
        "access_from": settings.access_shown_from.astimezone(event.zone) if early else None,
        "numbers": numbers_of(event),
        "contact": Contact(*event.contact),
    }


def own_items(appearance):
    """The rows of the timetable that this person is on, also in another role; as stops."""
    own = set(appearance.agenda_items.through.objects.filter(
        appearance__speaker=appearance.speaker_id, appearance__event=appearance.event_id
    ).values_list("agendaitem_id", flat=True))  # fmt: skip
    zone = appearance.event.zone
    return [
        {"title": item.title, "starts": item.starts_at and item.starts_at.astimezone(zone), "track": item.track}
        for item in appearance.event.agenda_items.all()
        if item.pk in own
    ]


def numbers_of(event):
    """Pairs of a state in words and how many people are in it, without names; empty where nobody has signed up."""
    counted = event.registrations.filter(state__in=LIVE).order_by().values_list("state").annotate(Count("pk"))
    numbers = dict(counted)
    return [(State(state).label, numbers[state]) for state in (*LIVE[2:], *LIVE[:2]) if state in numbers]
