"""Links that are keys: whoever holds one may act, without an account (DESIGN section 6, "Own pages are capabilities").

A token is derived from a purpose, a row's id and its generation with a key of its own (``settings.CAPABILITY_KEY``), so
every mail can carry it and nothing secret is stored. Raising the row's generation revokes its links. A view looks the
row up by both numbers:

    pk, generation = read_token("registration", token)
    registration = get_object_or_404(Registration, pk=pk, generation=generation)

Tokens are 32 characters of the URL-safe Base64 alphabet: a seal of 128 bits, then the numbers, enciphered under that
seal (the idea of RFC 5297), so that a token tells neither which row it is nor how many there are.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.http import Http404

SEAL, PK, GENERATION = 16, 5, 3  # bytes; 24 in all, which fill their Base64 exactly
LENGTH = 32


class UnknownLink(Http404):
    """This token was not made here for this purpose; a view that lets it pass answers 404."""


def make_token(purpose, pk, generation=1):
    """The token for one row; the same row has another one for every purpose and generation."""
    numbers = pk.to_bytes(PK, "big") + generation.to_bytes(GENERATION, "big")
    seal = _digest(b"seal", purpose, numbers)[:SEAL]
    return urlsafe_b64encode(seal + _cipher(purpose, seal, numbers)).decode()


def read_token(purpose, token):
    """The row's id and generation. Raises UnknownLink for whatever `make_token` did not make for this purpose."""
    try:
        raw = urlsafe_b64decode(token) if len(token) == LENGTH else b""
    except ValueError:
        raw = b""
    numbers = _cipher(purpose, raw[:SEAL], raw[SEAL:])
    pk, generation = int.from_bytes(numbers[:PK], "big"), int.from_bytes(numbers[PK:], "big")
    if not hmac.compare_digest(make_token(purpose, pk, generation).encode(), token.encode()):
        raise UnknownLink
    return pk, generation


def _digest(use, purpose, data):
    key = settings.CAPABILITY_KEY.encode()
    return hmac.digest(key, use + b"\0" + purpose.encode() + b"\0" + data, hashlib.sha256)


def _cipher(purpose, seal, numbers):
    """Enciphers and deciphers alike."""
    return bytes(a ^ b for a, b in zip(numbers, _digest(b"cipher", purpose, seal), strict=False))
