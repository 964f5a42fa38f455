"""Fields that take uploaded pictures: two for forms, and the model field for logos."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.images import clean_logo, render

ACCEPT = "image/jpeg,image/png,image/webp,image/avif"


class UploadField(forms.FileField):
    """A picture file; its clean value is a Rendering."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return render(upload) if upload else None


class LogoUploadField(forms.FileField):
    """A logo; its clean value is a fresh WebP file, the stored file when none was chosen, or False to remove it."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})
    default_error_messages = {"invalid": _("Choose a file.")}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return clean_logo(upload) if data and upload is data else upload


class LogoField(models.ImageField):
    """A logo, stored as ``clean_logo`` makes it; unlike pictures it needs alternative text only."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LogoUploadField, **kwargs})
