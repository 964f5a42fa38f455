"""Which events: the words that lists, pages, feeds and the admin are made of."""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from accounts.models import EDITING_ROLES, Organisation, Role
from accounts.slugs import SluggedQuerySet
from events.models.choices import AppearanceRole, AttendanceMode, LineUp, Status, Visibility, WheelchairAccess
from events.statements import any_of, in_set
from events.times import midnight

A_YEAR = dt.timedelta(days=365)
KEPT_WHEN_OFF = dt.timedelta(days=90)  # what does not take place stays in calendars, so that they hear of it

ALL_ZONES = """
    WITH RECURSIVE zone AS (
        SELECT min(time_zone) AS name FROM events_event
        UNION ALL
        SELECT (SELECT min(time_zone) FROM events_event WHERE time_zone > zone.name) FROM zone WHERE name IS NOT NULL
    )
    SELECT name FROM zone WHERE name IS NOT NULL"""
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def _unless_postponed(field):
    """The date of a postponed event does not hold: it is not over and comes after all others."""
    postponed = When(status=Status.POSTPONED, then=Value(NEVER))
    return Case(postponed, default=F(field), output_field=DateTimeField())


# Both are the first column of an index: which events and in which order is then read off it, however many there are.
OVER_AT, TURN_AT = _unless_postponed("ends_at"), _unless_postponed("starts_at")
# "+" so that PostgreSQL does not take its index: it would read all that are not over, and sort them.
OVER_AT_BY_ROW = OVER_AT + dt.timedelta(0)
FEW = 1000  # events of a topic that are looked up by number
LONG = dt.timedelta(days=30)
LASTS_LONG = GreaterThanOrEqual(F("ends_at") - F("starts_at"), Value(LONG))
# The start of the first that is not over; "+" so that PostgreSQL does not walk there through all that is. What lasts
# long has an index of its own, so that nobody has to look at all that ends later, long ago.
FIRST_START = """coalesce(least((
    SELECT min(starts_at + interval '0') FROM events_event
    WHERE ends_at > %s AND ends_at < %s::timestamptz + interval '30 days' AND starts_at <= %s
), (
    SELECT min(starts_at + interval '0') FROM events_event
    WHERE (ends_at - starts_at) >= interval '30 days' AND ends_at > %s AND starts_at <= %s
)), %s)"""


def first_start(moment):
    """When the first event begins that is not over at the moment; no event with a later end begins before."""
    return RawSQL(FIRST_START, [moment] * 6, output_field=DateTimeField())  # noqa: S611 - nothing typed in it


SEEN_IN_ROWS = (
    "slug",
    "status",
    "edition",
    "time_zone",
    "starts_at",
    "ends_at",
    "open_end",
    "all_day",
    "attendance_mode",
    "is_demo",
    *(
        f"{of}{name}"
        for of in ("", "series__")
        for name in ("slug", "language", "title", "title_translated", "summary", "summary_translated")
    ),
    "organisation__name",
    "organisation__short_name",
    "venue__city",
    *(f"availability__{name}" for name in ("takes_registrations", "free", "waiting_list", "opens_at", "closes_at")),
)


def days_condition(first, last, zones):
    """What ``on_days`` filters by. Compares instants: the same days begin at other moments in other zones; the first
    and the last of them narrow all events by an index, whichever it is that leads to them in their order.

    A postponed event is on no day.
    """
    alike = {}
    for zone in zones:
        start = midnight(first, zone) if first else None
        end = midnight(last + dt.timedelta(days=1), zone) if last else None
        alike.setdefault((start, end), []).append(zone)
    spans = []
    for (start, end), names in alike.items():
        begins = {"starts_at__lt": end} if end else {}
        ends = {"ends_at__gt": start} if start else {}
        spans.append(Q(time_zone__in=names, **begins, **ends))
    condition = Q(*spans or [Q(pk__in=[])], _connector=Q.OR) & ~Q(status=Status.POSTPONED)
    if alike and first:
        start = min(start for start, _end in alike)
        begins = first_start(start)
        condition &= Q(GreaterThanOrEqual(TURN_AT, begins), starts_at__gte=begins, ends_at__gt=start)
    if alike and last:
        end = max(end for _start, end in alike)
        condition &= Q(LessThan(TURN_AT, end), starts_at__lt=end)
    return condition


def having_condition(events, field, row):
    """What ``having`` filters by. A few are looked up by their numbers. Where many have it, PostgreSQL shall go through
    events in their order and look each up: joined, it would read all that have it, however few are wanted.
    """
    links = events.model._meta.get_field(field).remote_field.through.objects
    numbers = links.filter(**{row._meta.model_name: row.pk}).values_list("event", flat=True)
    few = list(numbers[: FEW + 1])
    return any_of("pk", few) if len(few) <= FEW else in_set("pk", numbers)


