"""German order: names sorted as in a German index, whatever the database's collation is (DIN 5007, variant 1)."""

import unicodedata


def sort_key(text):
    """A key that sorts "Ä" beside "A" and ignores case, accents and academic punctuation."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ß", "ss")
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if c.isalnum() or c == " ").strip()[:200]
