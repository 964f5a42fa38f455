"""What somebody types who proposes something, and what an editor chooses who accepts or declines it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.required_sentences import RequiredSentences
from events.actions.agenda import speakers_named, sure_match
from events.models import Event
from outbox.mails import one_line
from participation.actions.proposing import TAKING_PLACE
from participation.models import Proposal
from registrations import addresses
from registrations.forms.own import LinksForm, OwnForm
from registrations.forms.sign_up import SignUpForm
from speakers.models import Speaker


def _longest(name):
    return Proposal._meta.get_field(name).max_length


class ChangeForm(OwnForm):
    """A proposal without its address, which is where the link to its page was sent."""

    title = forms.CharField(
        label=_("Title"), max_length=_longest("title"), error_messages={"required": _("Give it a title.")}
    )
    abstract = forms.CharField(
        label=_("What is it about?"),
        max_length=_longest("abstract"),
        help_text=_("A few sentences, as they may stand on the page."),
        widget=forms.Textarea({"rows": 6, "maxlength": _longest("abstract")}),
        error_messages={"required": _("Write in a few sentences what it is about.")},
    )
    name = SignUpForm.declared_fields["name"]
    function = forms.CharField(
        label=_("Function or organisation"),
        max_length=_longest("function"),
        required=False,
        help_text=_("As it may stand beside your name."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=_longest("note"),
        required=False,
        help_text=_("Only the organisers read it."),
        widget=forms.Textarea({"rows": 3, "maxlength": _longest("note")}),
    )
    keeps_email = forms.BooleanField(
        label=_("If it is accepted, the organisers may keep my e-mail address for further meetups. It is never shown."),
        required=False,
    )
    clean_name = SignUpForm.clean_name

    def clean_title(self):
        title = " ".join(one_line(self.cleaned_data["title"]).split())
        if not any(letter.isalnum() for letter in title):
            raise ValidationError(_("Give it a title."))
        return title

    def clean_function(self):
        return " ".join(one_line(self.cleaned_data["function"]).split())


class ProposeForm(ChangeForm):
    email = LinksForm.declared_fields["email"]
    field_order = ["title", "abstract", "name", "function", "email", "note", "keeps_email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send you the link to your proposal there. It is never shown.")

    def clean_email(self):
        try:
            return addresses.parse(self.cleaned_data["email"]).typed
        except addresses.BadAddress as error:
            raise ValidationError(str(error)) from error


class AcceptForm(RequiredSentences, forms.Form):
    """On which agenda, and who it is: somebody with a page already, or a new one."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Meetup"))
    speaker = forms.ModelChoiceField(Speaker.objects.none(), label=_("Person"), required=False)

    def __init__(self, *args, proposal, user, now, **kwargs):
        super().__init__(*args, **kwargs)
        found = speakers_named([proposal])[proposal.name]
        same = sure_match(proposal.name, found)
        self.fields["speaker"].queryset = Speaker.objects.filter(pk__in=[speaker.pk for speaker in found])
        self.fields["speaker"].empty_label = _("a new page for this person")
        self.initial["speaker"] = same and same.pk
        if not found:
            del self.fields["speaker"]
        events = Event.objects.editable_by(user).filter(series=proposal.series_id, ends_at__gt=now)
        self.fields["event"].queryset = events.filter(status__in=TAKING_PLACE).order_by("starts_at", "pk")
        if proposal.event_id:
            del self.fields["event"]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("A sentence to the person"),
        max_length=_longest("reason"),
        required=False,
        help_text=_("Stands in the mail. May be left empty."),
        widget=forms.Textarea({"rows": 3}),
    )
