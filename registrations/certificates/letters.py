"""Which writing the certificate's typefaces can set: Latin, Greek, Cyrillic, Hebrew and Arabic script.

PDF/UA allows no sign without a glyph, so emoji and signs that turn the reading direction are left out, and what no
typeface has is named to whoever wants the certificate.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import ImageFont

from accounts.refusal import Refused
from registrations.certificates.codes import compared

FONTS = Path(__file__).parent / "fonts"
FILES = (
    "atkinson-latin-400.ttf",
    "atkinson-latin-ext-400.ttf",
    "noto-sans-400.ttf",
    "noto-sans-hebrew-400.ttf",
    "noto-sans-arabic-400.ttf",
)
SHAPELESS = {"Cf", "Cc", "Co", "Cn", "Cs"}
DECORATION = {"So", "Sk", "Me"}  # emoji, and what modifies them
MARKS = {"Mn", "Mc"}
NOWHERE = "\U0010fffe"  # is no character, so it is drawn as any that is missing
MISSING = "…"


class Unsettable(Refused):
    """The name has signs that the certificate's typefaces have not."""


def printed_name(name):
    """The name as the certificate has it. Raises Unsettable with a sentence on what to do."""
    words, missing = settable(name)
    if missing:
        signs = " ".join(dict.fromkeys(missing))
        sentence = _("The certificate cannot show these signs of your name: %(signs)s. Write it in Latin letters.")
        raise Unsettable(sentence % {"signs": signs})
    if not compared(words):
        raise Unsettable(_("There is not one letter in your name. Change it, then get the certificate."))
    return words


def settable(text, without_marks=False):
    """(what is set, the signs that cannot be): blanks are single, each missing sign of the text has become ``…``."""
    kept, missing = [], []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character.isspace():
            kept.append(" ")
        elif category in SHAPELESS or (without_marks and category in MARKS):
            continue
        elif _is_in(character):
            kept.append(character)
        elif category not in DECORATION:
            kept.append(MISSING)
            missing.append(character)
    return " ".join("".join(kept).split()), missing


@cache
def _faces():
    return [ImageFont.truetype(FONTS / file, 40, layout_engine=ImageFont.Layout.BASIC) for file in FILES]


@cache
def _blanks():
    return [_shape(face, NOWHERE) for face in _faces()]


def _shape(face, character):
    return bytes(face.getmask(character)), face.getlength(character)


@lru_cache(maxsize=5000)
def _is_in(character):
    return any(_shape(face, character) != blank for face, blank in zip(_faces(), _blanks(), strict=True))
