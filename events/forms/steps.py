"""What is asked on an event's way: when to publish it, why it is cancelled, which day it moves to.

Every form has ``arguments()``: what the verb takes besides the event, who did it and the time.
"""

import copy
import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.times import TimesForm
from events.forms.wall_clock import ClockField, DayField, WhichHourField, read
from events.models import Event

NOW, LATER = "now", "later"
MORNING = dt.time(8)


class ConfirmForm(forms.Form):
    """Nothing but a button."""

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event

    def arguments(self):
        return {}


class ReasonForm(ConfirmForm):
    """Why it is cancelled, for all to read."""

    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One sentence that stands on the page and in the mail. For example: The speaker is ill."
        ),
        error_messages={"required": gettext_lazy("Say in one sentence why: participants read it.")},
    )

    def arguments(self):
        return {"reason": self.cleaned_data["reason"]}


class OptionalReasonForm(ReasonForm):
    """Why it is postponed; it may go without saying."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class PublishForm(ConfirmForm):
    """Now, or at a day and time on the event's own wall clock."""

    when = forms.ChoiceField(
        label=gettext_lazy("When shall it be public?"),
        choices=[(NOW, gettext_lazy("now")), (LATER, gettext_lazy("at a set time"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = DayField(label=gettext_lazy("Date"), required=False)
    clock = ClockField(label=gettext_lazy("Time"), required=False, help_text=gettext_lazy("Empty: at eight o'clock."))
    clock_which = WhichHourField(label=gettext_lazy("Which of the two hours is meant?"))

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        if event.publish_at:
            local = event.publish_at.astimezone(event.zone)
            self.initial |= {"when": LATER, "day": local.date(), "clock": local.time()}

    def clean(self):
        cleaned = super().clean()
        cleaned["at"] = None
        if cleaned.get("when") != LATER or {"day", "clock"} & self.errors.keys():
            return cleaned
        if cleaned.get("day") is None:
            self.add_error("day", _("Enter the day from which the event shall be public."))
            return cleaned
        clock = cleaned.get("clock") or MORNING
        cleaned["at"] = read(self, cleaned["day"], clock, self.event.zone, field="clock", which="clock_which")
        return cleaned

    def arguments(self):
        return {"at": self.cleaned_data["at"]}


class MoveForm(TimesForm):
    """The new day and times; whatever is left as it is stays."""

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, instance=copy.copy(event), **kwargs)  # cleaning puts the new times into it
        if event.all_day:
            for name in ("begins", "ends", "begins_which", "ends_which"):
                del self.fields[name]
        else:
            self.fields["begins"].help_text = ""

    def arguments(self):
        return {"starts_at": self.instance.starts_at, "ends_at": self.instance.ends_at}
