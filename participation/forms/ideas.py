"""What organisers type about an idea: its rows, and in which state it is."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.admin.markdown import MarkdownWidget
from accounts.admin.selecting import ScopedForm
from accounts.required_sentences import RequiredSentences
from events.forms.rows import RowsFormSet
from events.models import AgendaItem
from outbox.markdown import validate_length
from participation.models import AudienceQuestion, BoardQuestion, Idea, Precision, Stage


class IdeaForm(ScopedForm):
    version_note = forms.CharField(
        label=_("what has changed"),
        max_length=300,
        required=False,
        help_text=_("Stands beside the new version. What the page said before is kept and can be compared."),
    )

    class Meta:
        model = Idea
        fields = "__all__"


class AnswerFormSet(RowsFormSet):
    """The questions are those of the idea's board."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "question" in form.fields:
            form.fields["question"].queryset = BoardQuestion.objects.filter(board=self.instance.board_id)


class OriginFormSet(RowsFormSet):
    """Agenda items and questions are those of the meetup that is stored."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        event = form.instance.event_id
        if "item" in form.fields:
            form.fields["item"].queryset = AgendaItem.objects.filter(event=event)
            form.fields["question"].queryset = AudienceQuestion.objects.listed().filter(event=event)


class OriginForm(ScopedForm):
    def clean(self):
        cleaned = super().clean()
        event = cleaned.get("event")
        for name in ("item", "question"):
            chosen = cleaned.get(name)
            if chosen is not None and (event is None or chosen.event_id != event.pk):
                self.add_error(name, _("This belongs to another meetup. Choose it again after saving."))
        return cleaned


class MilestoneForm(ScopedForm):
    def clean(self):
        """A date without a word about its precision is a day; without a date it is open."""
        cleaned = super().clean()
        if cleaned.get("due_on") is None and "due_on" not in self.errors:
            cleaned["precision"] = Precision.OPEN
        elif cleaned.get("precision") == Precision.OPEN:
            cleaned["precision"] = Precision.DAY
        self.instance.precision = cleaned.get("precision", Precision.OPEN)
        return cleaned


class StateForm(RequiredSentences, forms.Form):
    """The new state and why; ``seen`` is the state that the form was opened with."""

    seen = forms.ChoiceField(choices=Stage, widget=forms.HiddenInput)
    stage = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("Everybody may read it on the page of the idea; followers get it by mail."),
        widget=MarkdownWidget,
        validators=[validate_length],
        error_messages={"required": _("Explain the change: everybody may read why, and followers get it by mail.")},
    )

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(value, label) for value, label in Stage.choices if value != idea.stage]
        self.initial["seen"] = idea.stage

    def clean_explanation(self):
        text = self.cleaned_data["explanation"].strip()
        if not any(letter.isalnum() for letter in text):
            raise ValidationError(self.fields["explanation"].error_messages["required"])
        return text
