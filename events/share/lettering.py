"""Setting words in the portal's own typeface, for pictures.

FreeType, as Pillow brings it, reads the same WOFF2 files that browsers get. They hold the letters of all languages in
Latin script that Europe writes. What else a title may hold is either decoration, which is left out, or writing that
this typeface cannot set, some of it from right to left: then the text is not set at all, because half a title, or one
in boxes, would be worse than none. The page's own title stands beside the picture in any case.
"""

import bisect
import itertools
import unicodedata
from functools import cache

from django.conf import settings
from PIL import ImageFont

FOLDER = settings.BASE_DIR / "static" / "fonts"
FILES = ("barlow-semi-condensed-700.woff2", "barlow-semi-condensed-700-extended.woff2")
SHAPELESS = {"Cf", "Cc", "Co", "Cn", "Cs"}  # what joins emoji, turns the reading direction, or is nothing
DECORATION = {"So", "Sk", "Mn", "Me"}  # emoji, and what modifies them
NOWHERE = "\N{HEBREW LETTER ALEF}"  # a letter that no file has, drawn as a box
VOWELS, INSEPARABLE = "aeiouyäöü", {"sc", "ch", "ck", "ph", "th", "qu"}
JOINTS = ("ungs", "heits", "keits", "schafts", "tions", "täts")  # where German words are joined


@cache
def font(number, size):
    return ImageFont.truetype(FOLDER / FILES[number], size)


def _shape(number, character):
    face = ImageFont.truetype(FOLDER / FILES[number], 40, layout_engine=ImageFont.Layout.BASIC)
    return bytes(face.getmask(character)), face.getlength(character)


@cache
def _file_of(character):
    """The number of the file that has this character, or None."""
    return next((number for number in range(len(FILES)) if _shape(number, character) != _shape(number, NOWHERE)), None)


def settable(text):
    """The text without decoration, fit to be set; empty if some of its writing cannot be."""
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("‚", ",")):  # that quotation mark is too wide in here
        if character.isspace():
            kept.append(" ")
            continue
        category = unicodedata.category(character)
        if category in SHAPELESS:
            continue
        if _file_of(character) is not None:
            kept.append(character)
        elif category not in DECORATION:
            return ""
    return " ".join("".join(kept).split())


def _runs(text, size):
    """Pairs of font and piece of text."""
    for number, piece in itertools.groupby(text, _file_of):
        yield font(number or 0, size), "".join(piece)


def width(text, size):
    return sum(face.getlength(piece) for face, piece in _runs(text, size))


def write(draw, place, text, size, colour):
    """Set one line with the left end of its baseline at ``place``; returns where it ends."""
    x, y = place
    for face, piece in _runs(text, size):
        draw.text((x, y), piece, font=face, fill=colour, anchor="ls")
        x += face.getlength(piece)
    return x


def wrapped(text, size, room, *, breaking):
    """The lines of a text within so many pixels; None if a word is too long and words must not be broken."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size) > room:
            if not breaking:
                return None
            head, line = _broken(line, size, room)
            lines.append(head)
    return [*lines, line] if line else lines


def _broken(word, size, room):
    """A word in two, as near to the edge as reads well: behind a mark of its own, else with a hyphen added."""
    fitting = max(1, _fitting(word, size, room, "-"))
    own = max(word.rfind(mark, 0, fitting) for mark in "-/") + 1
    if own > fitting // 2:
        return word[:own], word[own:]
    places = range(min(fitting, len(word) - 3), max(fitting // 2, 2), -1)
    joint = next((n for n in places if word[:n].endswith(JOINTS)), None)
    place = joint or next((n for n in places if _is_between_syllables(word.lower(), n)), fitting)
    return f"{word[:place]}-", word[place:]


def _is_between_syllables(word, place):
    """The last consonant before a vowel begins a new syllable, in German and, roughly, in English."""
    before, after, next_one = word[place - 1 : place + 2]
    return after not in VOWELS and next_one in VOWELS and before.isalpha() and before + after not in INSEPARABLE


def _fitting(text, size, room, ending):
    """How many characters fit, with the ending behind them."""
    numbers = range(len(text) + 1)
    return bisect.bisect_right(numbers, room, key=lambda n: width(text[:n] + ending, size)) - 1


def cut(text, size, room):
    """The text, or its beginning with an ellipsis, within so many pixels."""
    if width(text, size) <= room:
        return text
    return text[: max(0, _fitting(text, size, room, "…"))].rstrip(" ,.;:–-") + "…"
