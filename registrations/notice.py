"""Which privacy notice a participant saw: the version is kept with their registration."""

from django.db.models import F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import LegalPage, Organisation
from events.statements import composed_once


class InUtc(Func):
    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    output_field = TextField()


def notice_of(organisation):
    """The version of the privacy page of the organisation that an expression names, or of the portal's; "default"
    without either. It is the page's number and the time of its last change.
    """
    whose = Q(organisation=OuterRef(organisation)) | Q(organisation=None)
    pages = LegalPage.objects.filter(whose, kind=LegalPage.Kind.PRIVACY)
    own_first = pages.order_by(F("organisation").asc(nulls_last=True), "-updated_at")
    version = Concat(Cast("pk", TextField()), Value(" "), InUtc("updated_at"), output_field=TextField())
    return Coalesce(Subquery(own_first.values_list(version)[:1]), Value("default"), output_field=TextField())


def notice_version(event):
    (version,) = _notice(organisation=event.organisation_id)
    return version[0]


@composed_once
def _notice(organisation: int):
    return Organisation.objects.filter(pk=organisation).values_list(notice_of("pk"))
