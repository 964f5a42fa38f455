"""What visitors type to an idea: a point, a vote, whether a point is helpful; and an idea of their own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.foreign.texts import from_plain
from outbox.mails import one_line
from participation.forms.contributions import AsForm, WithAddressForm
from participation.models import Idea, IdeaVote, Point, PointMark, Side


def _plain(text):
    return "\n".join(text.splitlines()).strip()


class PointForm(AsForm):
    """By somebody who came by their own link."""

    side = forms.ChoiceField(
        label=_("Are you for it or against it?"),
        choices=[(Side.FOR, _("I am for it")), (Side.AGAINST, _("I am against it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether your point speaks for the idea or against it.")},
    )
    text = forms.CharField(
        label=_("Your point"),
        max_length=Point.LONGEST,
        widget=forms.Textarea({"rows": 6, "maxlength": Point.LONGEST}),
        error_messages={"required": _("Write what speaks for it or against it.")},
    )
    url = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where more about it stands."),
    )
    field_order = ["side", "text", "url", "name", "email"]

    def clean_text(self):
        text = _plain(self.cleaned_data["text"])
        if not any(letter.isalnum() for letter in text):
            raise ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError(_("Enter an address that begins with https://"))
        return url

    def row(self, idea):
        """The point, not saved yet."""
        typed = self.cleaned_data
        return Point(idea=idea, side=typed["side"], text=typed["text"], url=typed["url"], shown_name=typed["name"])


class GuestPointForm(PointForm, WithAddressForm):
    """With the address whose owner confirms it."""


class CountedForm(WithAddressForm):
    """What is only counted: no name stands beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["name"]


class GuestVoteForm(CountedForm):
    is_for = forms.ChoiceField(
        label=_("Do you support the idea?"),
        choices=[("yes", _("Yes, I am for it")), ("no", _("No, I am against it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you are for the idea or against it.")},
    )
    field_order = ["is_for", "email"]

    def row(self, idea):
        return IdeaVote(idea=idea, is_for=self.cleaned_data["is_for"] == "yes")


class GuestMarkForm(CountedForm):
    is_helpful = forms.ChoiceField(
        label=_("Is this point helpful?"),
        choices=[("yes", _("Yes, it helps to make up one's mind")), ("no", _("No, it does not help"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the point is helpful.")},
    )
    field_order = ["is_helpful", "email"]

    def row(self, point):
        return PointMark(point=point, is_helpful=self.cleaned_data["is_helpful"] == "yes")


LABELS = {
    "place": _("Place"),
    "people": _("Who works on it"),
    "principles": _("Principles"),
    "carried_by": _("Carried by"),
    "legal_forms": _("Possible legal forms"),
    "runs_months": _("Running time in months"),
}
LISTS = ("people", "principles", "legal_forms")


class IdeaProposalForm(AsForm):
    """An idea by a visitor: the board's questions, and those key facts that it asks for. All texts are plain."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give your idea a title.")})
    summary = forms.CharField(
        label=_("In a sentence or two"), max_length=500, widget=forms.Textarea({"rows": 2, "maxlength": 500}),
        error_messages={"required": _("Say in a sentence or two what it is about.")},
    )  # fmt: skip

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.board, self.questions = board, list(board.questions.all())
        for question in self.questions:
            question.board = board
            self.fields[f"question_{question.pk}"] = _answer_field(question)
        for name in LABELS:
            if name not in board.unasked:
                self.fields[name] = _fact_field(name)
        last = ("name", "email")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean_title(self):
        title = " ".join(one_line(self.cleaned_data["title"]).split())
        if not any(letter.isalnum() for letter in title):
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title

    def row(self, language):
        """The idea, not saved yet, with its answers."""
        typed = self.cleaned_data
        facts = {name: _plain(typed[name]) if name in LISTS else typed[name] for name in LABELS if name in typed}
        idea = Idea(
            board=self.board, language=language, title=typed["title"], summary=_plain(typed["summary"]),
            shown_name=typed["name"], **facts,
        )  # fmt: skip
        answers = [(question, typed[f"question_{question.pk}"]) for question in self.questions]
        idea.first_answers = [
            (question, from_plain(_plain(text), links=False)) for question, text in answers if text.strip()
        ]
        return idea


class GuestIdeaForm(IdeaProposalForm, WithAddressForm):
    """With the address whose owner confirms it."""


def _answer_field(question):
    label = question.shown_text.text or question.shown_name.text
    return forms.CharField(
        label=label,
        required=question.is_required,
        max_length=5000,
        widget=forms.Textarea({"rows": 6, "maxlength": 5000}),
        error_messages={"required": _("Please answer: %(question)s") % {"question": label}},
    )


def _fact_field(name):
    field = Idea._meta.get_field(name)
    if name == "runs_months":
        return forms.IntegerField(label=LABELS[name], required=False, min_value=1, max_value=600)
    widget = forms.Textarea({"rows": 4}) if name in LISTS else forms.TextInput
    return forms.CharField(
        label=LABELS[name], required=False, max_length=field.max_length, widget=widget, help_text=field.help_text
    )
