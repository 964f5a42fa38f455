"""Boards, the list of ideas, the page of an idea, and its versions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from events.views.sitemap import more_pages, with_slugs
from events.views.slugged import SluggedPage
from participation.ideas_lists import list_context
from participation.ideas_page import idea_page_context, points_context
from participation.models import Board, Idea
from participation.versions import compare


@more_pages
def pages_of_ideas(now):
    """What the sitemap names; nothing where no board is public."""
    boards = list(with_slugs("board", Board.objects.public()))
    if boards:
        yield reverse("idea_list"), None
    yield from boards
    yield from with_slugs("idea", Idea.objects.public())


class IdeaList(TemplateView):
    """All ideas of all public boards."""

    template_name = "participation/ideas/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | list_context(self.request.GET)
        return context | {"now": timezone.now()}


class BoardPage(SluggedPage):
    """A board with its rules and its ideas."""

    template_name = "participation/ideas/board.html"
    queryset = Board.objects.public().select_related("organisation")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | list_context(self.request.GET, self.object)
        return context | {"board": self.object, "now": self.now}


class IdeaPage(SluggedPage):
    template_name = "participation/ideas/page.html"
    queryset = Idea.objects.public().select_related("board__organisation", "counts")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | idea_page_context(self.object, self.now)
        return context | points_context(self.object, self.request.GET)

    def not_found(self, request):
        """What was public and was removed or taken back is gone; nothing else is known here."""
        gone = Idea.objects.filter(slug=self.kwargs["slug"], board__is_public=True, shown_at__isnull=False)
        if gone.exists():
            return render(request, "410.html", status=410)
        return super().not_found(request)


class IdeaVersions(SluggedPage):
    """Two versions of an idea beside their differences; the last two unless the address names others."""

    template_name = "participation/ideas/versions.html"
    queryset = Idea.objects.public().select_related("board__organisation")

    def address_of(self, moved):
        return f"{moved.get_absolute_url()}versions/"

    def get_context_data(self, **kwargs):
        versions = list(self.object.versions.defer("contents"))
        if not versions:
            raise Http404
        new = self._chosen("to", versions, versions[-1].number)
        old = self._chosen("from", versions, max(new - 1, versions[0].number))
        first, second = (get_object_or_404(self.object.versions, number=number) for number in (old, new))
        parts = compare(first.contents, second.contents)
        return super().get_context_data(**kwargs) | {
            "idea": self.object,
            "versions": versions,
            "old": first,
            "new": second,
            "parts": parts,
            "number": sum(part.is_changed for part in parts),
        }

    def _chosen(self, name, versions, default):
        """The number that the address asks for, if there is such a version."""
        typed = self.request.GET.get(name, "")
        numbers = {str(version.number) for version in versions}
        return int(typed) if typed in numbers else default
