"""Asking a question."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.required_sentences import RequiredSentences
from outbox.mails import one_line
from participation.actions.questions import ShownAs
from participation.lists import people_to_ask

LONGEST = 500
ROUND = "round"
DEFAULTS = {"to": ROUND, "shown_as": ShownAs.NONE}  # what counts where nothing was chosen


class AskForm(RequiredSentences, forms.Form):
    """A question, to whom, and as whom one is shown; guests type their name, participants are known."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST}),
        error_messages={"required": gettext_lazy("Write your question.")},
    )
    to = forms.TypedChoiceField(label=gettext_lazy("To whom?"), empty_value=None)
    shown_as = forms.ChoiceField(
        label=gettext_lazy("How are you shown?"), widget=forms.RadioSelect, initial=ShownAs.NONE
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Only if it is to be shown."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def __init__(self, data=None, *, settings, voice_name="", is_guest):
        super().__init__(data if data is None else DEFAULTS | data.dict(), auto_id="ask_%s")
        self.is_guest, self.voice_name = is_guest, voice_name
        self.people = {str(appearance.pk): appearance for appearance in people_to_ask(settings.event)}
        self.fields["to"].choices = [(ROUND, _("to the round"))] + [(pk, str(p)) for pk, p in self.people.items()]
        self.fields["to"].coerce = self.people.get
        if not self.people:
            del self.fields["to"]
        if not settings.shows_names:
            del self.fields["shown_as"], self.fields["name"]
            return
        words = voice_name.split()
        known = {ShownAs.FULL: voice_name, ShownAs.FIRST: words[0]} if words and not is_guest else {}
        self.fields["shown_as"].choices = [
            (ShownAs.NONE, _("without name")),
            (ShownAs.FIRST, known.get(ShownAs.FIRST) or _("with first name")),
            (ShownAs.FULL, known.get(ShownAs.FULL) or _("with first and last name")),
        ]
        if not is_guest:
            del self.fields["name"]
        else:
            self.initial.setdefault("name", voice_name)

    def clean_text(self):
        text = " ".join(one_line(self.cleaned_data["text"]).split())
        if not any(letter.isalnum() for letter in text):
            raise ValidationError(_("Write your question."))
        return text

    def clean(self):
        cleaned = super().clean()
        wants_name = cleaned.get("shown_as") in (ShownAs.FIRST, ShownAs.FULL)
        name = one_line(cleaned.get("name") or "")
        if "name" in self.fields and wants_name and not any(letter.isalpha() for letter in name):
            self.add_error("name", _("Enter your name in letters, or choose “without name”."))
        return cleaned

    def values(self):
        """What `participation.actions.ask` takes of this form."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "to": data.get("to") or None,
            "shown_as": data.get("shown_as") or ShownAs.NONE,
            "name": data.get("name") or "",
        }
