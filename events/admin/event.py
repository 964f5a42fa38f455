"""The event's form: few fields to begin with, then everything, in the order of the public page."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from accounts.models import Organisation
from events.admin import inlines
from events.admin.hosting import owns
from events.admin.saving import lock, save_changes, save_rows
from events.admin.workplace.mixin import EventWorkplace
from events.forms.conflict import differences_in_rows
from events.forms.event import ChangeEventForm, NewEventForm
from events.models import Event, Status

WHEN = (
    _("When"),
    {"fields": [("first_day", "begins", "ends", "last_day"), ("begins_which", "ends_which"), ("all_day", "open_end"),
                "time_zone", "agenda_along"]},
)  # fmt: skip
PLAIN = _(
    "Leichte Sprache for people who read little or with difficulty. With a title and a summary the event gets a second "
    "page, one switch away; each section can have its own text below. Short sentences, one per line, no foreign words."
)
# Fieldsets and inlines as they follow each other on the public page; civicevents/admin.py adds those of upper apps.
LAYOUT = [
    (_("Title and summary"), {"fields": ["title", "subtitle", "summary", "picture", "opened_version"]}),
    (_("In plain language"), {"classes": ["collapse"], "fields": ["plain_title", "plain_summary"],
                              "description": PLAIN}),
    WHEN,
    (_("Where"), {"fields": ["attendance_mode", "venue", "room", "platform"]}),
    (_("For whom"), {"fields": ["audiences", "audience_note", "audience_condition", "topics"]}),
    inlines.SectionInline,
    inlines.AgendaInline,
    inlines.AppearanceInline,
    (_("Line-up"), {"fields": ["line_up", "line_up_note"]}),
    (_("How we meet"), {"fields": ["house_rules", "confidentiality", "wheelchair", "captions", "sign_language",
                                   "accessibility_note"]}),
    (_("Hosts and contact"), {"fields": ["organisation", "contact_name", "contact_email", "contact_phone"]}),
    inlines.CoHostInline,
    inlines.PartnerInline,
    (_("Series and programmes"), {"fields": ["series", "edition", "programmes"]}),
    inlines.EventLinkInline,
    (_("In the other language"), {"fields": ["language", "title_translated", "summary_translated"]}),
    (_("About the page"), {"fields": ["slug", "visibility", "external_signup_url", "agenda_after", "people_after"]}),
]  # fmt: skip
NEW = [
    (None, {"fields": ["title", ("first_day", "begins", "ends"), ("begins_which", "ends_which"), "venue", "platform",
                       "text", "organisation"]}),
]  # fmt: skip
LOOKING = (_("When"), {"fields": ["when", "time_zone"]})


class WhenFilter(admin.SimpleListFilter):
    title = _("date")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("upcoming", _("upcoming")), ("past", _("past"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        return {"upcoming": queryset.upcoming, "past": queryset.past}.get(self.value(), lambda now: queryset)(now)


class EventAdmin(EventWorkplace, ScopedAdmin):
    """Co-hosts' editors may edit, once their organisation has accepted; only a draft may be deleted, by its owner."""

    layout = LAYOUT
    choices = {"organisation": organisations_to_edit_for}
    form = ChangeEventForm
    add_form = NewEventForm
    change_form_template = "admin/events/event/change_form.html"
    autocomplete_fields = ["venue", "platform", "series", "programmes", "topics", "audiences", "picture"]
    list_display = ["title", "when", "standing", "organisation", "series"]
    list_filter = ["status", WhenFilter, ("organisation", ScopedRelatedFilter), ("series", ScopedRelatedFilter)]
    list_select_related = ["organisation", "series"]
    search_fields = ["title", "subtitle"]
    ordering = ["-starts_at", "-pk"]

    def of(self, user, roles):
        return Event.objects.of(user, roles)

    def is_removable(self, obj):
        return obj.status == Status.DRAFT

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or owns(request, obj))

    # The list

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, event):
        """On the wall clock of the event's own zone."""
        start = event.local_start
        if event.all_day:
            return date_format(event.first_day, "SHORT_DATE_FORMAT")
        return f"{date_format(start, 'D')} {date_format(start, 'SHORT_DATE_FORMAT')}, {start:%H:%M}"

    @admin.display(description=_("status"), ordering="status")
    def standing(self, event):
        return format_html('<span class="standing standing--{}">{}</span>', event.status, event.get_status_display())

    # The form

    @property
    def inlines(self):
        return [part for part in self.layout if isinstance(part, type)]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return NEW
        looking = not self.has_change_permission(request, obj)
        return [LOOKING if looking and part is WHEN else part for part in self.layout if isinstance(part, tuple)]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        looking = obj is not None and not self.has_change_permission(request, obj)
        return (*super().get_readonly_fields(request, obj), *(["when"] if looking else []))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **({} if change else {"form": self.add_form}) | kwargs)
        form.now = timezone.now()
        return form

    def get_list_display(self, request):
        """Whose event it is matters only to those who work for several."""
        several = Organisation.objects.of(request.user).count() > 1
        return [name for name in self.list_display if several or name != "organisation"]

    def get_object(self, request, object_id, from_field=None):
        event = super().get_object(request, object_id, from_field)
        return lock(self.get_queryset(request), event.pk) if request.method == "POST" else event

    def get_view_on_site_url(self, obj=None):
        """The public page, once there is one."""
        return obj.get_absolute_url() if obj is not None and obj.is_published(timezone.now()) else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, rows = context["adminform"].form, context["inline_admin_formsets"]
        if getattr(form, "conflicts", None) is not None and form.has_error("__all__", "conflict"):
            context["conflicts"] = form.conflicts + [
                found for row in rows for found in differences_in_rows(row.formset)
            ]
        context["parts"] = list(self._parts(context["adminform"], rows)) if change else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _parts(self, fieldsets, formsets):
        """Fieldsets and formsets in the order of the layout, as pairs of (fieldset, its number) and (formset, None)."""
        fieldsets = enumerate(fieldsets)
        formsets = {type(formset.opts): formset for formset in formsets}
        for part in self.layout:
            if isinstance(part, tuple):
                number, fieldset = next(fieldsets)
                yield {"fieldset": fieldset, "number": number}
            elif part in formsets:
                yield {"formset": formsets[part]}

    # Saving

    def save_model(self, request, obj, form, change):
        save = super().save_model
        if change:
            save_changes(event=obj, form=form, by=request.user, save=lambda: save(request, obj, form, change))
        else:
            save(request, obj, form, change)
            form.save_text()

    def save_related(self, request, form, formsets, change):
        save = super().save_related
        save_rows(
            event=form.instance,
            formsets=formsets,
            by=request.user,
            save=lambda: save(request, form, formsets, change),
        )

    def response_add(self, request, obj, post_url_continue=None):
        """The rest comes after saving: on to the whole form."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
