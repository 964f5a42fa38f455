"""Numbers over time, for the members of an organisation."""

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Role
from events.models import Event
from participation.counts import numbers_of


def numbers_view(model_admin, request):
    """Of the organisation that the query names, or of the first that one works for."""
    mine = Organisation.objects.of(request.user)
    wanted = request.GET.get("organisation", "")
    organisation = get_object_or_404(mine, pk=wanted) if wanted.isdecimal() and len(wanted) < 10 else mine.first()
    managed = Organisation.objects.of(request.user, (Role.MANAGER,))
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Numbers of %(organisation)s") % {"organisation": organisation} if organisation else _("Numbers"),
        "opts": Event._meta,
        "organisation": organisation,
        "organisations": mine,
        "numbers": numbers_of(organisation, timezone.now()) if organisation else None,
        "may_switch": organisation is not None and managed.filter(pk=organisation.pk).exists(),
    }
    return TemplateResponse(request, "admin/participation/looking_back/numbers.html", context)
