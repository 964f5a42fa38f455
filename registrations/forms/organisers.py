"""What organisers enter about participants: somebody by hand, invited addresses, a message, decisions."""

import datetime as dt
from email.utils import parseaddr

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.required_sentences import RequiredSentences
from registrations import addresses
from registrations.forms.answers import AnswerFields
from registrations.models import Source, State

ORDINARY, RESERVED, EXTRA = "ordinary", "reserved", "extra"
INVITED_AT_ONCE = 500
BY_HAND = (Source.MAIL, Source.PHONE, Source.DOOR)
WRITTEN_TO = (State.CONFIRMED, State.WAITLISTED, State.PENDING)
TWICE = dt.timedelta(minutes=10)


class TicketTypeField(forms.ModelChoiceField):
    """The ticket types of one event, as a choice that is always made."""

    def __init__(self, event, **kwargs):
        kwargs.setdefault("label", _("Ticket type"))
        super().__init__(event.ticket_types.all(), empty_label=None, **kwargs)


class AddByHandForm(RequiredSentences, AnswerFields, forms.Form):
    """Somebody who signed up by mail, by telephone or at the door. Nothing but the name has to be known."""

    name = forms.CharField(label=gettext_lazy("First and last name"), max_length=150)
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=320,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Without one this person gets no mails and stands on the call list for changes."),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=60, required=False)
    source = forms.ChoiceField(
        label=gettext_lazy("How did the sign-up come?"),
        choices=[(source.value, source.label) for source in BY_HAND],
        widget=forms.RadioSelect,
        initial=Source.MAIL,
    )
    consent_note = forms.CharField(
        label=gettext_lazy("How and when did this person agree that the data are stored?"),
        max_length=300,
        help_text=gettext_lazy("For example: mail of 3 November."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=settings.LANGUAGES)
    seat = forms.ChoiceField(
        label=gettext_lazy("Which seat?"),
        choices=[
            (ORDINARY, gettext_lazy("a free one, or else the end of the waiting list")),
            (RESERVED, gettext_lazy("one that is kept for invited people")),
            (EXTRA, gettext_lazy("one more, outside the contingent")),
        ],
        widget=forms.RadioSelect,
        initial=ORDINARY,
    )
    with_assistant = forms.BooleanField(label=gettext_lazy("brings an assistant"), required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, initial={"language": event.language}, **kwargs)
        if event.ticket_types.count() > 1:
            self.fields["ticket_type"] = TicketTypeField(event)
            self.order_fields(["ticket_type"])
        questions = list(event.questions.all())
        for question in questions:
            question.required = False  # whoever telephoned was not asked
        self.add_questions(questions)

    def clean_email(self):
        if not self.cleaned_data["email"].strip():
            return ""
        try:
            return addresses.parse(self.cleaned_data["email"]).typed
        except addresses.BadAddress as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        self.clean_questions(self.cleaned_data.get("ticket_type"))
        return cleaned

    def arguments(self):
        """What `registrations.actions.add_by_hand` takes of this form."""
        values = {name: self.cleaned_data[name] for name in ("name", "email", "phone", "source", "consent_note")}
        values |= {name: self.cleaned_data[name] for name in ("language", "with_assistant")}
        ticket_type, seat = self.cleaned_data.get("ticket_type"), self.cleaned_data["seat"]
        chosen = {"reserved_seat": seat == RESERVED, "extra_seat": seat == EXTRA}
        return values | chosen | {"ticket_type": ticket_type, "answers": self.answers(ticket_type)}


class InviteForm(RequiredSentences, forms.Form):
    """A list of addresses."""

    guests = forms.CharField(
        label=gettext_lazy("Whom do you invite?"),
        max_length=60_000,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("One address per line, with or without a name: Anna Muster <anna@example.org>"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=settings.LANGUAGES)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, initial={"language": event.language}, **kwargs)
        self.fields["ticket_type"] = TicketTypeField(event)
        if event.ticket_types.count() == 1:
            self.fields["ticket_type"].widget = forms.HiddenInput()
            self.fields["ticket_type"].initial = event.ticket_types.first()

    def clean_guests(self):
        """Pairs of name and address; of lines with the same address the first counts."""
        guests = {}
        lines = [line.strip(" \t,;") for line in self.cleaned_data["guests"].splitlines()]
        for number, line in enumerate(lines, start=1):
            if line:
                key, guest = self._guest(number, line)
                guests.setdefault(key, guest)
        if len(guests) > INVITED_AT_ONCE:
            raise ValidationError(_("At most %(number)s at once.") % {"number": INVITED_AT_ONCE})
        return list(guests.values())

    def _guest(self, number, line):
        name, email = parseaddr(line)
        try:
            key = addresses.parse(email or line).key
        except addresses.BadAddress as error:
            said = {"number": number, "line": line[:80], "reason": error}
            raise ValidationError(_("Line %(number)s, “%(line)s”: %(reason)s") % said) from error
        return key, (name[:150], email)


class WriteForm(RequiredSentences, forms.Form):
    """The organiser's own message to a part of the participants."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("Markdown is possible. Names and links to own pages are added by the mail itself."),
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("To whom?"),
        choices=[(state.value, state.label) for state in WRITTEN_TO],
        widget=forms.CheckboxSelectMultiple,
        initial=[State.CONFIRMED],
    )
    present_only = forms.BooleanField(label=gettext_lazy("only who was present"), required=False)

    def __init__(self, *args, event, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.now = event, now
        if event.ticket_types.count() > 1:
            self.fields["ticket_types"] = forms.ModelMultipleChoiceField(
                event.ticket_types.all(),
                label=_("Only with these ticket types"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None ticked: all of them."),
            )

    def clean(self):
        cleaned = super().clean()
        same = self.event.broadcasts.filter(subject=cleaned.get("subject"), body=cleaned.get("body"))
        if same.filter(sent_at__gt=self.now - TWICE).exists():
            raise ValidationError(_("This very message was sent a few minutes ago. It was not sent again."))
        return cleaned

    def part(self):
        """Who it goes to, as `registrations.actions.audience` takes it."""
        return {
            "states": self.cleaned_data["states"],
            "ticket_types": list(self.cleaned_data.get("ticket_types", ())),
            "present_only": self.cleaned_data["present_only"],
        }

    def message(self):
        return {name: self.cleaned_data[name] for name in ("subject", "body")}


class ExportForm(forms.Form):
    """What to take out, and in which form."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("xlsx", gettext_lazy("spreadsheet (XLSX)")), ("csv", gettext_lazy("text with semicolons (CSV)"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("Who?"),
        choices=[(state.value, state.label) for state in State if state != State.UNCONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        initial=WRITTEN_TO,
    )
    with_sensitive = forms.BooleanField(
        label=gettext_lazy("with sensitive answers, such as access needs"),
        required=False,
        help_text=gettext_lazy("Only where you need them. The export notes that they were taken along."),
    )


class DecisionForm(forms.Form):
    """Nothing but a button."""

    def __init__(self, *args, event=None, **kwargs):
        super().__init__(*args, **kwargs)

    def arguments(self):
        return dict(self.cleaned_data)


class ReasonForm(DecisionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason, told to these people"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ExtraSeatForm(DecisionForm):
    extra_seat = forms.BooleanField(
        label=gettext_lazy("give an extra seat, outside the contingent"),
        required=False,
        help_text=gettext_lazy("Otherwise it is a seat kept for invited people."),
    )


class SwitchForm(DecisionForm):
    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        self.fields["ticket_type"] = TicketTypeField(event)
