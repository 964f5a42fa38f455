"""Pages that introduce something and list its dates: series, programmes, organisations, topics."""

from django.db.models import Q

from accounts.models import Organisation
from events.models import Event, Programme, Series, Topic
from events.rows import MOST, RowsPaginator, fetch_rows, first_pks
from events.structured_data import share_picture
from events.views.slugged import SluggedPage

PAGE = 20
MOST_UPCOMING = 60


class PageWithDates(SluggedPage):
    """Upcoming events first, at most MOST_UPCOMING of them, then the past ones, PAGE at a time, newest first."""

    def events(self):
        """The events of ``self.object``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        events = self.events().listed(self.now)
        upcoming = fetch_rows(events.in_turn(self.now)[: MOST_UPCOMING + 1])
        paginator = RowsPaginator(first_pks(events.past(self.now).latest_first())[:MOST], PAGE)
        past = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "now": self.now,
            "share_picture": share_picture(self.object),
            "upcoming": upcoming[:MOST_UPCOMING],
            "has_more_upcoming": len(upcoming) > MOST_UPCOMING,
            "past": past,
            "past_range": paginator.get_elided_page_range(past.number, on_each_side=1, on_ends=1),
        }


class SeriesPage(PageWithDates):
    template_name = "events/series_detail.html"
    queryset = Series.objects.select_related("organisation", "picture").prefetch_related("audiences")
    extra_context = {"hide_series": True}

    def events(self):
        return self.object.events.all()


class ProgrammePage(PageWithDates):
    template_name = "events/programme_detail.html"
    queryset = Programme.objects.select_related("organisation", "picture")

    def events(self):
        return Event.objects.having("programmes", self.object)


class OrganisationPage(PageWithDates):
    """Its events are those that it publishes and those that it has accepted to co-host."""

    template_name = "events/organisation_detail.html"
    queryset = Organisation.objects.select_related("parent").prefetch_related("children")

    def events(self):
        return Event.objects.hosted_by([self.object])

    def get_context_data(self, **kwargs):
        listed = Event.objects.listed(self.now)
        own = Series.objects.filter(organisation=self.object)
        series = own.filter(Q(is_active=True) | Q(events__in=listed)).distinct()
        return super().get_context_data(**kwargs) | {"series": series}


class TopicPage(PageWithDates):
    template_name = "events/topic_detail.html"
    queryset = Topic.objects.all()

    def events(self):
        return Event.objects.having("topics", self.object)
