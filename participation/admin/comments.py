"""An event's comments: whether one may comment, and the organisation's answers."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedInline
from accounts.models import EDITING_ROLES, Organisation
from accounts.refusal import Refused
from events.admin.aspects import EventAspectAdmin
from events.models import Event
from participation.actions.commenting import answer
from participation.forms.comments import AnswerForm
from participation.models import Comment, CommentSettings, ContributionState
from registrations.admin.pages import number_of

SHOWN, HELD = ContributionState.SHOWN, ContributionState.HELD
FOLDER = "admin/participation/comments"


class CommentSettingsInline(ScopedInline):
    """One row; while it is not there, nobody can comment."""

    model = CommentSettings
    verbose_name = verbose_name_plural = gettext_lazy("rules for the comments")
    max_num = extra = 1
    can_delete = False
    fields = ["takes_comments", "needs_approval", "closes_days", "introduction"]


class EventCommentsAdmin(EventAspectAdmin):
    """For the publishing organisation and declared joint controllers. The event's own row is never written here."""

    inlines = [CommentSettingsInline]
    change_form_template = f"{FOLDER}/change_form.html"
    list_display = ["title", "when", "number", "to_approve", "answered"]

    @property
    def event_views(self):
        return {"answers": answers_view}

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def get_queryset(self, request):
        rows = Comment.objects
        return (
            super()
            .get_queryset(request)
            .annotate(
                number_shown=number_of(rows.shown()),
                number_held=number_of(rows.filter(state=HELD)),
                number_answered=number_of(rows.shown().exclude(answered_at=None)),
            )
        )

    @admin.display(description=gettext_lazy("comments"))
    def number(self, event):
        return event.number_shown

    @admin.display(description=gettext_lazy("to approve"))
    def to_approve(self, event):
        return event.number_held

    @admin.display(description=gettext_lazy("answered"))
    def answered(self, event):
        return event.number_answered

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": _("Comments on “%(event)s”") % {"event": obj}, "event": obj}
        context["may_answer"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def answers_view(model_admin, request, pk):
    """All comments that are public; the one that a POST names is answered."""
    events = Event.objects.controlled_by(request.user, EDITING_ROLES).select_related("organisation", "comment_settings")
    event = get_object_or_404(events, pk=pk)
    comments = list(Comment.objects.filter(event=event).shown().select_related("answered_by").order_by("-pk")[:200])
    status, refusal = 200, None
    for comment in comments:
        comment.event = event
        typed = request.POST if request.method == "POST" and request.POST.get("comment") == str(comment.pk) else None
        comment.form = AnswerForm(typed, comment=comment)
        if typed is not None and comment.form.is_valid():
            try:
                answer(comment=comment, organisation=_speaks_for(request.user, event), now=timezone.now(),
                       **comment.form.cleaned_data)  # fmt: skip
            except Refused as refused:
                status, refusal, comment.is_open = 409, refused, True
                comment.form = AnswerForm({"text": typed["text"], "before": comment.answer}, comment=comment)
                continue
            return _answered(model_admin, request, event, comment)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Comments on “%(event)s”") % {"event": event},
        "opts": Event._meta,
        "event": event,
        "comments": comments,
        "refusal": refusal,
    }
    return TemplateResponse(request, f"{FOLDER}/answers.html", context, status=status)


def _answered(model_admin, request, event, comment):
    model_admin.log_change(request, event, _("A comment was answered."))
    messages.success(request, _("The answer stands under the comment."))
    address = reverse("admin:participation_eventcomments_answers", args=[event.pk])
    return HttpResponseRedirect(f"{address}#comment-{comment.pk}")


def _speaks_for(user, event):
    """Whose mark stands beside the answer: the publishing organisation's, or that of the member's own co-host."""
    own = set(Organisation.objects.of(user, EDITING_ROLES).values_list("pk", flat=True))
    if user.is_superuser or event.organisation_id in own:
        return event.organisation
    co_host = event.co_hosts.filter(organisation__in=own, accepted_at__isnull=False).select_related("organisation")
    return co_host.first().organisation
