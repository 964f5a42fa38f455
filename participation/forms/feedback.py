"""The feedback form: the organiser's questions, none of which has to be answered, but one of them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.mails import one_line
from participation.models import FeedbackQuestion
from registrations.forms.own import OwnForm

LONGEST = 1000
Kind = FeedbackQuestion.Kind


class FeedbackForm(OwnForm):
    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"question_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.given():
            raise ValidationError(_("Answer at least one of the questions."))
        return cleaned

    def given(self):
        """{question id: value} of what was answered."""
        values = {question.pk: self.cleaned_data.get(name) for name, question in self.questions.items()}
        return {pk: value for pk, value in values.items() if value}


def _field(question):
    common = {"label": question.text, "required": False}
    if question.kind == Kind.TEXT:
        area = forms.Textarea({"rows": 4, "maxlength": LONGEST, "dir": "auto"})
        return forms.CharField(
            **common, max_length=LONGEST, widget=area, help_text=_("Only the organisers read it. Please name nobody.")
        )
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(**common, choices=question.choices, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(**common, choices=question.choices, widget=forms.RadioSelect)


class PublishForm(OwnForm):
    summary = forms.CharField(
        label=gettext_lazy("What you make of it"),
        max_length=600,
        widget=forms.Textarea({"rows": 3, "maxlength": 600}),
        error_messages={"required": gettext_lazy("Write a sentence: what you take from it, what you will change.")},
    )

    def clean_summary(self):
        return " ".join(one_line(self.cleaned_data["summary"]).split())
