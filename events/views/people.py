"""People on stage: the list of all, and the page of one."""

from itertools import groupby
from urllib.parse import quote

from django.db.models import Prefetch
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.sorting import sort_key
from events.models import Appearance, Event, speakers_at
from events.views.groups import PageWithDates
from speakers.models import Affiliation


class SpeakerList(ListView):
    """Everybody whose name is announced at a listed event, in German order; ``letter`` picks an initial."""

    template_name = "events/speaker_list.html"
    paginate_by = 60

    def get_queryset(self):
        self.people = speakers_at(Event.objects.listed(timezone.now()))
        self.letter = sort_key(self.request.GET.get("letter", ""))[:1]
        current = Affiliation.objects.filter(until=None)
        return (
            self.people.filter(sort_key__startswith=self.letter)
            .select_related("picture")
            .prefetch_related(Prefetch("affiliations", current))
        )

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist leads to the last one."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        initials = self.people.annotate(initial=Left("sort_key", 1)).order_by("initial")
        page = context["page_obj"]
        return context | {
            "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            "query": f"letter={quote(self.letter)}&" if self.letter else "",
            "letter": self.letter,
            "letters": [initial for initial in initials.values_list("initial", flat=True).distinct() if initial],
            "groups": [
                (letter.upper(), list(people))
                for letter, people in groupby(context["object_list"], key=lambda person: person.sort_key[:1])
            ],
        }


class SpeakerPage(PageWithDates):
    """Public as soon as, and as long as, the name is announced at an event that has a page."""

    template_name = "events/speaker_detail.html"
    extra_context = {"dates_heading": _("Guest at")}

    def get_queryset(self):
        people = speakers_at(Event.objects.published(self.now))
        return people.select_related("picture").prefetch_related("affiliations", "links")

    def get_context_data(self, **kwargs):
        affiliations = sorted(self.object.affiliations.all(), key=lambda affiliation: affiliation.until is not None)
        return super().get_context_data(**kwargs) | {"affiliations": affiliations}

    def events(self):
        appearances = Appearance.objects.announced().filter(speaker=self.object)
        return Event.objects.filter(pk__in=appearances.values("event"))
