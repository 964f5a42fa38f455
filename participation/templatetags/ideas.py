"""Ideas in templates: their key facts in words, and where they stand on pages of lower apps."""

from django import template
from django.utils.html import format_html

from events.statements import composed_once
from participation import ideas_wording
from participation.models import Board, Idea, Stage

register = template.Library()
for function in (
    ideas_wording.amount_words,
    ideas_wording.due_machine,
    ideas_wording.due_words,
    ideas_wording.opening_words,
    ideas_wording.span_words,
):
    register.filter(function.__name__, function)

# Shape and word, never colour alone: how the sign of a state is filled.
SIGNS = {
    Stage.PROPOSED: "later",
    Stage.DISCUSSED: "running",
    Stage.TAKEN_UP: "few",
    Stage.IN_PROGRESS: "few",
    Stage.DONE: "done",
    Stage.NOT_PURSUED: "cancelled",
}
AT_HOME = 3


@register.simple_tag
def state_sign(idea):
    """The state of an idea with its sign."""
    return format_html('<p class="status status--{}">{}</p>', SIGNS[idea.stage], idea.get_stage_display())


@register.inclusion_tag("participation/ideas/_on_event_page.html")
def ideas_of_event(event, is_preview=False):
    """The ideas that came out of a meetup; nothing where there is none."""
    return {"ideas": [] if is_preview else list(_born_at(event=event.pk))}


@composed_once
def _born_at(event: int):
    ideas = Idea.objects.public().filter(origins__event=event, origins__kind="came_from")
    return ideas.for_rows().order_by("shown_at", "pk").distinct()


@register.inclusion_tag("participation/ideas/_at_home.html")
def ideas_at_home():
    """The newest ideas; nothing where no board is public."""
    return {"ideas": list(_newest())}


@composed_once
def _newest():
    return Idea.objects.public().newest_first()[:AT_HOME].for_rows()


@register.inclusion_tag("participation/ideas/_of_organisation.html")
def boards_of(organisation):
    """The public boards of an organisation."""
    return {"boards": list(Board.objects.public().filter(organisation=organisation))}
