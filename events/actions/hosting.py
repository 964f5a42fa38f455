"""Co-hosts appear, and their editors may edit, once they have accepted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from events.actions.refusal import Refused
from events.models import CoHost


@transaction.atomic
def accept_co_hosting(*, co_host, by, now):
    co_host = CoHost.objects.select_for_update().get(pk=co_host.pk)
    if not Organisation.objects.managed_by(by).filter(pk=co_host.organisation_id).exists():
        raise Refused(_("Only a manager of the invited organisation can accept."))
    if co_host.accepted_at is None:
        co_host.accepted_at, co_host.accepted_by = now, by
        co_host.save(update_fields=["accepted_at", "accepted_by"])
    return co_host