class EventQuerySet(SluggedQuerySet):
    def published(self, now):
        """Everything that has a public page: also postponed and cancelled events, also unlisted ones."""
        return self.filter(status__in=(Status.PUBLISHED, Status.POSTPONED, Status.CANCELLED), publish_at__lte=now)

    def listed(self, now):
        """What lists, searches and feeds may show."""
        return self.published(now).filter(visibility=Visibility.PUBLIC)

    def withdrawn(self):
        """What was public and should not be any more."""
        return self.filter(status=Status.WITHDRAWN)

    def in_calendars(self, now):
        """What a subscribed calendar holds: what was listed, of the past year and all that comes.

        What was cancelled or withdrawn stays until 90 days after its date or after that step, whichever is later.
        """
        return self.in_calendars_once_public(now).filter(publish_at__lte=now)

    def in_calendars_once_public(self, now):
        """The same, with what is still to be published at its time."""
        long_ago = now - KEPT_WHEN_OFF
        off = Q(status__in=(Status.CANCELLED, Status.WITHDRAWN))
        off &= Q(ends_at__gt=long_ago) | Q(status_changed_at__gt=long_ago)
        on = Q(status=Status.PUBLISHED, ends_at__gt=now - A_YEAR) | Q(status=Status.POSTPONED)
        return self.filter(on | off, visibility=Visibility.PUBLIC)

    def upcoming(self, now):
        """Not over: a postponed event is not over, whatever its old date says."""
        return self.filter(GreaterThan(OVER_AT, now))

    def past(self, now):
        # Both dates follow from it; each leads to an index, or to nothing where other filters ask for what is to come.
        return self.filter(LessThanOrEqual(OVER_AT, now), starts_at__lt=now, ends_at__lte=now)

    def in_turn(self, now):
        """The upcoming ones, soonest first; reads no more of them than are asked for, however many there are."""
        begins = GreaterThanOrEqual(TURN_AT, first_start(now))
        return self.filter(GreaterThan(OVER_AT_BY_ROW, now), begins).soonest_first()

    def running(self, now):
        return self.filter(status=Status.PUBLISHED, starts_at__lte=now, ends_at__gt=now)

    def between(self, start, end):
        """Events that touch the half-open span of instants [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def on_days(self, first, last, zones=None):
        """Events that touch one of the days from ``first`` to ``last`` (either may be None) in their own zones."""
        return self.filter(days_condition(first, last, self.all_zones() if zones is None else zones))

    def having(self, field, row):
        """Those with this topic, audience or programme; ``field`` is "topics", …"""
        return self.filter(having_condition(self, field, row))

    @staticmethod
    def all_zones():
        """The names of the time zones that there are events in, by an index: each name is one look at it."""
        with connection.cursor() as cursor:
            cursor.execute(ALL_ZONES)
            return [name for (name,) in cursor.fetchall()]

    def open_for_signup(self, now):
        """Where somebody may sign up now: the rule of ``Availability.is_open``, as rows."""
        opened = Q(availability__opens_at=None) | Q(availability__opens_at__lte=now)
        not_closed = Q(availability__closes_at=None) | Q(availability__closes_at__gt=now)
        room = Q(availability__free=None) | Q(availability__free__gt=0) | Q(availability__waiting_list=True)
        takes = Q(availability__takes_registrations=True, status=Status.PUBLISHED, ends_at__gt=now)
        return self.filter(takes & opened & not_closed & room)

    def wheelchair_accessible(self):
        """In a place that is fully accessible: by the event's own word, or else by the venue's."""
        by_venue = Q(wheelchair=None, venue__wheelchair=WheelchairAccess.FULL)
        return self.exclude(attendance_mode=AttendanceMode.ONLINE).filter(Q(wheelchair=True) | by_venue)

    def captioned(self):
        """With live captions: by the event's own word, or else by the platform's."""
        by_platform = Q(captions=None, platform__live_captions=True)
        online = ~Q(attendance_mode=AttendanceMode.IN_PERSON)
        return self.filter(Q(captions=True) | (by_platform & online))

    def sign_interpreted(self):
        return self.filter(sign_language=True)

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")

    def hosted_by(self, organisations):
        """Published by one of the organisations, or co-hosted by one that has accepted."""
        co_hosts = self.model._meta.get_field("co_hosts").related_model.objects
        accepted = co_hosts.filter(organisation__in=organisations, accepted_at__isnull=False)
        # An array, so that PostgreSQL looks both up by their indexes; with IN it would go through all events.
        co_hosted = any_of("pk", ArraySubquery(accepted.values("event")))
        return self.filter(Q(organisation__in=organisations) | Q(co_hosted))

    def editable_by(self, user):
        return self.of(user, EDITING_ROLES)

    def of(self, user, roles=tuple(Role)):
        """The events of the organisations that this user belongs to in one of the roles."""
        if user.is_superuser and user.is_active:
            return self
        return self.hosted_by(Organisation.objects.of(user, roles))

    def controlled_by(self, user, roles=tuple(Role)):
        """The events for whose participants' data this user's organisations answer: as the publishing one, or as a
        co-host that is a declared joint controller and has accepted.
        """
        if user.is_superuser and user.is_active:
            return self
        organisations = Organisation.objects.of(user, roles)
        joint = self.model.objects.filter(
            co_hosts__organisation__in=organisations,
            co_hosts__is_joint_controller=True,
            co_hosts__accepted_at__isnull=False,
        )
        return self.filter(Q(organisation__in=organisations) | Q(pk__in=joint.values("pk")))

    def soonest_first(self):
        """By date; postponed events, whose date does not hold, at the end."""
        return self.order_by(TURN_AT, "starts_at", "pk")

    def for_rows(self):
        """With all that a row in a list shows, and nothing else: other fields would cost a query for each row."""
        return self.select_related("organisation", "series", "venue", "availability").only(*SEEN_IN_ROWS)


class AppearanceQuerySet(QuerySet):
    def announced(self):
        """Without the speakers of a line-up that is not final: a sentence stands there instead of their names."""
        return self.exclude(~Q(event__line_up=LineUp.FINAL), role=AppearanceRole.SPEAKER)

    def announced_at(self, events):
        return self.announced().filter(event__in=events)


class LinkQuerySet(QuerySet):
    def leading_somewhere(self, now):
        """Without links to events that have no public page."""
        events = self.model.target.field.related_model.objects.published(now)
        return self.filter(Q(target=None) | Exists(events.filter(pk=OuterRef("target"))))
