"""Results and material as organisers enter them."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.selecting import ScopedForm
from accounts.refusal import Refused
from events.forms.rows import RowsFormSet
from events.models import Confidentiality
from participation import uploads
from participation.actions.results import refuse_readers
from participation.models import Access, Material

KIND = Material.Kind
ADDRESSED = (KIND.RECORDING, KIND.LINK)


class ResultsForm(ScopedForm):
    def clean(self):
        cleaned = super().clean()
        event = self.instance.event
        if "access" in cleaned:
            try:
                refuse_readers(access=cleaned["access"], event=event)
            except Refused as refusal:
                self.add_error("access", str(refusal))
        return cleaned


class ResultsFormSet(RowsFormSet):
    """The one row of an event. What was said behind closed doors is for participants from the start."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        closed = self.instance.confidentiality == Confidentiality.CLOSED
        if closed and "access" in form.fields and form.instance._state.adding:
            form.initial["access"] = Access.PARTICIPANTS


def _help_with(material):
    """What the field says of a material that has a file."""
    facts = f"{material.get_format_display()}, {filesizeformat(material.size)}"
    link = format_html('<a href="{}">{}</a>', reverse("material", args=[material.key, material.format]), facts)
    return format_html("{} {}", link, _("is stored. Choose another file only to replace it."))


class MaterialForm(ScopedForm):
    """A file that was taken while another field was wrong is not lost: ``kept`` carries it, signed, to the next try."""

    upload = forms.FileField(
        label=_("file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
        help_text=_(
            "PDF, ODP, ODT, ODS, PPTX, DOCX or XLSX, at most 25 MB. It is passed on as it is: whatever stands in it, "
            "also names and comments in its properties, can be read by whoever gets it."
        ),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Material
        fields = ["kind", "title", "url", "picture", "author", "licence", "note", "access", "item", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.key and "upload" in self.fields:
            self.fields["upload"].help_text = _help_with(self.instance)

    def clean(self):
        cleaned = super().clean()
        self._take_file(cleaned)
        if not self.errors:
            self._check_source(cleaned)
            self._check_confidence(cleaned)
        return cleaned

    def _take_file(self, cleaned):
        """A new file replaces what was there, a newly typed address replaces the file."""
        if upload := cleaned.get("upload"):
            try:
                uploads.take(self.instance, upload)
            except ValidationError as refusal:
                self.add_error("upload", refusal)
                return
            if "url" not in self.changed_data:
                cleaned["url"] = ""
        elif "url" in self.changed_data and cleaned.get("url"):
            self.instance.drop_file()
        else:
            uploads.take_kept(self.instance, cleaned.get("kept"))
        if upload or (self.instance.key and self.instance._state.adding):
            self.data = self.data.copy()
            self.data[self.add_prefix("kept")] = uploads.kept(self.instance) if self.instance.key else ""
            self.fields["upload"].help_text = _("Your file has been kept. Choose another only to replace it.")

    def _check_source(self, cleaned):
        """One thing, and the one that fits the kind: what the database's own rule says, beside the right field."""
        kind, url, picture, has_file = cleaned["kind"], cleaned["url"], cleaned["picture"], bool(self.instance.key)
        if kind == KIND.PHOTO:
            if picture is None:
                self.add_error("picture", _("Choose the picture, or add it with its author, licence and description."))
            if url or has_file:
                self.add_error("kind", _("A photo is entered as a picture alone, without a file or an address."))
            return
        if picture is not None:
            self.add_error("picture", _("Only photos have a picture. Choose the kind “photo”, or no picture."))
        if kind in ADDRESSED and has_file:
            self.add_error("upload", _("Recordings and links are entered as an address, not as a file."))
        elif kind in ADDRESSED and not url:
            self.add_error("url", _("Enter the address to which it leads."))
        elif has_file and url:
            self.add_error("url", _("Either a file or an address: they could say different things."))
        elif not has_file and not url:
            self.add_error("upload", _("Choose a file, or enter an address."))
        if has_file and not cleaned["licence"]:
            self.add_error("licence", _("Say under which licence the file may be used."))

    def _check_confidence(self, cleaned):
        """What would betray a confidential meetup is refused here, and left out of every page besides."""
        event, picture = self.instance.event, cleaned.get("picture")
        if event.confidentiality == Confidentiality.OPEN:
            return
        if cleaned.get("kind") == KIND.RECORDING:
            self.add_error("kind", _("This meetup is confidential: there must be no recording of who said what."))
        if picture is not None and picture.depicted:
            self.add_error("picture", _("This meetup is confidential: nobody may be named or recognised in a photo."))
        if event.confidentiality == Confidentiality.CLOSED and cleaned.get("access") == Access.PUBLIC:
            self.add_error("access", _("This meetup is closed: its material can be for participants only."))


class MaterialFormSet(RowsFormSet):
    """Rows whose agenda item is one of this event, not of another one that the organiser may also edit."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.instance.event = self.instance
        if "item" in form.fields:
            form.fields["item"].queryset = self.instance.agenda_items.all()
        closed = self.instance.confidentiality == Confidentiality.CLOSED
        if closed and "access" in form.fields and form.instance._state.adding:
            form.initial["access"] = Access.PARTICIPANTS
