"""The list of ideas: narrowed and sorted by the address's parameters, a page at a time."""

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models import Board, Idea, Stage

ROWS = 20
NEWEST, SUPPORTED, ARGUED = "new", "support", "points"
SORTS = {
    NEWEST: (_("newest first"), "newest_first"),
    SUPPORTED: (_("most supported first"), "most_supported_first"),
    ARGUED: (_("most points first"), "most_argued_first"),
}
PARAMETERS = ("q", "board", "state", "sort")


class IdeaFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    board = forms.SlugField(label=_("Board"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=Stage.choices)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(name, words) for name, (words, _verb) in SORTS.items()]
    )


class IdeaFilters:
    """What somebody wants to see; what cannot be understood is left out, a board that is not there leads to nothing."""

    def __init__(self, data, board=None):
        self.form = IdeaFilterForm(data)
        self.form.is_valid()
        self.values = {name: value for name, value in self.form.cleaned_data.items() if value}
        self.sort = self.values.pop("sort", NEWEST)
        self.board = board
        if board is not None:
            self.values.pop("board", None)

    def __bool__(self):
        return bool(self.values)

    def ideas(self):
        ideas = Idea.objects.public()
        if self.board is not None:
            ideas = ideas.filter(board=self.board)
        if "board" in self.values:
            ideas = ideas.filter(board__slug=self.values["board"])
        if "state" in self.values:
            ideas = ideas.filter(stage=self.values["state"])
        for word in self.values.get("q", "").replace("\0", "").split()[:6]:
            ideas = ideas.filter(_says(word))
        return getattr(ideas, SORTS[self.sort][1])()

    def query(self, **changes):
        """The parameters as a query string that another can follow: empty, or ending in "&"."""
        wanted = {"sort": self.sort if self.sort != NEWEST else None} | self.values | changes
        given = urlencode([(name, wanted[name]) for name in PARAMETERS if wanted.get(name)])
        return f"{given}&" if given else ""


def _says(word):
    fields = ("title", "summary", "title_translated", "summary_translated")
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__icontains": word})
    return condition


def list_context(data, board=None):
    """What the templates of a list need. The rows of a page are joined after they were chosen."""
    filters = IdeaFilters(data, board)
    paginator = IdeaPaginator(filters.ideas(), ROWS)
    page = paginator.get_page(data.get("page"))
    return {
        "filters": filters,
        "boards": [] if board else list(Board.objects.public()),
        "states": Stage.choices,
        "sorts": [(name, words) for name, (words, _verb) in SORTS.items()],
        "page_obj": page,
        "page_range": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "query": filters.query(),
    }


class IdeaPaginator(Paginator):
    def _get_page(self, object_list, *args, **kwargs):
        return super()._get_page(object_list.for_rows(), *args, **kwargs)
