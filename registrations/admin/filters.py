"""How the list of participants is narrowed down."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Event
from registrations.models import Question
from registrations.tallies import COUNTED

SHOWN = 30
NAMED = "event"


def chosen_event(request):
    """The event that the list is of, among those that the user may see; None for all."""
    value = request.GET.get(NAMED, "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return None
    if not hasattr(request, "_chosen_event"):
        request._chosen_event = Event.objects.controlled_by(request.user).filter(pk=value).first()
    return request._chosen_event


class EventFilter(admin.SimpleListFilter):
    """Offers the latest events with participants; one event's own list offers the way back to all."""

    title = _("meetup")
    parameter_name = NAMED

    def lookups(self, request, model_admin):
        chosen = chosen_event(request)
        if chosen:
            return [(str(chosen.pk), chosen.title)]
        events = Event.objects.controlled_by(request.user).filter(availability__takes_registrations=True)
        return [(str(pk), title) for pk, title in events.latest_first().values_list("pk", "title")[:SHOWN]]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(event=chosen_event(request))


class TicketTypeFilter(admin.SimpleListFilter):
    title = _("ticket type")
    parameter_name = "ticket_type"

    def lookups(self, request, model_admin):
        event = chosen_event(request)
        kinds = list(event.ticket_types.all()) if event else []
        return [(str(kind.pk), str(kind)) for kind in kinds] if len(kinds) > 1 else []

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(ticket_type=self.value()) if known else queryset


class PresentFilter(admin.SimpleListFilter):
    title = _("present")
    parameter_name = "present"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(checked_in_at=None, joined_at=None)
        return queryset.filter(checked_in_at=None, joined_at=None) if self.value() == "no" else queryset


def answer_filters(event):
    """A filter for each question with a choice; sensitive answers are nothing to filter by."""
    if event is None:
        return []
    questions = Question.objects.filter(event=event, kind__in=COUNTED, sensitive=False)
    return [_answer_filter(question) for question in questions]


def _answer_filter(question):
    yes_no = question.kind == Question.Kind.YES_NO
    options = [("yes", _("yes")), ("no", _("no"))] if yes_no else [(each, each) for each in question.choices]

    class AnswerFilter(admin.SimpleListFilter):
        title = question.text
        parameter_name = f"answer_{question.pk}"

        def lookups(self, request, model_admin):
            return options

        def queryset(self, request, queryset):
            value = self.value()
            if value not in dict(options):
                return queryset
            match question.kind:
                case Question.Kind.YES_NO:
                    same = {"value": value == "yes"}
                case Question.Kind.SEVERAL:
                    same = {"value__contains": [value]}
                case _:
                    same = {"value": value}
            return queryset.filter(pk__in=question.answers.filter(**same).values("registration"))

    return AnswerFilter
