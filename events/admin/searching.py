"""The search index follows whatever is saved in the admin: an event itself, or what its page shows."""

from events.models import Event
from events.search import refresh


class RefreshesSearch:
    """Mixin of an admin class: the events that ``shown_by(obj)`` gives are indexed afresh after saving and deleting."""

    shown_by = None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        refresh(self.shown_by(form.instance))

    def delete_model(self, request, obj):
        keys = list(self.shown_by(obj).values_list("pk", flat=True))
        super().delete_model(request, obj)
        refresh(Event.objects.filter(pk__in=keys))

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


def itself(event):
    return Event.objects.filter(pk=event.pk)
