"""Events: which rows their records are made of, in a fixed number of queries, and what is said."""

from django.db.models import Prefetch

from events.api import shapes
from events.api.pieces import both, html_of, image_of, named, page_of, self_url, tag, text_of
from events.api.records import venue
from events.models import AgendaItem, Appearance, CoHost, EventLink, Programme, Section, Status, Visibility
from events.page.facts import confidentiality_of, source_name
from events.structured_data import MODE, STATUS
from events.wording import FEW

_UNSEEN = ("search_de", "search_en", "audience_note", "house_rules")
_UNSEEN_BESIDES = [
    *(f"series__{name}" for name in ("description", "description_html", "audience_note", "house_rules")),
    "organisation__description",
    "organisation__description_html",
    "venue__directions",
]


def with_record_contents(events, now):
    """The events with all that is said of them; nobody whose name is not announced is among it."""
    announced = Appearance.objects.announced().select_related("speaker").defer("bio", "speaker__bio", "speaker__email")
    on_agenda = Prefetch("appearances", Appearance.objects.announced().only("pk", "speaker"))
    items = AgendaItem.objects.defer("abstract").prefetch_related(on_agenda)
    whole = events.select_related("organisation", "series", "venue", "platform", "availability", "picture")
    return whole.defer(*_UNSEEN, *_UNSEEN_BESIDES).prefetch_related(
        Prefetch("sections", Section.objects.defer("body")),
        Prefetch("appearances", announced),
        Prefetch("agenda_items", items),
        Prefetch("co_hosts", CoHost.objects.exclude(accepted_at=None).select_related("organisation")),
        Prefetch("links", _links(now)),
        "partners",
        "topics",
        "audiences",
        Prefetch("programmes", Programme.objects.only("slug", "language", "title", "title_translated")),
    )


def _links(now):
    """Without those to events that have no page or are unlisted."""
    shown = EventLink.objects.leading_somewhere(now).exclude(target__visibility=Visibility.UNLISTED)
    return shown.select_related("target")


def event(row):
    """What is said of an event that came ``with_record_contents``."""
    return shapes.Event(
        id=row.pk,
        uid=row.uid,
        sequence=row.sequence,
        self_url=self_url("event", row),
        url=page_of(row),
        slug=row.slug,
        in_language=row.language,
        name=both(row, "title"),
        alternate_name=text_of(row, "subtitle"),
        description=both(row, "summary"),
        event_status=STATUS.get(row.status, "EventScheduled"),
        status_reason=text_of(row, "status_reason"),
        event_attendance_mode=MODE[row.attendance_mode],
        time_zone=row.time_zone,
        all_day=row.all_day,
        open_end=row.open_end,
        confidentiality=row.confidentiality if confidentiality_of(row) else None,
        wheelchair=row.wheelchair,
        captions=row.captions,
        sign_language=row.sign_language,
        accessibility_note=row.accessibility_note or None,
        image=image_of(row.picture),
        is_accessible_for_free=None if row.source else True,
        sign_up=_sign_up(row),
        source=_source(row),
        is_demo=row.is_demo,
        published=_moment(row.publish_at, row),
        updated=_moment(row.updated_at, row),
        **_times(row),
        **_place(row),
        **_belongings(row),
        **_people(row),
        **_texts(row),
    )


def _moment(moment, row):
    """On the wall clock of the event's own zone, with its offset."""
    return moment and moment.astimezone(row.zone).replace(microsecond=0)


def _times(row):
    if row.all_day:
        return {"start_date": row.first_day.isoformat(), "end_date": row.last_day.isoformat()}
    return {
        "start_date": _moment(row.starts_at, row).isoformat(),
        "end_date": _moment(row.ends_at, row).isoformat(),
    }


def _place(row):
    platform = row.platform if row.is_online else None
    return {
        "location": venue(row.venue) if row.is_in_person and row.venue else None,
        "room": (row.is_in_person and row.room) or None,
        "platform": platform
        and shapes.Platform(
            id=platform.pk,
            name=platform.name,
            in_browser=platform.in_browser,
            phone_dial_in=platform.phone_dial_in,
            live_captions=platform.live_captions,
            note=platform.note or None,
            website=platform.website or None,
            test_url=platform.test_url or None,
        ),
    }


