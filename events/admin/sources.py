"""Importing: a calendar is named, its preview says what would change, and what is chosen is taken over."""

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from accounts.models import EDITING_ROLES
from events.forms.sources import SourceForm
from events.importing.comparing import compare
from events.importing.showing import preview
from events.importing.sources import refresh_source, store
from events.importing.taking import take_over
from events.importing.words import sentence

MOST_NEW = 200  # on one page
MOST_TOLD = 10


class SourceAdmin(ScopedAdmin):
    """Where events are imported from. Adding one is importing: it leads to the preview."""

    form = SourceForm
    choices = {"organisation": organisations_to_edit_for}
    viewing_roles = EDITING_ROLES  # an address may be a secret of those who work with it
    list_display = ["name", "organisation", "read", "waiting", "trouble"]
    list_filter = ["is_subscribed", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    fieldsets = [
        (gettext_lazy("Where from"), {"fields": ["file", "url", "kept"]}),
        (gettext_lazy("What stands on the events"), {"fields": ["name", "page", "licence", "organisation"]}),
        (gettext_lazy("How it is read"), {"fields": ["language", "time_zone", "is_subscribed", "handling"]}),
    ]

    def get_urls(self):
        urls = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(partial(view, self)), name=f"events_source_{name}")
            for name, view in (("preview", preview_view), ("read", read_view))
        ]
        return [*urls, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("reading")

    @admin.display(description=gettext_lazy("last read"), ordering="read_at")
    def read(self, source):
        return date_format(timezone.localtime(source.read_at), "SHORT_DATETIME_FORMAT") if source.read_at else "–"

    @admin.display(description=gettext_lazy("problem"))
    def trouble(self, source):
        return sentence(source.problem) if source.problem else ""

    def waiting_for(self, user):
        """Subscribed calendars that have something for this user to decide."""
        return self.changeable(user).waiting().defer("reading")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.now = timezone.now()
        return form

    def get_readonly_fields(self, request, obj=None):
        """The name is what events are found again by."""
        return (*super().get_readonly_fields(request, obj), *(["name"] if obj else []))

    def add_view(self, request, form_url="", extra_context=None):
        context = {"title": _("Import events"), "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, context | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.reading is not None:
            store(source=obj, reading=form.reading, now=form.now)
        elif obj.is_subscribed and obj.next_at is None:
            obj.next_at = form.now
            obj.save(update_fields=["next_at"])

    def response_add(self, request, obj, post_url_continue=None):
        return to_preview(obj.pk)

    def response_change(self, request, obj):
        messages.success(request, _("The settings are saved."))
        return to_preview(obj.pk)


def to_preview(pk):
    return HttpResponseRedirect(reverse("admin:events_source_preview", args=[pk]))


def read_view(model_admin, request, pk):
    """POST only: ask the source's address now. Nothing is taken over by that."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    source = get_object_or_404(model_admin.changeable(request.user).exclude(url=""), pk=pk)
    refresh_source(source=source, now=timezone.now(), follows=False)
    if source.problem:
        messages.error(request, sentence(source.problem))
    else:
        messages.success(request, _("The calendar has been read."))
    return to_preview(pk)


def preview_view(model_admin, request, pk):
    """What is new, changed, gone and left out, and why; the boxes that are ticked are taken over by POST."""
    source = get_object_or_404(model_admin.changeable(request.user).select_related("organisation"), pk=pk)
    now = timezone.now()
    if request.method == "POST":
        return _take(model_admin, request, source, now)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Import from “%(source)s”") % {"source": source},
        "source": source,
        "preview": preview(compare(source, now=now), now=now, most=MOST_NEW),
        "problem": sentence(source.problem) if source.problem else "",
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/events/source/preview.html", context)


def _take(model_admin, request, source, now):
    marks = request.POST.getlist("take")
    shown = request.POST.getlist("shown") if "decline" in request.POST else []
    with transaction.atomic():
        report = take_over(
            source=source,
            marks=marks,
            overwriting=set(request.POST.getlist("overwrite")),
            declining=[mark for mark in shown if mark not in set(marks)],
            by=request.user,
            now=now,
        )
        lines = told(report)
        if lines:
            model_admin.log_change(request, source, " ".join(lines))
    for title, words in report.refused[:MOST_TOLD]:
        messages.error(request, f"{title}: {words}")
    if len(report.refused) > MOST_TOLD:
        messages.error(request, _("And %(number)s more.") % {"number": len(report.refused) - MOST_TOLD})
    if lines:
        messages.success(request, " ".join(lines))
    elif not report.refused:
        messages.warning(request, _("Nothing was chosen."))
    return to_preview(source.pk)


def told(report):
    """What was done, a sentence for each kind."""
    sentences = [
        (report.created, ngettext("One draft was made.", "%(number)s drafts were made.", report.created)),
        (report.changed, ngettext("One event was changed.", "%(number)s events were changed.", report.changed)),
        (report.ended, ngettext("One event was ended.", "%(number)s events were ended.", report.ended)),
        (
            report.declined,
            ngettext("One entry is not shown again.", "%(number)s entries are not shown again.", report.declined),
        ),
    ]
    return [words % {"number": number} for number, words in sentences if number]
