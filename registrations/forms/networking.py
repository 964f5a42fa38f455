"""How an organiser makes networking rounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.required_sentences import RequiredSentences
from events.forms.wall_clock import ClockField, DayField, WhichHourField, read
from registrations.models import GroupMembership, NetworkingGroup, Question

DRAW, EMPTY = "draw", "empty"
MIXABLE = (Question.Kind.CHOICE, Question.Kind.SEVERAL, Question.Kind.YES_NO)


class RoundForm(RequiredSentences, forms.Form):
    """Rounds by a draw, or one that is filled by hand."""

    how = forms.ChoiceField(
        label=_("How?"),
        choices=[(DRAW, _("draw the groups")), (EMPTY, _("empty groups, filled by hand"))],
        widget=forms.RadioSelect,
        initial=DRAW,
    )
    rounds = forms.IntegerField(label=_("Rounds to draw"), min_value=1, max_value=6, initial=1)
    size = forms.IntegerField(label=_("People in a group"), min_value=2, max_value=20, initial=4)
    mixes = forms.ModelChoiceField(
        label=_("Mix the groups by"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=_("ticket type"),
        help_text=_("The answers to this question. They are shown to nobody."),
    )
    day = DayField(label=_("Shown to participants from"))
    clock = ClockField(label=_("Time"))
    which = WhichHourField(label=_("Which of the two?"))

    def __init__(self, *args, event, **kwargs):
        start = event.local_start
        initial = {"day": start.date(), "clock": start.time()}
        super().__init__(*args, initial=initial, **kwargs)
        self.event = event
        self.fields["mixes"].queryset = event.questions.filter(kind__in=MIXABLE, sensitive=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("clock") is not None:
            day, clock = cleaned["day"], cleaned["clock"]
            cleaned["shown_from"] = read(self, day, clock, self.event.zone, field="clock", which="which")
        return cleaned


class GroupForm(forms.ModelForm):
    class Meta:
        model = NetworkingGroup
        fields = NetworkingGroup.SHOWN


class PlacesForm(forms.Form):
    """In which group each person of a round is, and each group's way in; what was typed stays after an error."""

    def __init__(self, data=None, *, made, people):
        super().__init__(data)
        self.groups = {str(group.pk): group for group in made.groups.all()}
        self.details = [GroupForm(data, instance=group, prefix=f"group-{pk}") for pk, group in self.groups.items()]
        choices = [("", _("in no group"))] + [(pk, str(group.number)) for pk, group in self.groups.items()]
        now = dict(GroupMembership.objects.filter(round=made).values_list("registration", "group"))
        self.people = {f"person-{person.pk}": person for person in people}
        for name, person in self.people.items():
            self.fields[name] = forms.ChoiceField(
                label=person.name, choices=choices, required=False, initial=str(now.get(person.pk, ""))
            )

    def is_valid(self):
        return all([super().is_valid(), *(form.is_valid() for form in self.details)])

    @property
    def places(self):
        """{registration id: group or None}"""
        return {person.pk: self.groups.get(self.cleaned_data[name]) for name, person in self.people.items()}

    @property
    def typed(self):
        return {
            form.instance: {name: form.cleaned_data[name] for name in NetworkingGroup.SHOWN} for form in self.details
        }

    @property
    def is_faulty(self):
        return bool(self.errors) or any(form.errors for form in self.details)
