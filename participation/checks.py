"""What is worth a look before results are published; what stops them is said in `actions.results`."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.checks import LOOK, Finding
from participation.actions.results import present
from participation.models import Access, Material, QuestionState
from participation.models.questions import WAITING


def findings(results, event):
    """Findings about results and material, in the order of the form."""
    return [
        Finding(LOOK, field, sentence)
        for field, sentence in (*_words(results, event), *_questions(event), *_material(event))
    ]


def _words(results, event):
    if not results.summary.strip():
        yield "summary", _("There is no sentence that says what came of it: lists and mails have none to show.")
    if not results.takeaways.strip():
        yield "takeaways", _("Nothing is said about what you took away: most people read only that.")
    if results.attendance is None and present(event) is None:
        yield (
            "attendance",
            _("Nobody was marked as present and no number is typed: the page does not say how many came."),
        )
    if not results.follow_up.strip():
        yield "follow_up", _("Nothing is said about what follows from it.")


def _questions(event):
    listed = event.audience_questions
    waiting = listed.filter(state__in=WAITING).count()
    if waiting:
        sentence = ngettext(
            "One question is still open. It can be answered in writing, with the questions.",
            "%(number)s questions are still open. They can be answered in writing, with the questions.",
            waiting,
        )
        yield "questions", sentence % {"number": waiting}
    unwritten = listed.filter(state=QuestionState.ANSWERED, answer="").count()
    if unwritten:
        sentence = ngettext(
            "One question was answered, but its answer is not written down.",
            "%(number)s questions were answered, but their answers are not written down.",
            unwritten,
        )
        yield "questions", sentence % {"number": unwritten}


def _material(event):
    material = list(Material.objects.filter(event=event))
    if not material:
        yield "material", _("There is no material yet. Slides and recordings can be added later, too.")
    hidden = sum(piece.access == Access.NOBODY for piece in material)
    if hidden:
        sentence = ngettext(
            "One piece of material is shown to nobody yet.",
            "%(number)s pieces of material are shown to nobody yet.",
            hidden,
        )
        yield "material", sentence % {"number": hidden}
