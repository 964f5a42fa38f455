"""Which privacy notice a participant saw: the version is kept with their registration."""

from accounts.models import LegalPage


def notice_version(event):
    """The organisation's privacy page, or the portal's, with the time of its last change; "default" without either."""
    pages = LegalPage.objects.filter(kind=LegalPage.Kind.PRIVACY)
    own = pages.filter(organisation=event.organisation_id).order_by("-updated_at").first()
    page = own or pages.filter(organisation=None).order_by("-updated_at").first()
    if page is None:
        return "default"
    return f"{page.pk} {page.updated_at:%Y-%m-%dT%H:%M:%SZ}"
