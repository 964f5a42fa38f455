"""The sign-up form: one form, one request, no account."""

from functools import cached_property
from typing import NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.required_sentences import RequiredSentences
from outbox.mails import one_line
from registrations import addresses
from registrations.forms.answers import AnswerFields

HONEYPOT = "reference_note"  # a name that no browser fills in by itself


class Entry(NamedTuple):
    """A field that was filled in: what it is called, what was entered in words, and as it was posted."""

    label: str
    words: str
    name: str
    posted: list


class SignUpForm(RequiredSentences, AnswerFields, forms.Form):
    """Name, address, the organiser's questions, what has to be confirmed.

    Every ticket type can be chosen, also one that is closed or full: the action refuses it with the reason.
    ``words(ticket_type)`` says what is on offer; it is asked when the choices are shown.
    """

    name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter your name.")},
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=320,
        help_text=gettext_lazy("We send the confirmation with your personal link there."),
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
    )

    def __init__(self, *args, event, ticket_types, questions, words, **kwargs):
        self.event = event
        self.ticket_types = {str(kind.pk): kind for kind in ticket_types}
        super().__init__(*args, **kwargs)
        if len(ticket_types) > 1:
            self.fields["ticket_type"] = forms.ChoiceField(
                label=gettext_lazy("How do you want to take part?"),
                choices=[(pk, lazy(words, str)(kind)) for pk, kind in self.ticket_types.items()],
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose how you want to take part.")},
            )
        self.add_questions(questions)
        if any(kind.allows_assistants for kind in self.ticket_types.values()):
            self.fields["with_assistant"] = forms.BooleanField(
                label=gettext_lazy("An assistant comes along with me (does not take a seat)."), required=False
            )
        for pk, ticket_type in self.ticket_types.items():
            if ticket_type.condition:
                only_one = len(ticket_types) == 1
                label = _("For “%(ticket_type)s”: %(condition)s") % {
                    "ticket_type": ticket_type, "condition": ticket_type.condition
                }  # fmt: skip
                self.fields[f"condition_{pk}"] = forms.BooleanField(
                    label=ticket_type.condition if only_one else label, required=only_one
                )
        if event.shown_house_rules_html:
            self.fields["house_rules"] = forms.BooleanField(
                label=gettext_lazy("I keep to the house rules."),
                error_messages={"required": gettext_lazy("Confirm that you keep to the house rules.")},
            )
        self.fields[HONEYPOT] = forms.CharField(
            label=gettext_lazy("Leave this field empty"),
            required=False,
            widget=forms.TextInput({"autocomplete": "off"}),
        )
        self._say_what_is_missing()

    @cached_property
    def helper(self):
        """How crispy arranges the fields; of no use to a form that was filled in well."""
        return _helper(self)

    def _say_what_is_missing(self):
        """Sentences for conditions, which were added after the mixin had a look."""
        for name, field in self.fields.items():
            if name.startswith("condition_"):
                field.error_messages["required"] = _("Please fill in: %(label)s") % {"label": field.label}

    def clean_name(self):
        name = " ".join(one_line(self.cleaned_data["name"]).split())
        if not any(letter.isalpha() for letter in name):  # nobody could call them up at the door
            raise ValidationError(_("Enter your name in letters."))
        return name

    def clean_email(self):
        try:
            self.address = addresses.parse(self.cleaned_data["email"])
        except addresses.BadAddress as error:
            raise ValidationError(str(error)) from error
        return self.address.typed

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get(HONEYPOT):
            raise ValidationError(
                _("Empty the field “Leave this field empty” at the end of the form, then send again.")
            )
        self.clean_questions(self.ticket_type)
        return cleaned

    @property
    def ticket_type(self):
        """The chosen one, the only one, or None."""
        if len(self.ticket_types) == 1:
            return next(iter(self.ticket_types.values()))
        return self.ticket_types.get(self.cleaned_data.get("ticket_type"))

    def sign_up_values(self):
        """What `registrations.actions.sign_up` takes of this form."""
        ticket_type = self.ticket_type
        return {
            "ticket_type": ticket_type,
            "name": self.cleaned_data["name"],
            "email": self.address,
            "answers": self.answers(ticket_type),
            "condition_confirmed": bool(self.cleaned_data.get(f"condition_{ticket_type.pk}")) if ticket_type else False,
            "with_assistant": bool(self.cleaned_data.get("with_assistant")),
        }

    def can_mend(self, refusal):
        """Whether other entries might be taken."""
        return refusal.field is not None or (refusal.of_ticket_type and len(self.ticket_types) > 1)

    def entries(self):
        """What was filled in, for a page that shows it without fields."""
        found = (
            (name, field, [value for value in self.data.getlist(name) if value]) for name, field in self.fields.items()
        )
        return [
            Entry(field.label, self._words(name, field, posted), name, posted)
            for name, field, posted in found
            if posted
        ]

    def _words(self, name, field, posted):
        if name == "ticket_type":
            return str(self.ticket_type)
        if isinstance(field, forms.BooleanField):
            return _("yes")
        labels = dict(getattr(field, "choices", ()))
        return ", ".join(str(labels.get(value, value)) for value in posted)

    def refuse(self, refusal):
        """Show why the action refused, at the field it belongs to."""
        field = {"condition_confirmed": f"condition_{self.ticket_type.pk}" if self.ticket_type else None}.get(
            refusal.field, refusal.field
        )
        self.add_error(field if field in self.fields else None, str(refusal))


def _helper(form):
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True  # the form ignores any session: there is no ambient authority to protect
    names = list(form.fields)
    confirm = [name for name in names if name.startswith("condition_") or name == "house_rules"]
    about = [*form.question_fields(), *(name for name in ("with_assistant",) if name in names)]
    you = [name for name in ("ticket_type", "name", "email") if name in names]
    helper.layout = Layout(
        Fieldset(_("About you"), *you),
        *([Fieldset(_("About the event"), *about)] if about else []),
        *confirm,
        Div(HONEYPOT, css_class="visually-hidden"),
    )
    return helper
