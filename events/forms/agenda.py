"""Rows of the agenda: clock times of the event's own zone, and their people as one choice of names."""

import datetime as dt

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext_lazy as _

from accounts.admin.selecting import RememberingSelectMultiple, ScopedForm, made_accessible, remember
from events.forms.rows import RowsFormSet
from events.forms.times import ONE_DAY
from events.forms.wall_clock import ClockField, DayField, WhichHourField, read, which_of
from events.models import AgendaItem, Appearance
from events.times import shifted_span
from speakers.models import Speaker

SPEAKER = Appearance._meta.get_field("speaker")


def people_widget():
    """One autocomplete over all people, with "add" beside it."""
    widget = made_accessible(RememberingSelectMultiple(SPEAKER, admin.site))
    return RelatedFieldWidgetWrapper(widget, SPEAKER.remote_field, admin.site, can_add_related=True)


class AgendaItemForm(ScopedForm):
    """``event_times`` is set by the formset before the form is cleaned: see EventTimes."""

    day = DayField(label=_("Date"), required=False, help_text=_("Only where the event lasts several days."))
    begins = ClockField(label=_("From"), required=False)
    ends = ClockField(label=_("To"), required=False)
    begins_which = WhichHourField(label=_("Which of the two hours does it begin in?"))
    ends_which = WhichHourField(label=_("Which of the two hours does it end in?"))
    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=Speaker.objects.all(),
        required=False,
        widget=people_widget(),
        help_text=_("Speakers and moderators of this item; who is new on the event is added to its people."),
    )

    class Meta:
        model = AgendaItem
        fields = ["position", "title", "kind", "track", "abstract"]

    def __init__(self, *args, event_times, **kwargs):
        super().__init__(*args, **kwargs)
        self.event_times = event_times
        if not event_times.several_days:
            self.fields["day"].widget = forms.HiddenInput()
        if self.instance.pk:
            people = [appearance.speaker for appearance in self.instance.appearances.all()]
            self.initial["people"] = [speaker.pk for speaker in people]
            remember(self.fields["people"], people)
            if self.instance.starts_at:
                self._show_times(self.instance)

    def _show_times(self, item):
        zone = self.event_times.stored_zone
        start = item.starts_at.astimezone(zone)
        end = item.ends_at and item.ends_at.astimezone(zone)
        self.initial |= {"begins": start.time(), "begins_which": which_of(item.starts_at, zone)}
        if end:
            self.initial |= {"ends": end.time(), "ends_which": which_of(item.ends_at, zone)}
        if start.date() != self.event_times.stored_day_of(start.time()):
            self.initial["day"] = start.date()
        for name in ("begins_which", "ends_which"):
            if self.initial.get(name):
                self.fields[name].reveal()

    def clean(self):
        cleaned = super().clean()
        if {"day", "begins", "ends"} & self.errors.keys():
            return cleaned
        if cleaned.get("begins") is None:
            if cleaned.get("ends") is not None:
                self.add_error("begins", _("Enter when it begins, too."))
            self.instance.starts_at = self.instance.ends_at = None
        elif self._moves_along():
            moved = self.event_times.moved(self.instance.starts_at, self.instance.ends_at)
            self.instance.starts_at, self.instance.ends_at = moved
        else:
            self._read_times(cleaned)
        return cleaned

    def _moves_along(self):
        typed = {"day", "begins", "ends", "begins_which", "ends_which"} & set(self.changed_data)
        return self.instance.starts_at is not None and not typed and self.event_times.moves_along()

    def _read_times(self, cleaned):
        times, begins, ends = self.event_times, cleaned["begins"], cleaned.get("ends")
        day = cleaned.get("day") or times.day_of(begins)
        self.instance.starts_at = read(self, day, begins, times.zone, field="begins", which="begins_which")
        self.instance.ends_at = None
        if ends is not None:
            last = day + ONE_DAY if ends < begins and times.goes_past(day) else day
            self.instance.ends_at = read(self, last, ends, times.zone, field="ends", which="ends_which")


class EventTimes:
    """What an agenda's clock times refer to: the event as it was when the form was made, and as it is being saved.

    A time without a date is on the event's first day, or in the night after it where the event goes past midnight.
    """

    def __init__(self, event, *, along):
        self.event, self.along = event, along
        self.stored_start, self.stored_zone = event.starts_at, event.zone
        self.several_days = event.is_several_days
        self.stored_first, self.stored_begins, self.stored_last = _days_of(event)

    @property
    def zone(self):
        return self.event.zone

    def moves_along(self):
        return self.along and self.event.starts_at != self.stored_start and self.zone == self.stored_zone

    def moved(self, starts_at, ends_at):
        return shifted_span(starts_at, ends_at, start=self.stored_start, new_start=self.event.starts_at, zone=self.zone)

    def stored_day_of(self, clock):
        return _day_of(clock, self.stored_first, self.stored_begins, self.stored_last)

    def day_of(self, clock):
        return _day_of(clock, *_days_of(self.event))

    def goes_past(self, day):
        """Whether the event goes on after midnight of this day."""
        return self.event.local_end.date() > day


def _days_of(event):
    start = event.local_start
    return start.date(), dt.time() if event.all_day else start.time(), event.local_end.date()


def _day_of(clock, first, begins, last):
    return first + ONE_DAY if clock < begins and clock < dt.time(6) and last > first else first


class AgendaFormSet(RowsFormSet):
    """Saves also the rows nobody typed into, where the event's day or zone has changed under them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read now: cleaning the event's own form puts the new times into the same instance.
        event = self.instance
        self.event_times = EventTimes(event, along=self._along()) if event.starts_at else None

    def _along(self):
        return self.data.get("agenda_along") == "on" if self.is_bound else True

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"event_times": self.event_times}

    def save(self, commit=True):
        stored = {pk: times for pk, *times in self.get_queryset().values_list("pk", "starts_at", "ends_at")}
        saved = super().save(commit)
        for item in (form.instance for form in self.initial_forms if form not in self.deleted_forms):
            if item.pk in stored and stored[item.pk] != [item.starts_at, item.ends_at]:
                item.save(update_fields=["starts_at", "ends_at"])
        return saved

    def save_people(self):
        """Put the chosen people on their items; whoever is not on the event yet becomes a speaker of it.

        Called when every row of the page is saved: the page's list of people may have gained somebody, too.
        """
        forms_kept = [form for form in self.forms if form.instance.pk and form not in self.deleted_forms]
        changed = [form for form in forms_kept if "people" in form.changed_data]
        if not changed:
            return
        on_stage = {}
        for appearance in self.instance.appearances.order_by("position", "pk"):
            on_stage.setdefault(appearance.speaker_id, appearance)
        position = max((appearance.position for appearance in on_stage.values()), default=0)
        for form in changed:
            for speaker in form.cleaned_data["people"]:
                if speaker.pk not in on_stage:
                    position += 1
                    on_stage[speaker.pk] = Appearance.objects.create(
                        event=self.instance, speaker=speaker, position=position
                    )
            form.instance.appearances.set(on_stage[speaker.pk] for speaker in form.cleaned_data["people"])
