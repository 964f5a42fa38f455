"""The organiser's sign-up questions as form fields, and what was entered as answers.

A field is named ``question_<id>``; the consent that a sensitive question asks for, ``consent_<id>``.
"""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import Question
from registrations.models.questions import is_given

Kind = Question.Kind
CONSENT = gettext_lazy("I agree that this answer is used to prepare the event and deleted soon afterwards.")


def _choices(question):
    return [(option, option) for option in question.choices]


def _field(question):
    common = {"label": question.text, "required": question.required, "help_text": question.help_text}
    match question.kind:
        case Kind.LONG_TEXT:
            return forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 3}), **common)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=_choices(question), widget=forms.RadioSelect, **common)
        case Kind.SEVERAL:
            return forms.MultipleChoiceField(choices=_choices(question), widget=forms.CheckboxSelectMultiple, **common)
        case Kind.YES_NO:
            yes_no = [("yes", _("yes")), ("no", _("no"))]
            return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **common)
        case Kind.NUMBER:
            return forms.DecimalField(max_digits=12, decimal_places=3, localize=True, **common)
        case Kind.DATE:
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common)
        case Kind.CONSENT:
            return forms.BooleanField(**common)
    return forms.CharField(max_length=500, **common)


def _stored(question, value):
    """The JSON value of what the field gave, see Answer."""
    if not is_given(value):
        return None
    match question.kind:
        case Kind.YES_NO:
            return value == "yes"
        case Kind.NUMBER:
            return int(value) if value == value.to_integral_value() else float(value)
        case Kind.DATE:
            return value.isoformat()
        case Kind.CONSENT:
            return value or None
    return value


def _initial(question, value):
    """What the field starts with for a stored answer."""
    if question.kind == Kind.YES_NO and value is not None:
        return "yes" if value else "no"
    if question.kind == Kind.DATE and value:
        return dt.date.fromisoformat(value)
    return value


class AnswerFields:
    """Form mixin: fields for questions. `add_questions` in ``__init__``; then `answers` once the form is valid."""

    def add_questions(self, questions, answers=None):
        """``answers``: stored JSON values by question id, to start with."""
        self.questions = list(questions)
        for question in self.questions:
            value = (answers or {}).get(question.pk)
            field = _field(question)
            # A question of one ticket type only binds those who choose it: `clean_questions` asks for it.
            field.required = question.required and question.ticket_type_id is None
            field.initial = _initial(question, value)
            field.error_messages["required"] = _("Please fill in: %(label)s") % {"label": question.text}
            self.fields[f"question_{question.pk}"] = field
            if question.sensitive:
                self.fields[f"consent_{question.pk}"] = forms.BooleanField(
                    label=CONSENT, required=False, initial=value is not None
                )

    def question_fields(self):
        """The names of all these fields, in order."""
        return [name for name in self.fields if name.startswith(("question_", "consent_"))]

    def asked(self, ticket_type):
        return [each for each in self.questions if each.ticket_type_id in (None, ticket_type and ticket_type.pk)]

    def clean_questions(self, ticket_type):
        """Adds the errors that need more than one field."""
        for question in self.asked(ticket_type):
            name = f"question_{question.pk}"
            value = self.cleaned_data.get(name)
            empty = not is_given(value) or value is False
            if question.required and empty and name not in self.errors:
                self.add_error(name, _("Please fill in: %(label)s") % {"label": question.text})
            if question.sensitive and not empty and not self.cleaned_data.get(f"consent_{question.pk}"):
                self.add_error(
                    f"consent_{question.pk}",
                    _("Agree that we may use your answer to “%(question)s”, or leave it empty.")
                    % {"question": question.text},
                )

    def answers(self, ticket_type):
        """JSON values by question id, None for what was left empty."""
        return {
            question.pk: _stored(question, self.cleaned_data.get(f"question_{question.pk}"))
            for question in self.asked(ticket_type)
        }
