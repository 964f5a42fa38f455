"""What members must know about the state of the portal itself."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("admin/mail_warning.html")
def mail_warning():
    """A banner for members while the portal cannot send mail; empty where it can."""
    return {"missing": settings.MISSING_MAIL_SETTINGS}
