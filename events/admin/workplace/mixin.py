"""The workplace around an event's form: where it stands, what can be done next, what is missing, what happened."""

from functools import partial

from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from events import actions
from events.admin.workplace import copies, lifecycle, markdown, pasting, telling
from events.checks import WRONG, findings
from events.history import history
from events.models import Event, Status
from events.preview import preview_address
from events.wording import standing

SHOWN = 5
# The anchors of fields that the form shows under another name.
ANCHORS = {"starts_at": "id_first_day", "ends_at": "id_ends"}
ROWS = {"sections", "agenda_items", "appearances", "co_hosts", "links", "partners"}


class EventWorkplace:
    """Part of EventAdmin. ``verbs`` are what its buttons do; an upper app may put its own in their place."""

    verbs = {
        "publish": actions.publish,
        "reschedule": actions.publish,
        "take_back": actions.take_back,
        "move": actions.move,
        "postpone": actions.postpone,
        "cancel": actions.cancel,
        "reinstate": actions.reinstate,
        "withdraw": actions.withdraw,
        "renew_preview": actions.renew_preview,
        "copy_to": actions.copy_to,
        "apply_agenda": actions.apply_agenda,
    }
    object_history_template = "admin/events/event/workplace/history.html"

    def get_urls(self):
        views = {
            **{verb: partial(lifecycle.step_view, verb=verb) for verb in lifecycle.STEPS},
            "preview_link": lifecycle.renew_preview_view,
            "duplicate": copies.duplicate_view,
            "next_date": copies.next_date_view,
            "dates": copies.several_dates_view,
            "agenda": pasting.paste_view,
            "texts": telling.texts_view,
            "poster": telling.poster_view,
        }
        urls = [self._url(f"<int:pk>/{name.replace('_', '-')}/", view, name) for name, view in views.items()]
        urls.append(self._url("<int:pk>/code.svg", telling.code_view, "code"))
        urls.append(self._url("markdown/", markdown.preview_view, "markdown"))
        return [*urls, *super().get_urls()]

    def _url(self, route, view, name):
        return path(route, self.admin_site.admin_view(partial(view, self)), name=f"events_event_{name}")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            context["workplace"] = self.workplace(request, obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def workplace(self, request, pk):
        """What the panel above the form shows; of the event as it is stored, whatever was typed below."""
        event = Event.objects.of(request.user).select_related("organisation", "series", "venue", "platform").get(pk=pk)
        now = timezone.now()
        editable = self.has_change_permission(request, event)
        found = findings(event, now)
        return {
            "event": event,
            "now": now,
            "standing": standing(event, now, exact=True),
            "is_public": event.is_published(now),
            "is_scheduled": event.is_scheduled(now),
            "editable": editable,
            "owned": editable
            and self.choosable(request.user, Event._meta.get_field("organisation"))
            .filter(pk=event.organisation_id)
            .exists(),
            "steps": lifecycle.steps_for(event, now) if editable else [],
            "findings": [(finding, anchor_of(finding)) for finding in found],
            "wrong": sum(finding.level == WRONG for finding in found),
            "preview": preview_address(event),
            "history": history(event)[:SHOWN],
        }

    def history_view(self, request, object_id, extra_context=None):
        event = self.get_object(request, object_id)
        context = {"event": event, "entries": history(event)} | (extra_context or {})
        return super().history_view(request, object_id, context)

    def response_change(self, request, obj):
        """ "Save and publish" leads to the page that asks when."""
        if "_publish" in request.POST and obj.status == Status.DRAFT:
            return HttpResponseRedirect(reverse("admin:events_event_publish", args=[obj.pk]))
        return super().response_change(request, obj)


def anchor_of(finding):
    """Where in the form a finding leads."""
    if finding.field in ROWS:
        return f"{finding.field}-heading"
    return ANCHORS.get(finding.field, f"id_{finding.field}")