def _belongings(row):
    hosts = [row.organisation, *(co_host.organisation for co_host in row.co_hosts.all())]
    return {
        "publisher": named("organisation", row.organisation),
        # Who entered an event that was taken over from elsewhere is not who hosts it.
        "organizer": [] if row.source else [named("organisation", host) for host in hosts],
        "partners": [
            shapes.Partner(kind=each.kind, name=each.name, url=each.url or None) for each in row.partners.all()
        ],
        "series": named("series", row.series) if row.series else None,
        "edition": row.edition or None,
        "programmes": [named("programme", each) for each in row.programmes.all()],
        "topics": [named("topic", each) for each in row.topics.all()],
        "audience": [tag(each) for each in row.audiences.all()],
    }


def _people(row):
    return {
        "people": [_person(each, row) for each in row.appearances.all()],
        "agenda": [_agenda_item(each, row) for each in row.agenda_items.all()],
        "line_up": row.line_up,
        "line_up_note": text_of(row, "line_up_note"),
    }


def _person(appearance, row):
    speaker = appearance.speaker
    return shapes.Person(
        id=speaker.pk,
        url=page_of(speaker),
        self_url=self_url("speaker", speaker),
        honorific_prefix=speaker.academic_title or None,
        name=speaker.name,
        role=appearance.role,
        job_title=appearance.function or None,
        bio=html_of(row.language, appearance.bio_html),
    )


def _agenda_item(item, row):
    return shapes.AgendaItem(
        name=_own(item.title, row),
        kind=item.kind,
        start_date=_moment(item.starts_at, row),
        end_date=_moment(item.ends_at, row),
        track=item.track or None,
        text=html_of(row.language, item.abstract_html),
        performers=[appearance.speaker_id for appearance in item.appearances.all()],
    )


def _own(text, row):
    return shapes.Text(lang=row.language, text=text)


def _texts(row):
    sections = [
        shapes.Section(heading=_own(each.heading, row), text=html_of(row.language, each.body_html))
        for each in row.sections.all()
        if each.body_html
    ]
    return {
        "sections": sections,
        "audience_note": _inherited(row, "audience_note_html", row.shown_audience_note_html),
        "audience_condition": text_of(row, "audience_condition"),
        "house_rules": _inherited(row, "house_rules_html", row.shown_house_rules_html),
        "links": [_link(each) for each in row.links.all()],
    }


def _inherited(row, field, shown):
    """A text of the event's, or else of its series', in the language of whose it is."""
    return html_of(row.language if getattr(row, field) else getattr(row.series, "language", ""), shown)


def _link(link):
    target = link.target
    return shapes.FurtherLink(
        kind=link.kind,
        label=link.label or target.title,
        url=page_of(target) if target else link.url,
        note=link.note or None,
    )


def _sign_up(row):
    if row.status != Status.PUBLISHED:
        return None
    if row.external_signup_url:
        return shapes.SignUp(url=row.external_signup_url)
    seats = getattr(row, "availability", None)
    if not seats or not seats.takes_registrations:
        return None
    return shapes.SignUp(
        url=page_of(row),
        opens=_moment(seats.opens_at, row),
        closes=_moment(seats.closes_at, row),
        maximum_attendee_capacity=seats.seats,
        availability=_availability(seats),
        waiting_list=seats.waiting_list,
    )


def _availability(seats):
    """In words, which change seldom; the number of seats left changes with every sign-up."""
    if seats.free is None or seats.free > FEW:
        return "InStock"
    return "LimitedAvailability" if seats.free else "SoldOut"


def _source(row):
    if not row.source and not row.source_url:
        return None
    return shapes.Source(
        name=source_name(row), url=row.source_url or None, id=row.source_id or None, license=row.source_licence or None
    )
