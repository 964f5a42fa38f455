"""Writing a comment under a meetup."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
