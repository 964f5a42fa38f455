"""The rows below an event: one inline per kind, in the words and the order of the public page."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.scoping import ScopedInline
from accounts.admin.selecting import ScopedForm
from accounts.models import Organisation
from events.admin.hosting import owns
from events.forms.agenda import AgendaFormSet, AgendaItemForm
from events.forms.rows import AppearanceFormSet, RowsFormSet
from events.models import AgendaItem, Appearance, CoHost, Event, EventLink, Partner, Section


class RowsInline(ScopedInline):
    """Rows with a position. One empty row invites to begin where there is none yet."""

    formset = RowsFormSet
    begins_with_a_row = False

    def get_extra(self, request, obj=None, **kwargs):
        if not self.begins_with_a_row or obj is None:
            return 0
        return 0 if self.model._default_manager.filter(event=obj).exists() else 1


class SectionInline(RowsInline):
    model = Section
    fieldsets = [
        (None, {"fields": ["heading", "body", "position"]}),
        (_("In plain language"), {"classes": ["collapse"], "fields": ["plain_heading", "plain_body"]}),
    ]
    begins_with_a_row = True


class AgendaInline(RowsInline):
    model = AgendaItem
    form = AgendaItemForm
    formset = AgendaFormSet
    begins_with_a_row = True
    fields = [
        ("begins", "ends", "day"), ("begins_which", "ends_which"), "title", "people", ("kind", "track"), "abstract",
        "position",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("appearances__speaker")

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fields
        return ["times", "title", "names", "kind", "track", "abstract"]

    @admin.display(description=_("time"))
    def times(self, item):
        if item.starts_at is None:
            return None
        zone = item.event.zone
        return "–".join(f"{moment.astimezone(zone):%H:%M}" for moment in (item.starts_at, item.ends_at) if moment)

    @admin.display(description=_("people"))
    def names(self, item):
        return ", ".join(str(appearance) for appearance in item.appearances.all())

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_change_permission(request, obj) else ("times", "names")


class AppearanceInline(RowsInline):
    model = Appearance
    formset = AppearanceFormSet
    autocomplete_fields = ["speaker"]
    choices = {"shares_entry_with": lambda user: Appearance.objects.none()}  # the formset offers those of the event
    fields = ["speaker", "role", "function", "bio", "shares_entry_with", "position"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("speaker", "shares_entry_with__speaker")


class CoHostForm(ScopedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "organisation" in self.fields:
            self.fields["organisation"].disabled = True  # somebody else's acceptance is not theirs

    def save(self, commit=True):
        """Nobody becomes responsible for data without having agreed to it: the organisation is asked again."""
        if "is_joint_controller" in self.changed_data and self.cleaned_data["is_joint_controller"]:
            self.instance.accepted_at = self.instance.accepted_by = None
        return super().save(commit)


class CoHostInline(RowsInline):
    model = CoHost
    form = CoHostForm
    choices = {"organisation": lambda user: Organisation.objects.all()}
    autocomplete_fields = ["organisation"]
    fields = ["organisation", "is_joint_controller", "acceptance", "position"]
    readonly_fields = ["acceptance"]

    def has_change_permission(self, request, obj=None):
        """A co-host's editor would make a joint controller of their own organisation, and read all participants."""
        return super().has_change_permission(request, obj) and (obj is None or owns(request, obj))

    @admin.display(description=_("accepted"))
    def acceptance(self, co_host):
        if co_host.pk is None or co_host.accepted_at is None:
            return _("Not yet. A manager of that organisation sees the request in the admin.")
        return co_host.accepted_at.astimezone(co_host.event.zone).date()


class PartnerInline(RowsInline):
    model = Partner
    fields = ["name", "kind", "url", "logo", "logo_alternative_text", "position"]


def linkable(user):
    """Events that a link may point to: one's own, and everybody's public ones."""
    listed = Event.objects.listed(timezone.now())
    return Event.objects.filter(pk__in=Event.objects.of(user).values("pk")) | Event.objects.filter(
        pk__in=listed.values("pk")
    )


class EventLinkInline(RowsInline):
    model = EventLink
    fk_name = "event"
    choices = {"target": linkable}
    autocomplete_fields = ["target"]
    fields = ["kind", "label", "url", "target", "note", "position"]
