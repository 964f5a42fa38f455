"""The small forms of participants' own pages. None of them looks at a session, so none carries a CSRF token."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.required_sentences import RequiredSentences
from registrations import addresses
from registrations.forms.answers import AnswerFields
from registrations.forms.sign_up import SignUpForm
from registrations.offers import offer_words


class OwnForm(RequiredSentences, forms.Form):
    """A form whose tag, errors and button stand in ``templates/registrations/own/form.html``."""

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def refuse(self, refusal):
        """Show why an action refused, at the field it belongs to."""
        field = getattr(refusal, "field", None)
        self.add_error(field if field in self.fields else None, str(refusal))


class ChangeForm(AnswerFields, OwnForm):
    """Name and answers of a registration."""

    name = SignUpForm.declared_fields["name"]
    clean_name = SignUpForm.clean_name

    def __init__(self, *args, registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.registration = registration
        self.initial["name"] = registration.name
        if registration.certified_at:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("It stands on your certificate and can no longer be changed.")
        kind = registration.ticket_type_id
        questions = [each for each in registration.event.questions.all() if each.ticket_type_id in (None, kind)]
        self.add_questions(questions, dict(registration.answers.values_list("question", "value")))

    def clean(self):
        cleaned = super().clean()
        self.clean_questions(self.registration.ticket_type)
        return cleaned

    def given_answers(self):
        return self.answers(self.registration.ticket_type)


class SwitchForm(OwnForm):
    """Another ticket type; ``offers`` are those of the event (registrations/offers.py)."""

    def __init__(self, *args, registration, offers, **kwargs):
        super().__init__(*args, **kwargs)
        others = [offer for offer in offers if offer.ticket_type.pk != registration.ticket_type_id]
        self.ticket_types = {str(offer.ticket_type.pk): offer.ticket_type for offer in others}
        self.fields["ticket_type"] = forms.ChoiceField(
            label=_("How do you want to take part?"),
            choices=[(pk, offer_words(offer)) for pk, offer in zip(self.ticket_types, others, strict=True)],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how you want to take part.")},
        )
        for pk, ticket_type in self.ticket_types.items():
            if ticket_type.condition:
                self.fields[f"condition_{pk}"] = forms.BooleanField(
                    label=ticket_type.condition,
                    required=False,
                    help_text=_("Only for: %(ticket_type)s") % {"ticket_type": ticket_type},
                )

    @property
    def chosen(self):
        return self.ticket_types[self.cleaned_data["ticket_type"]]

    @property
    def condition_confirmed(self):
        return bool(self.cleaned_data.get(f"condition_{self.chosen.pk}"))

    def refuse(self, refusal):
        if getattr(refusal, "field", None) == "condition_confirmed":
            self.add_error(f"condition_{self.chosen.pk}", str(refusal))
        else:
            super().refuse(refusal)


class CancelForm(OwnForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only the organisers read it."),
        widget=forms.Textarea({"rows": 2}),
    )


class LinksForm(OwnForm):
    """Asks for an address to mail its links to."""

    email = SignUpForm.declared_fields["email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("The one that you signed up with.")

    def clean_email(self):
        try:
            return addresses.parse(self.cleaned_data["email"]).typed
        except addresses.BadAddress as error:
            raise ValidationError(str(error)) from error


class InvitationForm(AnswerFields, OwnForm):
    """What an invited guest says when accepting."""

    name = SignUpForm.declared_fields["name"]
    clean_name = SignUpForm.clean_name

    def __init__(self, *args, guest, **kwargs):
        super().__init__(*args, **kwargs)
        self.guest = guest
        self.initial["name"] = guest.name
        kind = guest.ticket_type_id
        self.add_questions(each for each in guest.event.questions.all() if each.ticket_type_id in (None, kind))
        if guest.event.shown_house_rules_html:
            self.fields["house_rules"] = forms.BooleanField(
                label=_("I keep to the house rules."),
                error_messages={"required": _("Confirm that you keep to the house rules.")},
            )

    def clean(self):
        cleaned = super().clean()
        self.clean_questions(self.guest.ticket_type)
        return cleaned

    def given_answers(self):
        return self.answers(self.guest.ticket_type)
