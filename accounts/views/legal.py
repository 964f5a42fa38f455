"""Imprint, privacy notice and accessibility statement: the portal's, or an organisation's where it has its own."""

from django.conf import settings
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import AccessibilityTest, LegalPage, Organisation
from outbox.retention import told_to_people


def _tests_of_accessibility():
    return {
        "automatically_tested_on": settings.AUTOMATICALLY_TESTED_ON,
        "tested_by_people": AccessibilityTest.objects.first(),
        "contact": settings.ACCESSIBILITY_CONTACT,
    }


# What stands on a page whatever its text says.
ADDED = {"privacy": lambda: {"kept": told_to_people()}, "accessibility": _tests_of_accessibility}


@require_safe
def legal_page(request, kind, slug=None):
    """The text in the page's language, else in the other one; without any, sentences that hold for every portal."""
    organisation = get_object_or_404(Organisation, slug=slug) if slug else None
    wanted_first = Case(When(language=get_language(), then=0), default=1)
    page = LegalPage.objects.filter(kind=kind, organisation=organisation).order_by(wanted_first, "language").first()
    context = {
        "kind": kind,
        "title": LegalPage.Kind(kind).label,
        "organisation": organisation,
        "legal_page": page,
        "foreign": page is not None and page.language != get_language(),
        "default_text": f"legal/{kind}.html",
    } | ADDED.get(kind, dict)()
    return render(request, "legal/page.html", context)
