"""Django's own history of a row, so that it reads in the language of whoever looks at it."""

from django.utils.translation import gettext, override


def translatable(message):
    """Django notes labels as forms show them, "Room"; the catalogue knows the model's word, "room"."""
    for part in (part for entry in message for part in entry.values() if "fields" in part):
        part["fields"] = [_known(label) for label in part["fields"]]
    return message


def _known(label):
    word = label[:1].lower() + label[1:]
    with override("de"):
        return word if gettext(label) == label and gettext(word) != word else label
