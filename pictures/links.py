"""Addresses of pictures and logos that are not public yet, for the page that previews a draft."""

from django.core import signing
from django.utils.http import urlencode

SALT = "pictures.preview"
SECONDS = 24 * 60 * 60


def preview_query(name):
    """``?preview=…``, with which a picture's key or a logo's file name opens for a day, whoever has the address."""
    return "?" + urlencode({"preview": signing.dumps(name, salt=SALT)})


def is_preview(name, signature):
    try:
        return signing.loads(signature, salt=SALT, max_age=SECONDS) == name
    except signing.BadSignature:
        return False
