"""Somebody at the door who has not signed up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.required_sentences import RequiredSentences


class WalkInForm(RequiredSentences, forms.Form):
    """A name, and the ticket type where there are several."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"required": _("Enter the name.")},
    )

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, auto_id="walk_in_%s", **kwargs)
        if len(door.ticket_types) > 1:
            self.fields["ticket_type"] = forms.TypedChoiceField(
                label=_("Ticket type"),
                choices=[(kind.pk, str(kind)) for kind in door.ticket_types],
                coerce=lambda pk: next(kind for kind in door.ticket_types if kind.pk == int(pk)),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a ticket type.")},
            )
