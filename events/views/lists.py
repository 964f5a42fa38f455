"""The first page, and the list of events with search, filters and archive."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.views.generic import TemplateView

from events import dates
from events.facets import facets
from events.filters import PAST, UPCOMING, Filters
from events.models import Event, Series, Status
from events.rows import MOST, RowsPaginator, counted, highlights
from events.statements import composed_once

ROWS = 20
ROWS_AT_HOME = 5
SERIES_AT_HOME = 12


def grouped(events, by):
    """The events under their headings, in the order in which the headings first come."""
    groups = {}
    for event in events:
        groups.setdefault(by(event), []).append(event)
    return list(groups.items())


def month_heading(event):
    """A month and its year; nothing for a postponed event, whose date does not hold."""
    return "" if event.status == Status.POSTPONED else dates.month_name(event.first_day)


@composed_once
def series_with_events(now: dt.datetime):
    listed = Event.objects.listed(now).filter(series=OuterRef("pk"))
    series = Series.objects.filter(Exists(listed), is_active=True)
    return series.select_related("organisation").defer("description", "description_html")[:SERIES_AT_HOME]


class Home(TemplateView):
    """What is next, and what the portal is."""

    template_name = "events/home.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        coming, soonest, latest = highlights(now)
        listed = Event.objects.listed(now)
        return super().get_context_data(**kwargs) | {
            "now": now,
            "today": timezone.localdate(now),
            "coming": coming,
            "rows": [event for event in soonest if event != coming][:ROWS_AT_HOME],
            "past": latest,
            "counts": {UPCOMING: counted(listed.in_turn(now)), PAST: counted(listed.past(now).latest_first())},
            "series": series_with_events(now=now),
        }


class EventList(TemplateView):
    """All listed events, narrowed by the address's parameters (``events/filters.py``)."""

    template_name = "events/list.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        filters = Filters(self.request.GET)
        pks = filters.first_pks(now)
        counts = filters.counts(now, pks)
        context = super().get_context_data(**kwargs)
        context |= {
            "now": now,
            "today": timezone.localdate(now),
            "filters": filters,
            "counts": counts,
            "number": counts[filters.when],
            "facets": facets(filters, now, pks),
            "upcoming_query": filters.query(when=None),
            "past_query": filters.query(when=PAST),
        }
        coming = None
        if filters.when == UPCOMING and not filters:
            coming, _soonest, context["past"] = highlights(now)
        return context | self._rows(filters, pks[:MOST], coming)

    def _rows(self, filters, pks, coming):
        paginator = RowsPaginator([pk for pk in pks if not coming or pk != coming.pk], ROWS)
        page = paginator.get_page(self.request.GET.get("page"))
        return {
            "coming": coming if page.number == 1 else None,
            "page_obj": page,
            "page_range": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
            "query": f"{filters.query()}&".removeprefix("?").removeprefix("&"),
            "groups": self._groups(filters, page),
        }

    def _groups(self, filters, page):
        if "q" in filters.values:
            return [("", list(page))] if page.object_list else []
        return grouped(page, month_heading if filters.when == UPCOMING else lambda event: event.first_day.year)
