"""Everything but events: which rows there are, those that belong to a listed event, and what is said of each."""

from django.db.models import Prefetch, Q

from accounts.models import Organisation
from events.api import shapes
from events.api.pieces import both, html_of, image_of, named, names_of, page_of, self_url, tag, text_of
from events.models import AttendanceMode, CoHost, Event, Programme, Series, Topic, Venue, speakers_at
from speakers.models import Affiliation


def topics(now):
    return Topic.objects.filter(pk__in=Event.objects.listed(now).values("topics"))


def topic(row):
    return shapes.Topic(id=row.pk, self_url=self_url("topic", row), url=page_of(row), slug=row.slug, name=names_of(row))


def series(now):
    rows = Series.objects.filter(pk__in=Event.objects.listed(now).values("series"))
    return rows.select_related("organisation", "picture").prefetch_related("audiences")


def one_series(row):
    return shapes.EventSeries(
        id=row.pk,
        self_url=self_url("series", row),
        url=page_of(row),
        slug=row.slug,
        name=both(row, "title"),
        description=both(row, "summary"),
        text=html_of(row.language, row.description_html),
        rhythm=text_of(row, "rhythm"),
        audience=[tag(audience) for audience in row.audiences.all()],
        organizer=named("organisation", row.organisation),
        website=row.website or None,
        image=image_of(row.picture),
        is_active=row.is_active,
        updated=row.updated_at,
    )


def programmes(now):
    rows = Programme.objects.filter(pk__in=Event.objects.listed(now).values("programmes"))
    return rows.select_related("organisation", "picture")


def programme(row):
    return shapes.Programme(
        id=row.pk,
        self_url=self_url("programme", row),
        url=page_of(row),
        slug=row.slug,
        name=both(row, "title"),
        description=both(row, "summary"),
        text=html_of(row.language, row.description_html),
        start_date=row.starts_on,
        end_date=row.ends_on,
        organizer=named("organisation", row.organisation),
        website=row.website or None,
        image=image_of(row.picture),
        updated=row.updated_at,
    )


def organisations(now):
    """Hosts of listed events, and whose series or programme they belong to. Persons to ask stand on pages only."""
    listed = Event.objects.listed(now)
    hosting = CoHost.objects.filter(event__in=listed, accepted_at__isnull=False)
    shown = Q(pk__in=listed.values("organisation")) | Q(pk__in=hosting.values("organisation"))
    shown |= Q(pk__in=series(now).values("organisation")) | Q(pk__in=programmes(now).values("organisation"))
    return Organisation.objects.filter(shown).select_related("parent")


def organisation(row):
    return shapes.Organization(
        id=row.pk,
        self_url=self_url("organisation", row),
        url=page_of(row),
        slug=row.slug,
        name=row.name,
        short_name=row.short_name or None,
        summary=row.summary or None,
        description_html=row.description_html or None,
        website=row.website or None,
        parent=shapes.WebLink(label=row.parent.name, url=page_of(row.parent)) if row.parent else None,
        updated=row.updated_at,
    )


def speakers(now):
    current_first = Affiliation.objects.order_by("until", "position", "pk")  # PostgreSQL sorts null last
    rows = speakers_at(Event.objects.listed(now)).select_related("picture")
    return rows.prefetch_related(Prefetch("affiliations", current_first), "links").defer("email")


def speaker(row):
    return shapes.Speaker(
        id=row.pk,
        self_url=self_url("speaker", row),
        url=page_of(row),
        slug=row.slug,
        honorific_prefix=row.academic_title or None,
        name=row.name,
        bio=html_of(row.language, row.bio_html),
        affiliations=[_affiliation(each) for each in row.affiliations.all()],
        links=[shapes.WebLink(label=link.label, url=link.url) for link in row.links.all()],
        image=image_of(row.picture),
        updated=row.updated_at,
    )


def _affiliation(row):
    return shapes.Affiliation(
        job_title=row.function or None,
        organization=row.organisation_name or None,
        url=row.organisation_url or None,
        since=row.since,
        until=row.until,
    )


def venues(now):
    in_person = Event.objects.listed(now).exclude(attendance_mode=AttendanceMode.ONLINE)
    return Venue.objects.filter(pk__in=in_person.values("venue"))


def venue(row):
    return shapes.Venue(
        id=row.pk,
        self_url=self_url("venue", row),
        name=row.name,
        kind=row.kind,
        operator=row.operator or None,
        street_address=row.street or None,
        postal_code=row.postal_code or None,
        address_locality=row.city,
        address_country=row.country,
        latitude=None if row.latitude is None else float(row.latitude),
        longitude=None if row.longitude is None else float(row.longitude),
        wheelchair=row.wheelchair or None,
        accessible_toilet=row.accessible_toilet,
        hearing_loop=row.hearing_loop,
        accessibility_note=row.accessibility_note or None,
        opening_hours=row.opening_hours or None,
        directions_html=row.directions_html or None,
        website=row.website or None,
        updated=row.updated_at,
    )
