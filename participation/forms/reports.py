"""Telling the moderators that something should not stand there."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outbox.mails import one_line
from participation.forms.contributions import Trapped
from participation.models import Report
from registrations.forms.own import OwnForm

LONGEST = Report._meta.get_field("reason").max_length


class ReportForm(Trapped, OwnForm):
    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=LONGEST,
        help_text=_("Only the moderators read it."),
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST}),
        error_messages={"required": _("Write in a few words what is wrong with it.")},
    )

    def clean_reason(self):
        reason = " ".join(one_line(self.cleaned_data["reason"]).split())
        if not any(letter.isalnum() for letter in reason):
            raise ValidationError(_("Write in a few words what is wrong with it."))
        return reason
