"""What somebody types who wants to follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.models import Rhythm
from registrations.forms.own import LinksForm, OwnForm


class FollowForm(OwnForm):
    email = LinksForm.declared_fields["email"]
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm, widget=forms.RadioSelect, initial=Rhythm.WEEKLY)

    clean_email = LinksForm.clean_email


class FollowIdeaForm(OwnForm):
    """An idea changes its state a few times in its life: there is no rhythm to choose."""

    email = LinksForm.declared_fields["email"]
    clean_email = LinksForm.clean_email


class RhythmForm(OwnForm):
    rhythm = FollowForm.declared_fields["rhythm"]
