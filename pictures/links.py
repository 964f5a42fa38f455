"""Addresses of pictures that are not public yet, for the pages that preview a draft."""

from django.core import signing
from django.utils.http import urlencode

SALT = "pictures.preview"
SECONDS = 24 * 60 * 60


def preview_query(picture):
    """``?preview=…``, with which the picture's addresses work for a day, whoever has them."""
    return "?" + urlencode({"preview": signing.dumps(picture.key, salt=SALT)})


def is_preview(key, signature):
    try:
        return signing.loads(signature, salt=SALT, max_age=SECONDS) == key
    except signing.BadSignature:
        return False
