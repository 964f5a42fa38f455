"""For the data protection officer: what is stored until when, what is due, what is overdue, who took data out."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin.scoping import roles_of
from accounts.models import Role
from events.models import Event
from outbox import retention
from registrations.admin.pages import number_of
from registrations.models import Answer, Export, InvitedGuest, Registration, RegistrationSettings

EXPORTS = 100


def privacy_view(model_admin, request):
    """For managers, of their organisations' events, and for administrators."""
    if Role.MANAGER not in roles_of(request):
        raise PermissionDenied
    now = timezone.now()
    events = Event.objects.controlled_by(request.user, (Role.MANAGER,))
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Data protection"),
        "opts": model_admin.opts,
        "events": deletions(events, now),
        "exports": Export.objects.filter(event__in=events).select_related("event", "by")[:EXPORTS],
        "rules": rules(now, with_numbers=request.user.is_superuser),
    }
    return TemplateResponse(request, "admin/registrations/sign_up/privacy.html", context)


def deletions(events, now):
    """Events that hold participants or guests, next deletion day first."""
    people = Registration.objects.values("event").union(InvitedGuest.objects.values("event"))
    held = events.filter(pk__in=people).select_related("registration_settings", "organisation")
    held = held.annotate(
        people=number_of(Registration.objects.all()),
        guests=number_of(InvitedGuest.objects.all()),
        sensitive=number_of(Answer.objects.filter(question__sensitive=True), "question__event"),
    )
    rows = []
    for event in held:
        day, today = RegistrationSettings.of(event).deletion_day, now.astimezone(event.zone).date()
        rows.append({"event": event, "day": day, "due": day == today, "overdue": day < today})
    return sorted(rows, key=lambda row: row["day"])


def rules(now, *, with_numbers):
    """What is declared; the overdue numbers are of the whole portal and therefore for administrators."""
    if with_numbers:
        return [{"rule": rule, "overdue": number} for rule, number in retention.overview(now)]
    return [{"rule": rule} for _label, rule in sorted(retention.PERSONAL.items())]
