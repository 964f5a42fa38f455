"""Which public addresses are stored, what they are made of, and until when they hold if nobody changes anything."""

from typing import NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, resolve
from django.utils import translation

from accounts.models import Organisation
from civicevents.stored import until
from civicevents.stored.shown import LEGAL, LISTS
from civicevents.stored.versions import of_event, of_idea, of_ideas, of_questions, of_scope
from events.api.parameters import OF_ANY_LIST
from events.api.resources import RESOURCES
from events.embedding import FrameForm
from events.feeds.selections import GROUPS, LANGUAGE
from events.filters import PARAMETERS, FilterForm
from events.models import Event
from events.statements import composed_once
from participation.models import Idea

FILTERS = {PARAMETERS.get(name, name) for name in FilterForm.base_fields} - {"q"}  # searches are not stored


class Content(NamedTuple):
    """What an answer is made of: the statement that reads its state, and the event whose seats it tells of."""

    statement: str
    event: int | None = None


class Kind(NamedTuple):
    """``content`` takes the address's parameters (None if there is no such page); ``until`` the event and now.

    Parameters that are not among ``parameters`` change nothing and are left out, unless the view ``refuses`` them.
    ``hurried``: many ask for it each second, and what was true a moment ago is true enough.
    """

    content: object
    until: object
    parameters: frozenset = frozenset()
    refuses: bool = False
    hurried: bool = False


class Page(NamedTuple):
    """One address."""

    kind: Kind
    arguments: dict
    language: str

    @property
    def content(self):
        return self.kind.content(**self.arguments)


def lists(**arguments):
    return Content(of_scope(LISTS))


def organisation(slug):
    """Not those whose numbers are public: they are counted from what nobody else sees."""
    has_numbers = Organisation.objects.filter(slug=slug, shows_numbers=True).exists()
    return None if has_numbers else lists()


def legal(**arguments):
    return Content(of_scope(LEGAL))


@composed_once
def _events(slug: str):
    return Event.objects.filter(slug=slug).values_list("pk", "series_id")


def one_event(slug):
    return next((Content(of_event(*event), event[0]) for event in _events(slug=slug)), None)


def questions(slug):
    return next((Content(of_questions(*event), event[0]) for event in _events(slug=slug)), None)


def thanks(slug, outcome=""):
    """After a sign-up: in a rush everybody gets it, too."""
    return one_event(slug)


def ideas(**arguments):
    return Content(of_ideas())


def idea(slug):
    found = Idea.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return Content(of_idea(found)) if found else None


def _kinds(content, when, names, parameters=(), **others):
    return {name: Kind(content, when, frozenset(parameters), **others) for name in names}


API_RECORDS = [f"api_{resource.name}" for resource in RESOURCES]
API_LISTS = [f"{name}_list" for name in API_RECORDS]
GROUP_FEEDS = [f"{group}_{kind}" for group in GROUPS for kind in ("calendar", "feed")]
KINDS = {
    **_kinds(one_event, until.event_changes, ["event", "event_plain", "register", "comments"]),
    **_kinds(thanks, until.event_changes, ["register_sent"]),
    **_kinds(questions, until.questions_change, ["questions"], ["all"]),
    **_kinds(questions, until.questions_change, ["questions_news"], hurried=True),
    **_kinds(one_event, until.feeds_change, ["event_file"], [LANGUAGE]),
    **_kinds(lists, until.lists_change, ["event_list"], FILTERS | {"page"}),
    **_kinds(lists, until.lists_change, ["home", "event_month", "sitemap"]),
    **_kinds(ideas, until.lists_change, ["idea_list", "board"], ["board", "state", "sort", "page"]),
    **_kinds(idea, until.lists_change, ["idea"], ["sort", "all"]),
    **_kinds(idea, until.lists_change, ["idea_versions"], ["from", "to"]),
    **_kinds(lists, until.lists_change, [*(GROUPS.keys() - {"organisation"}), "speaker"], ["page"]),
    **_kinds(organisation, until.lists_change, ["organisation"], ["page"]),
    **_kinds(lists, until.lists_change, ["speaker_list"], ["page", "letter"]),
    **_kinds(lists, until.lists_change, ["subscribe"], FILTERS),
    **_kinds(lists, until.lists_change, ["embed", "embed_events"], FILTERS | FrameForm.base_fields.keys()),
    **_kinds(lists, until.feeds_change, ["event_list_calendar", "event_list_feed"], FILTERS | {LANGUAGE}),
    **_kinds(lists, until.feeds_change, GROUP_FEEDS, [LANGUAGE]),
    **_kinds(lists, until.lists_change, API_RECORDS, [LANGUAGE], refuses=True),
    **_kinds(lists, until.lists_change, API_LISTS, FILTERS | OF_ANY_LIST, refuses=True),
    **_kinds(legal, until.never, ["imprint", "privacy", "accessibility"]),
    **_kinds(legal, until.never, [f"organisation_{kind}" for kind in ("imprint", "privacy", "accessibility")]),
}


def page_at(environ):
    """The stored page at the path of a WSGI request, or None."""
    path = get_path_info(environ)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            found = resolve(path)
        except Resolver404:
            return None
    kind = KINDS.get(found.view_name)
    return Page(kind, found.captured_kwargs, language) if kind else None
