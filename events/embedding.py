"""The list on other people's sites: what a frame shows, and the lines that put one there.

Parameters are the list's filters (``events/filters.py``), ``number`` of events, ``lang`` for the frame's own words as
with all addresses for machines, and ``look``: the system's scheme unless the site around it is always light or dark.
"""

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.feeds.selections import LANGUAGE, selected
from events.filters import Filters
from events.rows import Number, rows_of

USUAL_NUMBER, FEWEST, MOST = 5, 2, 30
LOOKS = [
    ("", pgettext_lazy("look", "Like the device")),
    ("light", pgettext_lazy("look", "Always light")),
    ("dark", pgettext_lazy("look", "Always dark")),
]
# Of a frame 340 pixels wide, in pixels: what stands above and below the rows, and a row whose title takes three lines.
# A title that takes more can be scrolled to.
FRAME_HEIGHT, ROW_HEIGHT = 90, 150


class FrameForm(forms.Form):
    number = forms.IntegerField(label=_("Number of events"), required=False, min_value=1)
    lang = forms.ChoiceField(label=_("Language of the frame"), required=False, choices=settings.LANGUAGES)
    look = forms.ChoiceField(label=_("Colours"), required=False, choices=LOOKS)


class Frame:
    """What the parameters of an address ask to be shown; what cannot be read is as if it were not there."""

    def __init__(self, data, language=settings.LANGUAGE_CODE):
        form = FrameForm(data)
        form.is_valid()
        values = form.cleaned_data
        self.labels = {name: field.label for name, field in form.fields.items()}
        self.number = min(values.get("number") or USUAL_NUMBER, MOST)
        self.language = values.get("lang") or language
        self.look = values.get("look") or ""
        self.filters = Filters(data)
        self._data = data

    @cached_property
    def selection(self):
        """The same selection as feeds know it: with its title, in the active language, and its addresses."""
        return selected(self._data)

    def events(self, now):
        """The events, and how many fit in all."""
        pks = self.filters.first_pks(now)
        return rows_of(pks[: self.number]), Number.of(len(pks))

    @property
    def path(self):
        language = self.language if self.language != settings.LANGUAGE_CODE else None
        number = self.number if self.number != USUAL_NUMBER else None
        return reverse("embed_events") + self.filters.query(number=number, look=self.look, **{LANGUAGE: language})

    def height(self, total):
        """For the rows there are now, of ``total`` events: a series has seldom more than the next two dates."""
        return FRAME_HEIGHT + min(self.number, max(total, FEWEST)) * ROW_HEIGHT

    def snippet(self, height):
        """The element to be pasted. Its height is fixed, because growing with its contents would need a script."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy"></iframe>',
            settings.BASE_URL + self.path,
            self.selection.title,
            height,
        )
