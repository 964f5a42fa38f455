"""The first page, and the list of events with search, filters and archive."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone
from django.views.generic import TemplateView

from events import dates
from events.facets import facets
from events.filters import PAST, UPCOMING, Filters
from events.models import Event, Series, Status

ROWS = 20
ROWS_AT_HOME = 5
CARDS = 3


class RowsPaginator(Paginator):
    """Joins what rows show to those of one page."""

    def _get_page(self, object_list, *args, **kwargs):
        return super()._get_page(object_list.for_rows(), *args, **kwargs)


def next_event(now):
    """The event that comes next, or runs: the one on the yellow panel. None if nothing is planned."""
    upcoming = Event.objects.listed(now).upcoming(now).filter(status=Status.PUBLISHED)
    return next(iter(upcoming.order_by("starts_at", "pk")[:1].for_rows()), None)


def latest_past(now):
    return Event.objects.listed(now).past(now).latest_first()[:CARDS].for_rows()


def counted(events, now):
    """How many of the events are upcoming and past, by the names of the periods."""
    upcoming = Q(ends_at__gt=now) | Q(status=Status.POSTPONED)
    return events.order_by().aggregate(**{UPCOMING: Count("pk", filter=upcoming), PAST: Count("pk", filter=~upcoming)})


def grouped(events, by):
    """The events under their headings, in the order in which the headings first come."""
    groups = {}
    for event in events:
        groups.setdefault(by(event), []).append(event)
    return list(groups.items())


def month_heading(event):
    """A month and its year; nothing for a postponed event, whose date does not hold."""
    return "" if event.status == Status.POSTPONED else dates.month_name(event.first_day)


class Home(TemplateView):
    """What is next, and what the portal is."""

    template_name = "events/home.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        coming = next_event(now)
        upcoming = Event.objects.listed(now).upcoming(now).soonest_first()
        others = upcoming.exclude(pk=coming.pk) if coming else upcoming
        series = Series.objects.filter(events__in=Event.objects.listed(now).values("pk"), is_active=True).distinct()
        return super().get_context_data(**kwargs) | {
            "now": now,
            "today": timezone.localdate(now),
            "coming": coming,
            "rows": others[:ROWS_AT_HOME].for_rows(),
            "past": latest_past(now),
            "counts": counted(Event.objects.listed(now), now),
            "series": series.select_related("organisation").defer("description", "description_html")[:12],
        }


class EventList(TemplateView):
    """All listed events, narrowed by the address's parameters (``events/filters.py``)."""

    template_name = "events/list.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        filters = Filters(self.request.GET)
        narrowed = filters.narrow(now)
        counts = counted(narrowed, now)
        context = super().get_context_data(**kwargs)
        context |= {
            "now": now,
            "today": timezone.localdate(now),
            "filters": filters,
            "counts": counts,
            "facets": facets(filters, now),
            "upcoming_query": filters.query(when=None),
            "past_query": filters.query(when=PAST),
        }
        context |= self._rows(filters, narrowed, counts, now)
        if filters.when == UPCOMING and not filters:
            context["past"] = latest_past(now)
        return context

    def _rows(self, filters, narrowed, counts, now):
        events = filters.in_period(narrowed, now)
        events = events.soonest_first() if filters.when == UPCOMING else events.latest_first()
        if "q" in filters.values:
            events = events.order_by("-rank", *events.query.order_by).for_rows()  # a thousand at most, with their ranks
        coming = next_event(now) if filters.when == UPCOMING and not filters else None
        if coming:
            events = events.exclude(pk=coming.pk)
        paginator = (Paginator if "q" in filters.values else RowsPaginator)(events, ROWS)
        paginator.count = counts[filters.when] - bool(coming)  # known already, and a query saved
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
