"""The code of a certificate: it proves name and contents, and tells neither.

24 characters: the key of the wording (48 bits of its digest) and a seal of 72 bits, an HMAC over the whole digest and
the name, with a key of its own that is derived from ``settings.CAPABILITY_KEY``. Nothing about the person is stored, so
a certificate can be verified when the registration has long been erased; and without the name the code says no more
than which meetup it is about. Case, accents, blanks and punctuation of the name make no difference.
"""

import hashlib
import hmac
import json

from django.conf import settings

from accounts.sorting import sort_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
SAME = str.maketrans("ILO", "110")
KEY, SEAL = 6, 9  # bytes; 15 in all, which fill 24 characters
LENGTH = 24
NOTHING = bytes(32)  # stands for the digest of a wording that there is not, so that the answer takes as long


def digest_of(contents):
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def key_of(contents):
    return digest_of(contents)[:KEY].hex()


def code_of(contents, name):
    """In groups of four, as it is printed."""
    digest = digest_of(contents)
    letters = _letters(digest[:KEY] + _seal(digest, name))
    return "-".join(letters[i : i + 4] for i in range(0, LENGTH, 4))


def read(typed):
    """(key, seal) of a code as somebody typed or scanned it; None if it cannot be one."""
    letters = "".join(character for character in typed.upper() if character.isalnum()).translate(SAME)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number * 32 + ALPHABET.index(letter)
    raw = number.to_bytes(KEY + SEAL, "big")
    return raw[:KEY].hex(), raw[KEY:]


def proves(seal, contents, name):
    """Whether this seal was made here for these contents and this name; ``contents`` may be None."""
    digest = NOTHING if contents is None else digest_of(contents)
    return hmac.compare_digest(_seal(digest, name), seal) and contents is not None


def compared(name):
    """What of a name the seal covers; nothing if there is not one letter in it."""
    return "".join(character for character in sort_key(name) if character.isalnum())


def _seal(digest, name):
    key = hmac.digest(settings.CAPABILITY_KEY.encode(), b"key of certificates", hashlib.sha256)
    return hmac.digest(key, digest + compared(name).encode(), hashlib.sha256)[:SEAL]


def _letters(raw):
    number, letters = int.from_bytes(raw, "big"), ""
    for _place in range(LENGTH):
        number, last = divmod(number, 32)
        letters = ALPHABET[last] + letters
    return letters
