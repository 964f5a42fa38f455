"""What stands on the page of an idea, read in a fixed number of statements."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event
from events.models.bilingual import Worded
from events.structured_data import SCHEMA, absolute, as_data_block, crumbs_data
from participation.models import Idea, Origin, Side


def idea_page_context(idea, now):
    """Everything the template ``participation/ideas/page.html`` needs."""
    answers = list(idea.answers.select_related("question"))
    for answer in answers:
        answer.question.board = idea.board
    changes = list(idea.stage_changes.all())
    title = idea.shown_title
    crumbs = [
        (Worded(_("Ideas"), get_language()), reverse("idea_list")),
        (idea.board.shown_title, idea.board.get_absolute_url()),
    ]
    return {
        "idea": idea,
        "board": idea.board,
        "now": now,
        "answers": answers,
        "opening_times": list(idea.opening_times.all()),
        "resources": nested(idea.resources.all()),
        "milestones": list(idea.milestones.all()),
        **origins_of(idea, now),
        "led_to": list(Idea.objects.public().filter(origins__other=idea).distinct().newest_first()),
        "changes": changes,
        "last_change": changes[-1] if changes else None,
        "version": idea.versions.last(),
        "data_blocks": [
            as_data_block(_described(idea)),
            as_data_block(crumbs_data([*crumbs, (title, idea.get_absolute_url())])),
        ],
        "crumbs": crumbs,
    }


MOST = 10  # points on a side that a page shows at first
SORTS = {"helpful": ("-balance", "-shown_at", "-pk"), "new": ("-shown_at", "-pk")}


class Points(NamedTuple):
    """The points on one side: those that are shown, and how many there are."""

    side: str
    shown: list
    number: int

    @property
    def has_more(self):
        return self.number > len(self.shown)


def points_context(idea, parameters):
    """Points for and against side by side; ``?sort=new`` and ``?all=1``."""
    wanted = parameters.get("sort")
    sort = wanted if wanted in SORTS else "helpful"
    most = None if parameters.get("all") == "1" else MOST
    numbers = {Side.FOR: idea.counts.points_for, Side.AGAINST: idea.counts.points_against}
    sides = []
    for side, number in numbers.items():
        rows = list(idea.points.shown().filter(side=side).order_by(*SORTS[sort])[:most])
        sides.append(Points(side, rows, number))
    return {"sides": sides, "sort": sort}


def nested(resources):
    """Pairs of a resource and its parts."""
    found = []
    for resource in resources:
        if resource.is_part and found:
            found[-1][1].append(resource)
        else:
            found.append((resource, []))
    return found


def origins_of(idea, now):
    """Where it came from and what it refers to, as far as everybody may see it: two lists."""
    events = Event.objects.published(now).only("slug", "title", "title_translated", "language", "starts_at", "ends_at",
                                               "time_zone", "all_day", "open_end", "status")  # fmt: skip
    rows = idea.origins.select_related("other__board", "item", "question").prefetch_related(Prefetch("event", events))
    shown = [row for row in rows if _is_shown(row)]
    return {
        "came_from": [row for row in shown if row.kind == Origin.Kind.CAME_FROM],
        "refers_to": [row for row in shown if row.kind == Origin.Kind.REFERS_TO],
    }


def _is_shown(row):
    """What is not public is not named. A question of a meetup is shown while it is listed there."""
    if row.question is not None and not row.question.is_listed:
        row.question = None
    if row.event_id:
        return row.event is not None
    return row.other is None or (row.other.is_published and row.other.board.is_public)


def _described(idea):
    """The idea as schema.org has words for it."""
    data = {
        "@context": SCHEMA,
        "@type": "CreativeWork",
        "@id": absolute(idea.get_absolute_url()),
        "url": absolute(idea.get_absolute_url()),
        "name": idea.shown_title.text,
        "abstract": idea.shown_summary.text,
        "inLanguage": idea.language,
        "creativeWorkStatus": str(idea.get_stage_display()),
        "datePublished": idea.shown_at and idea.shown_at.date().isoformat(),
        "publisher": {
            "@type": "Organization",
            "name": idea.board.organisation.name,
            "url": absolute(idea.board.organisation.get_absolute_url()),
        },
    }
    return {name: value for name, value in data.items() if value}
