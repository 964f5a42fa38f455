"""A pasted agenda, and who its names are."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.agenda import LEFT_OUT, NEW, sure_match
from outbox.markdown import validate_length

EXAMPLE = "18:00 Begrüßung\n18:10 Offene Daten im Alltag – Adriana Groh\n18:40–19:10 Diskussion\n20:00 Ende"


class PasteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The agenda, one item a line"),
        strip=False,
        validators=[validate_length],
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "placeholder": EXAMPLE}),
        help_text=gettext_lazy(
            "Time, title, dash, people. Indented lines below an item become its abstract. You see how it was read "
            "before anything is stored."
        ),
    )
    replace = forms.BooleanField(label=gettext_lazy("Replace the agenda that is there"), required=False)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Paste the agenda here."))
        return text


class PeopleForm(forms.Form):
    """One choice for each name: somebody known, somebody new, or no person at all."""

    def __init__(self, *args, people, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {f"person_{number}": person.name for number, person in enumerate(people)}
        self.known = {str(speaker.pk): speaker for speakers in found.values() for speaker in speakers}
        for field, name in self.names.items():
            known = [(str(speaker.pk), str(speaker)) for speaker in found[name]]
            match = sure_match(name, found[name])
            self.fields[field] = forms.ChoiceField(
                label=name,
                choices=[
                    *known,
                    (NEW, _("a new person, create a page")),
                    (LEFT_OUT, _("no person, part of the title")),
                ],
                initial=str(match.pk) if match else NEW,
                help_text="" if match else _("Not known by exactly this name."),
            )

    def choices(self):
        """For each name a Speaker, NEW or LEFT_OUT."""
        return {
            name: self.known.get(self.cleaned_data[field], self.cleaned_data[field])
            for field, name in self.names.items()
        }
