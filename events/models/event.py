"""The event: one meetup."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.slugs import Slugged
from events.models.bilingual import Bilingual
from events.models.choices import AttendanceMode, Confidentiality, LineUp, Status, Visibility
from events.models.places import Platform, Venue
from events.models.queries import LASTS_LONG, OVER_AT, TURN_AT, EventQuerySet
from events.models.series import Programme, Series
from events.models.taxonomy import Audience, Topic
from events.times import DEFAULT_ZONE, Span, validate_zone
from outbox.markdown import MarkdownField, RenderedField
from pictures.models import Picture

# What decides whether an event is listed: lists are read off an index alone, not off rows that lie apart.
NARROW = ("status", "visibility", "publish_at", "attendance_mode", "language")


class Event(Span, Slugged, Bilingual):
    """One meetup.

    ``starts_at`` and ``ends_at`` are instants; ``time_zone`` names the zone they are entered and shown in. An all-day
    event begins at midnight of its first day there and ends at midnight after its last. ``open_end`` says that
    ``ends_at`` is a guess. ``version`` rises with every save in a form (optimistic locking), ``sequence`` with every
    change of time, place, mode or status (RFC 5545 section 3.8.7.4). A trigger keeps ``uid`` as it was made and
    ``sequence`` from falling.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("publishing organisation"), on_delete=models.PROTECT, related_name="events"
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    edition = models.CharField(
        _("edition"), max_length=80, blank=True, help_text=_("Within the series, for example: special edition.")
    )
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), blank=True, related_name="events")

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    plain_title = models.CharField(
        _("title in plain language"), max_length=200, blank=True, help_text=_("Leichte Sprache, if there is a version.")
    )
    plain_summary = models.TextField(
        _("summary in plain language"),
        max_length=2000,
        blank=True,
        help_text=_("One sentence per line. Long words get a hyphen or a dot in the middle: Bundes·tag."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    status_reason = models.TextField(_("public reason"), max_length=1000, blank=True, editable=False)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    preview_generation = models.PositiveIntegerField(default=1, editable=False)

    time_zone = models.CharField(_("time zone"), max_length=60, default=DEFAULT_ZONE, validators=[validate_zone])
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    open_end = models.BooleanField(_("open end"), default=False)
    all_day = models.BooleanField(_("all day"), default=False)

    attendance_mode = models.CharField(_("takes place"), max_length=10, choices=AttendanceMode)
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    room = models.CharField(_("room"), max_length=120, blank=True)
    platform = models.ForeignKey(
        Platform, verbose_name=_("platform"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)

    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="events")
    audience_note = MarkdownField(_("for whom"), blank=True)
    audience_note_html = RenderedField(source="audience_note")
    audience_condition = models.CharField(
        _("condition to confirm"),
        max_length=300,
        blank=True,
        help_text=_("For example: I work in a public administration."),
    )
    house_rules = MarkdownField(_("house rules"), blank=True)
    house_rules_html = RenderedField(source="house_rules")
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, default=Confidentiality.OPEN
    )
    line_up = models.CharField(_("line-up"), max_length=20, choices=LineUp, default=LineUp.FINAL)
    line_up_note = models.CharField(
        _("instead of names"),
        max_length=300,
        blank=True,
        help_text=_("For example: two or three speakers will be announced in October."),
    )
    wheelchair = models.BooleanField(_("wheelchair accessible"), null=True, blank=True)
    captions = models.BooleanField(_("live captions"), null=True, blank=True)
    sign_language = models.BooleanField(_("sign language"), null=True, blank=True)
    accessibility_note = models.TextField(_("on accessibility"), max_length=1000, blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    external_signup_url = models.URLField(
        _("sign-up elsewhere"), max_length=500, blank=True, help_text=_("Only if seats are managed somewhere else.")
    )
    agenda_after = models.PositiveSmallIntegerField(
        _("agenda after section no."), null=True, blank=True, help_text=_("Empty: after the last one.")
    )
    people_after = models.PositiveSmallIntegerField(
        _("people after section no."), null=True, blank=True, help_text=_("Empty: after the agenda.")
    )

    source = models.CharField(max_length=200, blank=True, editable=False)
    source_id = models.CharField(max_length=255, blank=True, editable=False)
    source_url = models.URLField(max_length=500, blank=True, editable=False)
    source_licence = models.CharField(max_length=60, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    uid = models.CharField(max_length=255, unique=True, null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    search_de = SearchVectorField(null=True, editable=False)
    search_en = SearchVectorField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at", "id"], include=[*NARROW, "ends_at"], name="event_by_start"),
            models.Index(fields=["ends_at", "starts_at"], name="event_by_end"),
            models.Index(fields=["ends_at", "starts_at"], condition=Q(LASTS_LONG), name="event_that_lasts_long"),
            models.Index(TURN_AT, "starts_at", "id", include=[*NARROW, "ends_at"], name="event_by_turn"),
            models.Index(OVER_AT, name="event_by_being_over"),
            models.Index(fields=["time_zone"], name="event_by_zone"),
            models.Index(fields=["publish_at"], name="event_by_publication"),
            GinIndex(fields=["search_de"], name="event_search_de"),
            GinIndex(fields=["search_en"], name="event_search_en"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="an_event_ends_after_it_begins",
                violation_error_message=_("The event ends before it begins. Correct one of the two times."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(publish_at__isnull=False),
                name="a_published_event_says_since_when",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="an_event_has_a_known_status"),
            models.UniqueConstraint(
                fields=["organisation", "source", "source_id"],
                condition=~Q(source_id=""),
                name="an_imported_event_exists_once",
            ),
        ]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if not self.uid:
            self.uid = f"event-{self.pk}@{urlsplit(settings.BASE_URL).hostname}"
            type(self)._base_manager.filter(pk=self.pk).update(uid=self.uid)

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])

    def is_over(self, now):
        return self.ends_at <= now and self.status != Status.POSTPONED

    def is_running(self, now):
        return self.status == Status.PUBLISHED and self.starts_at <= now < self.ends_at

    def is_published(self, now):
        """The same rule as ``EventQuerySet.published``, for one row."""
        return (
            self.status in (Status.PUBLISHED, Status.POSTPONED, Status.CANCELLED)
            and self.publish_at is not None
            and self.publish_at <= now
        )

    def is_scheduled(self, now):
        return self.status == Status.PUBLISHED and self.publish_at > now

    @property
    def is_online(self):
        return self.attendance_mode != AttendanceMode.IN_PERSON

    @property
    def is_in_person(self):
        return self.attendance_mode != AttendanceMode.ONLINE

    @property
    def has_plain_version(self):
        """Whether it can be read in plain language (Leichte Sprache), too."""
        return bool(self.plain_title and self.plain_summary)

    @property
    def shown_audience_note_html(self):
        """The event's own words on whom it is for, or its series'."""
        return self.audience_note_html or (self.series.audience_note_html if self.series else "")

    @property
    def shown_house_rules_html(self):
        return self.house_rules_html or (self.series.house_rules_html if self.series else "")

    @property
    def contact(self):
        """Name, address and telephone of whom to ask: the event's own, or the organisation's."""
        if self.contact_email or self.contact_phone:
            return self.contact_name, self.contact_email, self.contact_phone
        host = self.organisation
        return self.contact_name or host.contact_name, host.contact_email, host.contact_phone

    @property
    def external_signup_host(self):
        return urlsplit(self.external_signup_url).hostname or ""
