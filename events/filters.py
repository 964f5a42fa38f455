"""The filters of the list: the same parameters narrow the page, the feeds and the API.

``Filters(request.GET)`` reads them leniently: what cannot be understood is named in ``refused`` and otherwise ignored;
a slug that nothing has leads to an empty list, so that a feed never suddenly shows everything.
"""

from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from events.dates import short_day
from events.models import AttendanceMode, Audience, Event, Programme, Series, Topic
from events.models.queries import days_condition, having_condition
from events.rows import Number, counted, first_pks
from events.search import find

PARAMETERS = {"since": "from", "until": "to"}  # fields whose parameter is a word of Python's
GROUPS = {"topic": Topic, "audience": Audience, "organisation": Organisation, "series": Series, "programme": Programme}
LINKS = {"topic": "topics", "audience": "audiences", "programme": "programmes"}
LOOKUPS = {
    "series": "series",
    "mode": "attendance_mode",
    "place": "venue__city__iexact",
    "language": "language",
}
BARRIERS = {"wheelchair": "wheelchair_accessible", "captions": "captioned", "sign_language": "sign_interpreted"}
BOXES = {"open", *BARRIERS}
RARE = {"since", "until", "audience", "organisation", "programme", "language", *BOXES}
UPCOMING, PAST = "upcoming", "past"
FIRST_YEAR, LAST_YEAR = 1970, 2199


class Day(forms.DateField):
    """A day written as 2026-11-12, within the years that calendars can handle."""

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    when = forms.ChoiceField(label=_("Period"), required=False, choices=[(UPCOMING, UPCOMING), (PAST, PAST)])
    since = Day(label=pgettext_lazy("date", "From"), required=False)
    until = Day(label=pgettext_lazy("date", "To"), required=False)
    topic = forms.SlugField(label=_("Topic"), required=False)
    audience = forms.SlugField(label=_("For whom"), required=False)
    organisation = forms.SlugField(label=_("Host"), required=False)
    series = forms.SlugField(label=_("Series"), required=False)
    programme = forms.SlugField(label=_("Programme"), required=False)
    mode = forms.ChoiceField(label=_("Format"), required=False, choices=AttendanceMode.choices)
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=settings.LANGUAGES)
    open = forms.BooleanField(label=_("Sign-up open"), required=False)
    wheelchair = forms.BooleanField(label=_("Wheelchair accessible"), required=False)
    captions = forms.BooleanField(label=_("With live captions"), required=False)
    sign_language = forms.BooleanField(label=_("With sign language"), required=False)

    def add_prefix(self, field_name):
        return PARAMETERS.get(field_name, field_name)


class Filters:
    """What somebody wants to see. ``values`` holds what was understood, by field; ``when`` is kept apart."""

    def __init__(self, data):
        self.form = FilterForm(data)
        self.form.is_valid()
        self.values = {name: value for name, value in self.form.cleaned_data.items() if value}
        self.when = self.values.pop("when", UPCOMING)
        self.refused = [self.form.fields[name].label for name in self.form.errors]
        self.forgiving = False

    @cached_property
    def chosen(self):
        """The topic, series, … that were asked for, by field; None where nothing has that slug."""
        return {
            name: model.objects.filter(slug=self.values[name]).first()
            or model.objects.formerly(self.values[name]).first()
            for name, model in GROUPS.items()
            if name in self.values
        }

    @property
    def unknown(self):
        """The labels of filters by something that is not there."""
        return [self.form.fields[name].label for name, found in self.chosen.items() if found is None]

    def __bool__(self):
        return bool(self.values)

    @property
    def has_more(self):
        """Whether one is set that the bar shows under "More filters"."""
        return bool(RARE & self.values.keys())

    # Rows -----------------------------------------------------------------------------------------------------------

    def events(self, now):
        """The listed events that fit, in the period asked for."""
        return self.in_period(self.narrow(now), now)

    def in_period(self, events, now):
        return events.past(now) if self.when == PAST else events.upcoming(now)

    def first_pks(self, now, without=""):
        """The numbers of the first of them in the list's order: MOST, and one more if there are more."""
        events = self.narrow(now, without)
        events = events.past(now).latest_first() if self.when == PAST else events.in_turn(now)
        if "q" in self.values:
            events = events.order_by("-rank", *events.query.order_by)
        return first_pks(events)

    def counts(self, now, pks):
        """How many of the events that fit are upcoming and past, as Numbers; ``pks`` are those in the period."""
        narrowed = self.narrow(now)
        other = counted(narrowed.in_turn(now) if self.when == PAST else narrowed.past(now).latest_first())
        own = Number.of(len(pks))
        return {UPCOMING: other, PAST: own} if self.when == PAST else {UPCOMING: own, PAST: other}

    def narrow(self, now, without=""):
        """The listed events that fit, of all times; with a ``rank`` if there is a search. ``without`` one filter."""
        events = self._searched(now)
        for name, value in self.values.items():
            if name == without:
                continue
            if name == "organisation":
                events = events.hosted_by([self.chosen[name]] if self.chosen[name] else [])
            elif name == "open":
                events = events.open_for_signup(now)
            elif name in BARRIERS:
                events = getattr(events, BARRIERS[name])()
            elif name in LINKS:
                events = events.filter(self._having[name]) if name in self._having else events.none()
            elif name in LOOKUPS:
                value = self.chosen[name] if name in GROUPS else value
                events = events.filter(**{LOOKUPS[name]: value}) if value else events.none()
        return events.filter(self._days) if {"since", "until"} & self.values.keys() else events

    def all_events(self, now):
        """What is narrowed."""
        return Event.objects.listed(now)

    def _searched(self, now):
        if not hasattr(self, "_found"):
            self._found = find(self.all_events(now), self.values["q"]) if "q" in self.values else None
            self.forgiving = bool(self._found and self._found.forgiving)
        return self._found.events if self._found else self.all_events(now)

    @cached_property
    def _days(self):
        return days_condition(self.values.get("since"), self.values.get("until"), Event.objects.all_zones())

    @cached_property
    def _having(self):
        """Conditions by filter, for what is there."""
        found = {name: self.chosen[name] for name in LINKS if self.chosen.get(name)}
        return {name: having_condition(Event.objects.all(), LINKS[name], row) for name, row in found.items()}

    # Addresses ------------------------------------------------------------------------------------------------------

    def query(self, **changes):
        """The parameters as a query string with a leading "?", with changes (None drops one); never the page."""
        wanted = {"when": self.when if self.when != UPCOMING else None} | self.values | changes
        pairs = [(PARAMETERS.get(name, name), _typed(value)) for name, value in wanted.items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def applied(self):
        """Each filter that is on: dicts of label, text, language (or None) and the query string without it."""
        return [
            {
                "name": name,
                "label": self.form.fields[name].label,
                "text": text,
                "language": language,
                "without": self.query(**{name: None}),
            }
            for name, value in self.values.items()
            for text, language in [self._shown(name, value)]
        ]

    def _shown(self, name, value):
        found = self.chosen.get(name)
        if found:
            title = getattr(found, "shown_title", None)
            return (title.text, title.language) if title else (str(found), getattr(found, "shown_language", None))
        if name in ("mode", "language"):
            return dict(self.form.fields[name].choices)[value], None
        if name in ("since", "until"):
            return short_day(value), None
        return "" if name in BOXES else value, None


def _typed(value):
    """A value as it stands in an address."""
    if value is True:
        return "1"
    return value.isoformat() if hasattr(value, "isoformat") else value
