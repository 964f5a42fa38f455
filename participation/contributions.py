"""All kinds of contributions there are, found by their common model."""

from functools import cache
from itertools import chain

from django.apps import apps

from participation.models import Contribution


@cache
def kinds():
    """The models by their names, such as "comment"."""
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Contribution)}


def row_of(contributor, what):
    """The person's own contribution of this name ("comment:12"), or None."""
    name, _, typed = what.partition(":")
    if name not in kinds() or not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        return None
    return kinds()[name].objects.filter(contributor=contributor, pk=int(typed)).with_place().first()


def said_by(contributor):
    """Everything that a person has said, the newest first: one query for each kind."""
    rows = chain.from_iterable(model.objects.filter(contributor=contributor).with_place() for model in kinds().values())
    return sorted(rows, key=lambda row: (row.created_at, row.pk), reverse=True)
