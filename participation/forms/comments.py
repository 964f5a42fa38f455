"""Writing a comment under a meetup."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outbox.markdown import validate_length
from participation.forms.contributions import AsForm, WithAddressForm
from participation.models import Comment


class CommentForm(AsForm):
    """By somebody who came by their own link."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=Comment.LONGEST,
        widget=forms.Textarea({"rows": 6, "maxlength": Comment.LONGEST}),
        error_messages={"required": _("Write your comment.")},
    )
    field_order = ["text", "name", "email"]

    def __init__(self, *args, settings, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.shows_names:
            del self.fields["name"]

    def clean_text(self):
        text = "\n".join(self.cleaned_data["text"].splitlines())
        if not any(letter.isalnum() for letter in text):
            raise ValidationError(_("Write your comment."))
        return text

    def row(self, event):
        """The comment, not saved yet."""
        return Comment(event=event, text=self.cleaned_data["text"], shown_name=self.cleaned_data.get("name", ""))


class GuestCommentForm(CommentForm, WithAddressForm):
    """With the address whose owner confirms it."""


class AnswerForm(forms.Form):
    """By a member of the organisation; ``before`` is the answer that they began with."""

    text = forms.CharField(
        label=_("Answer of the organisation"),
        required=False,
        validators=[validate_length],
        help_text=_("Markdown. Empty: no answer."),
        widget=forms.Textarea({"rows": 4}),
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, comment):
        initial = {"text": comment.answer, "before": comment.answer}
        super().__init__(data, initial=initial, auto_id=f"answer_{comment.pk}_%s")
