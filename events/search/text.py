"""Text as the search sees it: the same on both sides, in the index and in what somebody typed.

PostgreSQL's parser would split "Referent:innen" and "Referent*innen" in two and leave "Referent_innen" whole; here all
forms become "referentinnen". Accents go (as the extension unaccent would do it), hyphens part words.
"""

import re
import unicodedata

# The mark itself, between a letter and an ending: Referent:innen, Bürger*in, jede_r, Kolleg/-innen, Ärzt·innen.
LONG, SHORT = r"innen|in(?![a-zäöü])", r"(?:er|en|em|es|r|n|s|e)(?!\w)"
GENDER_MARK = re.compile(rf"(?<=[^\W\d_])(?:/-?(?={LONG})|[*:_·](?={LONG}|{SHORT}))")
BRACKETS = re.compile(r"(?<=[^\W\d_])\((in|innen)\)")
LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
WORD = re.compile(r"[^\W_]+")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# German stop words that PostgreSQL knows only with their umlaut.
STOP_WORDS = {"fur", "uber", "konnen", "konnte", "wahrend", "wurde", "wurden", "hatte", "hatten"}


def _joined(text):
    text = unicodedata.normalize("NFKC", text).casefold().replace("\N{SOFT HYPHEN}", "").replace("\u2060", "")
    return BRACKETS.sub(r"\1", GENDER_MARK.sub("", text))


def _plain(text):
    letters = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def normalise(text):
    """Lower case, gender marks joined, without accents; words parted by single spaces, nothing else left."""
    return " ".join(WORD.findall(_plain(_joined(text))))


def spellings(text):
    """For each word that somebody typed the set of normalised forms it may be written with.

    "Müller" is looked for as muller and mueller, "Mueller" as mueller and muller.
    """
    found = []
    for word in WORD.findall(unicodedata.normalize("NFC", _joined(text))):
        plain = _plain(word)
        if plain in STOP_WORDS:
            continue
        variants = {plain, _plain(word.translate(UMLAUTS)), re.sub(r"([ao])e|(?<![aeq])ue", _without_e, plain)}
        found.append({variant for variant in variants if variant})
    return found


def _without_e(match):
    return match[1] or "u"
