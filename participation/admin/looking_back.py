"""What came of an event: minutes, results and material on one form, and the step that publishes them."""

from django.contrib import admin
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin.scoping import ScopedInline
from events.actions.refusal import Refused
from events.admin.aspects import EventAspectAdmin
from events.admin.inlines import RowsInline
from events.admin.workplace.pages import editable, refuse, say
from events.models import AgendaItem, Event, Status
from participation.actions import results as actions
from participation.admin.numbers import numbers_view
from participation.checks import findings
from participation.forms.results import MaterialForm, MaterialFormSet, ResultsForm, ResultsFormSet
from participation.models import Material, Results

FOLDER = "admin/participation/looking_back"


class ResultsInline(ScopedInline):
    """The one row of an event."""

    model = Results
    form = ResultsForm
    formset = ResultsFormSet
    max_num = extra = 1
    can_delete = False
    fields = ["summary", "takeaways", "decided", "follow_up", "discussed", "attendance", "access"]


class MaterialInline(RowsInline):
    model = Material
    form = MaterialForm
    formset = MaterialFormSet
    begins_with_a_row = True
    choices = {"item": lambda user: AgendaItem.objects.none()}  # the formset offers those of the event
    autocomplete_fields = ["picture"]
    max_num = 60
    fields = ["kind", "title", "upload", "kept", "url", "picture", ("author", "licence"), "note", "item", "access",
              "position"]  # fmt: skip


class LookingBackAdmin(EventAspectAdmin):
    """For whoever may edit the event. The event's own row is never written here."""

    inlines = [ResultsInline, MaterialInline]
    change_form_template = f"{FOLDER}/change_form.html"
    change_list_template = f"{FOLDER}/change_list.html"
    list_display = ["title", "when", "published"]
    list_select_related = ["results"]

    def of(self, user, roles):
        """Meetups that have begun: others have nothing to look back on."""
        return self.model.objects.of(user, roles).filter(starts_at__lte=timezone.now()).exclude(status=Status.DRAFT)

    # The list

    @admin.display(description=gettext_lazy("results"), ordering="results__published_at")
    def published(self, event):
        results = results_of(event)
        if results is None:
            return None
        return _("published") if results.is_published else _("draft")

    # The pages around it

    @property
    def event_views(self):
        return {"publish": publish_view, "take-back": take_back_view}

    def get_urls(self):
        return [self.view_at("numbers/", numbers_view, "numbers"), *super().get_urls()]

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = _("What came of “%(event)s”") % {"event": obj}
        context["results"] = results_of(obj)
        context["may_publish"] = self.has_change_permission(request, obj)
        context["is_over"] = obj.is_over(timezone.now())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        actions.recount(event=Event.objects.get(pk=form.instance.pk))

    def log_change(self, request, obj, message):
        return super().log_change(request, Event.objects.get(pk=obj.pk), message)

    def response_change(self, request, obj):
        """ "Save and publish" leads to the page that says what publishing means."""
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:participation_lookingback_publish", args=[obj.pk]))
        return super().response_change(request, obj)


def results_of(event):
    return Results.objects.filter(event=event.pk).first()


def publish_view(model_admin, request, pk):
    """Says who gets a mail; its button publishes."""
    event, now = editable(request, pk), timezone.now()
    if request.method == "POST":
        try:
            number = actions.publish(event=event, by=request.user, now=now)
        except Refused as refusal:
            refuse(request, refusal)
        else:
            sentence = ngettext(
                "The results are published. One person gets a mail with them.",
                "The results are published. %(number)s people get a mail with them.",
                number,
            )
            say(request, sentence % {"number": number} if number else _("The results are published."))
        return _back(event)
    results = results_of(event) or Results(event=event)
    try:
        actions.refuse_publication(results, event, now)
        refusal = ""
    except Refused as refused:
        refusal = str(refused)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Publish what came of “%(event)s”?") % {"event": event},
        "event": event,
        "opts": Event._meta,
        "results": results,
        "refusal": refusal,
        "findings": findings(results, event),
        "number": actions.told(event).count(),
    }
    return TemplateResponse(request, f"{FOLDER}/publish.html", context)


def take_back_view(model_admin, request, pk):
    """A button on the form posts here."""
    event = editable(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        actions.take_back(event=event, by=request.user, now=timezone.now())
    except Refused as refusal:
        refuse(request, refusal)
    else:
        say(request, _("The results are a draft again. Who has read the mail or the page may have kept them."))
    return _back(event)


def _back(event):
    return HttpResponseRedirect(reverse("admin:participation_lookingback_change", args=[event.pk]))
