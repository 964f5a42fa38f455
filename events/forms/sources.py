"""A calendar to import from: file or address, read while the form is checked, so that what is wrong stands there."""

import base64
from pathlib import PurePath
from urllib.parse import urlsplit

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.selecting import ScopedForm
from events.foreign.bounds import MOST_BYTES
from events.importing.fetching import checked
from events.importing.files import read_file
from events.importing.sources import read_address
from events.importing.words import Unusable
from events.models import Source

SALT = "events.kept-calendar"
KEPT_SECONDS = 12 * 60 * 60
MOST_KEPT = 1_500_000  # characters: what a form may post besides its files
KEPT = gettext_lazy("Your file has been kept. Choose another only to replace it.")


class SourceForm(ScopedForm):
    """``reading`` is what the file or address says, None where it needs not be read. ``now`` is set by the admin.

    A file that could be read while another field was wrong is not lost: ``kept`` carries it, signed, to the next try.
    """

    now = None
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A calendar (.ics), or the schedule.xml or schedule.json of a conference, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.ifb,.xml,.json,text/calendar"}),
    )
    url = forms.CharField(
        label=gettext_lazy("Address of the calendar"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vURLField", "inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("Begins with https:// or webcal://. Only members of your organisation see it."),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Source
        fields = [
            "organisation", "name", "url", "page", "licence", "language", "time_zone", "is_subscribed", "handling",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = None
        if "name" in self.fields and self.instance.pk is None:
            self.fields["name"].required = False
            self.fields["name"].label_suffix = ""
            self.fields["name"].help_text = _("Empty: as the calendar calls itself. It stands on each event's page.")

    def clean_url(self):
        url = self.cleaned_data["url"].strip()
        if not url:
            return ""
        try:
            return checked(url).geturl()
        except Unusable as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self):
        cleaned = super().clean()
        data, name = self._file(cleaned)
        if self.errors.keys() & {"file", "url", "time_zone"}:
            return cleaned
        url = cleaned.get("url", "")
        if self.instance.pk is None and bool(data) == bool(url):
            self.add_error("file", _("Choose a file, or enter an address; one of the two."))
        elif data:
            self._read("file", lambda: read_file(data, zone=self._zone(cleaned), now=self.now))
            self._keep(data, name)
        elif url and (url != self.instance.url or self.instance.reading is None):
            self._read("url", lambda: self._read_address(url, cleaned))
        if self.instance.pk is None and self.reading is not None and not cleaned.get("name"):
            cleaned["name"] = (self.reading["name"] or PurePath(name).stem or urlsplit(url).hostname or "")[:150]
        return cleaned

    def _zone(self, cleaned):
        return cleaned.get("time_zone") or self.instance.time_zone

    def _read_address(self, url, cleaned):
        self.instance.url, self.instance.time_zone = url, self._zone(cleaned)
        self.instance.etag = self.instance.last_modified = ""
        return read_address(self.instance, now=self.now)

    def _read(self, field, reading):
        try:
            self.reading = reading()
        except Unusable as error:
            self.add_error(field, str(error))

    def _file(self, cleaned):
        """The bytes of the chosen file, or of the one kept from the last try, and its name."""
        upload = cleaned.get("file")
        if upload and upload.size > MOST_BYTES:
            self.add_error("file", str(Unusable("too_large", MOST_BYTES // 1_000_000)))
            return b"", ""
        if upload:
            return upload.read(), upload.name
        try:
            data, name = signing.loads(cleaned.get("kept") or "", salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return b"", ""
        return base64.b64decode(data), name

    def _keep(self, data, name):
        """Put the file into the form that is shown again if another field is wrong."""
        kept = signing.dumps([base64.b64encode(data).decode(), name[:200]], salt=SALT, compress=True)
        if self.reading is not None and len(kept) <= MOST_KEPT:
            self.data = self.data.copy()
            self.data[self.add_prefix("kept")] = kept
            self.fields["file"].help_text = KEPT
