"""The same again: a duplicate, the next date of the series, several dates at once."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin.workplace.pages import own, page, posted, say, to_event
from events.dates import long_day
from events.forms.copies import CopyForm, DatesForm
from events.models import Event, Status
from events.rhythm import next_days

SUGGESTED = 4


def duplicate_view(model_admin, request, pk):
    return _one_copy(model_admin, request, own(request, pk), title=_("Duplicate “%(event)s”"), day=None)


def next_date_view(model_admin, request, pk):
    event = own(request, pk)
    suggested = suggested_days(event, 1)
    title = _("The next date of “%(series)s”") if event.series else _("The next date of “%(event)s”")
    return _one_copy(model_admin, request, event, title=title, day=suggested[0] if suggested else None)


def _one_copy(model_admin, request, event, *, title, day):
    form = CopyForm(posted(request), event=event, initial={"day": day} if day else {})
    if form.is_bound and form.is_valid():
        (copy,) = _copies(model_admin, request, event, form)
        say(
            request,
            _("This is the copy, a draft for %(day)s. Check it and publish it.") % {"day": long_day(copy.first_day)},
        )
        return to_event(copy)
    return _page(model_admin, request, event, form, title=title % {"event": event, "series": event.series})


def several_dates_view(model_admin, request, pk):
    event = own(request, pk)
    suggested = "\n".join(f"{day:%d.%m.%Y}" for day in suggested_days(event, SUGGESTED))
    form = DatesForm(posted(request), event=event, initial={"dates": suggested})
    if form.is_bound and form.is_valid():
        copies = _copies(model_admin, request, event, form)
        sentence = ngettext("One draft was made.", "%(number)s drafts were made.", len(copies))
        say(request, sentence % {"number": len(copies)})
        return HttpResponseRedirect(f"{reverse('admin:events_event_changelist')}?status__exact=draft")
    return _page(model_admin, request, event, form, title=_("Several dates of “%(event)s”") % {"event": event})


def _page(model_admin, request, event, form, *, title):
    status = 422 if form.errors else 200
    return page(model_admin, request, event, "copies", title=title, form=form, status=status)


def _copies(model_admin, request, event, form):
    copies = model_admin.verbs["copy_to"](event=event, starts=form.starts())
    for copy in copies:
        model_admin.log_addition(request, copy, _("Copied from “%(event)s”.") % {"event": event})
    return copies


def suggested_days(event, number):
    """The likely next dates after the last one of the series, or after this event."""
    days = [event.first_day]
    if event.series_id:
        dates = Event.objects.filter(series=event.series_id).exclude(status__in=(Status.CANCELLED, Status.WITHDRAWN))
        days = sorted({row.first_day for row in dates.only("starts_at", "ends_at", "time_zone")} | {event.first_day})
    return next_days(days, number)
