"""The rows below boards and ideas."""

from accounts.admin.scoping import ScopedInline
from accounts.models import EDITING_ROLES
from events.admin.inlines import linkable
from events.forms.rows import RowsFormSet
from events.models import AgendaItem
from participation.forms.ideas import AnswerFormSet, MilestoneForm, OriginForm, OriginFormSet
from participation.models import (
    AudienceQuestion,
    BoardQuestion,
    Idea,
    IdeaAnswer,
    Milestone,
    OpeningTime,
    Origin,
    Resource,
)


class IdeaRows(ScopedInline):
    """Rows with a position."""

    formset = RowsFormSet
    max_num = 60


class BoardQuestionInline(IdeaRows):
    model = BoardQuestion
    fields = ["name", "text", "is_required", ("name_translated", "text_translated"), "position"]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj is not None and obj.questions.exists() else 2


class AnswerInline(IdeaRows):
    """An empty row for each question that is not answered yet."""

    model = IdeaAnswer
    formset = AnswerFormSet
    choices = {"question": lambda user: BoardQuestion.objects.none()}  # the formset offers those of the board
    fields = ["question", "text"]

    def get_extra(self, request, obj=None, **kwargs):
        if obj is None or not self.has_change_permission(request, obj):
            return 0
        return obj.board.questions.exclude(answers__idea=obj).count()


class OpeningTimeInline(IdeaRows):
    model = OpeningTime
    fields = [("first_day", "last_day"), ("opens", "closes"), "note", "position"]


class ResourceInline(IdeaRows):
    model = Resource
    fields = [("amount", "at_least", "unit"), "purpose", "is_part", "position"]


class MilestoneInline(IdeaRows):
    model = Milestone
    form = MilestoneForm
    fields = ["title", ("due_on", "precision"), "points", "state", "position"]


def ideas_for(user):
    """Ideas that another may come from: everybody's public ones, and one's own."""
    own = Idea.objects.of(user, EDITING_ROLES)
    return Idea.objects.filter(pk__in=own.values("pk")) | Idea.objects.filter(pk__in=Idea.objects.public().values("pk"))


class OriginInline(IdeaRows):
    model = Origin
    form = OriginForm
    formset = OriginFormSet
    fk_name = "idea"
    choices = {
        "event": linkable,
        "other": ideas_for,
        "item": lambda user: AgendaItem.objects.none(),  # the formset offers those of the meetup
        "question": lambda user: AudienceQuestion.objects.none(),
    }
    autocomplete_fields = ["event", "other"]
    fields = ["kind", "event", "item", "question", "other", ("label", "url"), "note", "position"]
