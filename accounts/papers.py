"""Papers of data protection that an organisation owes somebody, as Markdown with its facts filled in.

What only the organisation can know stands between brackets in bold letters. The lists of what is kept, and until when,
are those of `outbox.retention`: they say what the portal does. Sources: GDPR articles 13 (privacy notice), 26 (joint
controllers) and 30 (record of processing activities).
"""

from django.conf import settings
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outbox.literal import literal
from outbox.retention import PERSONAL

FACTS = ("name", "postal_address", "contact_name", "contact_email", "contact_phone", "privacy_contact")


class Paper(TextChoices):
    RECORD = "record", _("Record of processing activities")
    NOTICE = "notice", _("Privacy notice")
    JOINT = "joint", _("Arrangement between joint controllers")


def text_of(paper, organisation, *, language, today):
    """The paper in one of the portal's languages."""
    with translation.override(language):
        facts = {name: ", ".join(getattr(organisation, name).splitlines()) for name in FACTS}
        context = {
            "organisation": {name: literal(fact) for name, fact in facts.items()},
            "kept": [(label, str(rule.what), str(rule.until)) for label, rule in sorted(PERSONAL.items())],
            "portal": settings.BASE_URL,
            "today": today,
        }
        # Markdown, not HTML: it is sanitised where it is shown.
        return render_to_string(f"papers/{paper}.{language}.md", context).strip() + "\n"
