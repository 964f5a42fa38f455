"""The two forms of an event: the few fields it begins with, and everything else."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.admin.markdown import MarkdownWidget
from accounts.admin.selecting import ScopedForm
from accounts.refusal import Refused
from events.actions.moving import refuse_move
from events.forms.conflict import differences
from events.forms.times import TimesForm
from events.models import AttendanceMode, Event, Section
from outbox.markdown import validate_length


class EventForm(TimesForm, ScopedForm):
    """What both have in common."""

    def _check_place(self, venue, platform, mode):
        """An event in person may lack its venue for a while; one without any place at all says nothing."""
        if mode is None and venue is None and platform is None:
            self.add_error("venue", _("Choose a venue, a platform, or both."))


class NewEventForm(EventForm):
    """Title, date, from and to, place or platform, text, host."""

    last_day = None
    text = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        widget=MarkdownWidget,
        validators=[validate_length],
        help_text=gettext_lazy("Becomes the first section of the page."),
    )

    class Meta:
        model = Event
        fields = ["title", "venue", "platform", "organisation"]

    def clean(self):
        cleaned = super().clean()
        venue, platform = cleaned.get("venue"), cleaned.get("platform")
        if not {"venue", "platform"} & self.errors.keys():
            self._check_place(venue, platform, None)
        self.instance.attendance_mode = (
            AttendanceMode.HYBRID if venue and platform
            else AttendanceMode.IN_PERSON if venue
            else AttendanceMode.ONLINE
        )  # fmt: skip
        return cleaned

    def save_text(self):
        """The first section, headed in the event's language; called once the event is stored."""
        if text := self.cleaned_data.get("text"):
            with override(self.instance.language):
                heading = _("The topic")
            Section.objects.create(event=self.instance, heading=heading, body=text, position=1)


class ChangeEventForm(EventForm):
    """All fields. ``opened_version`` is what the event was when the form was opened; see ``conflicts``.

    ``now`` is set by the admin class, which reads the clock.
    """

    now = None
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agenda_along = forms.BooleanField(
        label=gettext_lazy("The agenda moves along"),
        required=False,
        initial=True,
        help_text=gettext_lazy("When it begins earlier or later, so do the rows of the agenda that you do not change."),
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = []
        self.initial["opened_version"] = self.instance.version

    def check_span(self, starts_at, ends_at):
        if starts_at != self.instance.starts_at:
            try:
                refuse_move(event=self.instance, starts_at=starts_at, ends_at=ends_at, now=self.now)
            except Refused as refusal:
                self.add_error("first_day", str(refusal))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened_version") != self.instance.version:
            self._show_conflict()
        return cleaned

    def _show_conflict(self):
        """Refuse this once: the form then carries the new version, so that saving again is a decision."""
        self.conflicts = differences(self)
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = self.instance.version
        self.add_error(
            None,
            forms.ValidationError(
                _(
                    "Somebody else has saved this event since you opened it. Nothing you typed is lost: compare below, "
                    "correct what you want to keep of theirs, and save again."
                ),
                code="conflict",
            ),
        )
