"""What somebody types who wants to follow."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.models import Rhythm
from registrations import addresses
from registrations.forms.own import LinksForm, OwnForm


class FollowForm(OwnForm):
    email = LinksForm.declared_fields["email"]
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm, widget=forms.RadioSelect, initial=Rhythm.WEEKLY)

    def clean_email(self):
        try:
            return addresses.parse(self.cleaned_data["email"]).typed
        except addresses.BadAddress as error:
            raise ValidationError(str(error)) from error


class RhythmForm(OwnForm):
    rhythm = FollowForm.declared_fields["rhythm"]
