"""What people on stage correct about their own entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Appearance
from outbox.markdown import validate_length


class EntryForm(forms.Form):
    """Function and bio of that day. Who shares an entry with others has no text of their own."""

    function = forms.CharField(
        label=_("Your function on that day"),
        max_length=Appearance._meta.get_field("function").max_length,
        required=False,
        help_text=_("For example: leads the Open Data team, City of Ulm"),
    )
    bio = forms.CharField(
        label=_("About you"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        validators=[validate_length],
        help_text=_("A few sentences. Leave an empty line between paragraphs."),
    )

    def __init__(self, *args, shares_text=False, **kwargs):
        super().__init__(*args, **kwargs)
        if shares_text:
            del self.fields["bio"]
