"""Forms in which members upload pictures and logos."""

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from pictures.fields import UploadField
from pictures.models import Picture

SALT = "pictures.kept-upload"
KEPT_SECONDS = 12 * 60 * 60


class PictureForm(forms.ModelForm):
    """A picture with its rights. Set ``instance.organisation`` before saving, where the form has no such field.

    A file that was taken while another field was wrong is not lost: ``kept`` carries it, signed, to the next try.
    """

    upload = UploadField(
        label=_("file"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, at most 12 MB. Place, camera and other hidden details are removed."),
    )
    nobody_depicted = forms.BooleanField(label=_("Nobody can be recognised in this picture"), required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Picture
        fields = ["alternative_text", "author", "licence", "licence_url", "source_url", "depicted"]
        error_messages = {
            "alternative_text": {"required": _("Describe what can be seen in the picture.")},
            "author": {"required": _("Name the person who took or drew the picture.")},
            "licence": {"required": _("Choose the licence under which the picture may be shown.")},
        }

    field_order = ["upload", "alternative_text", "depicted", "nobody_depicted", "author", "licence"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "nobody_depicted" in self.fields:
            self.fields["nobody_depicted"].initial = not self.instance.depicted

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("upload"):
            self.instance.take(upload)
            self._keep()
        elif not self._take_kept(cleaned.get("kept")) and not self.instance.width and "upload" not in self.errors:
            self.add_error("upload", forms.ValidationError(_("Choose a picture file."), code="required"))
        named, nobody = cleaned.get("depicted"), cleaned.get("nobody_depicted")
        if not named and not nobody and "depicted" not in self.errors:
            self.add_error("depicted", _("Name the person depicted, or tick that nobody can be recognised."))
        if named and nobody:
            self.add_error("depicted", _("Either name the person depicted or tick that nobody can be recognised."))
        return cleaned

    def _keep(self):
        """Put the stored files into the form that is shown again if another field is wrong."""
        picture = self.instance
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = signing.dumps([picture.key, picture.width, picture.height], salt=SALT)
        self.fields["upload"].help_text = _("Your file has been kept. Choose another only to replace it.")

    def _take_kept(self, kept):
        try:
            key, width, height = signing.loads(kept or "", salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return False
        picture = self.instance
        taken = Picture.objects.filter(key=key).exclude(pk=picture.pk).exists()
        largest = Picture(key=key).path(f"{width}.jpg")
        if taken or not default_storage.exists(largest):
            return False
        picture.key, picture.width, picture.height = key, width, height
        self.fields["upload"].help_text = _("Your file has been kept. Choose another only to replace it.")
        return True
