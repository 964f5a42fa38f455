"""Which privacy notice a participant saw: the version is kept with their registration."""

from django.db.models import F, Q

from accounts.models import LegalPage
from events.statements import composed_once


def notice_version(event):
    """The organisation's privacy page, or the portal's, with the time of its last change; "default" without either."""
    for pk, updated_at in _latest(organisation=event.organisation_id):
        return f"{pk} {updated_at:%Y-%m-%dT%H:%M:%SZ}"
    return "default"


@composed_once
def _latest(organisation: int):
    pages = LegalPage.objects.filter(Q(organisation=organisation) | Q(organisation=None), kind=LegalPage.Kind.PRIVACY)
    own_first = pages.order_by(F("organisation").asc(nulls_last=True), "-updated_at")
    return own_first.values_list("pk", "updated_at")[:1]
