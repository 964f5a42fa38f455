"""What a deletion would take along, told without the names of what may belong to others."""

from django.contrib.admin.utils import NestedObjects
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def summary_of_deletion(objs, opts, *, refused):
    """What Django's confirmation page shows: the rows themselves by name, everything else as numbers.

    Returns the four values of ``ModelAdmin.get_deleted_objects``: lines, counts, what permission is missing, what
    stands in the way.
    """
    objs = list(objs)
    collector = NestedObjects(using="default", origin=objs)
    collector.collect(objs)
    counts = {model._meta: len(rows) for model, rows in collector.model_objs.items()}
    lines = [f"{capfirst(opts.verbose_name)}: {obj}" for obj in objs]
    lines += [_numbered(meta, number) for meta, number in counts.items() if meta is not opts and not meta.auto_created]
    blocking = {}
    for row in collector.protected:
        blocking[row._meta] = blocking.get(row._meta, 0) + 1
    protected = [_("in use: %(what)s") % {"what": _numbered(meta, number)} for meta, number in blocking.items()]
    named = {str(meta.verbose_name_plural): number for meta, number in counts.items() if not meta.auto_created}
    return lines, named, {str(opts.verbose_name)} if refused else set(), protected


def _numbered(meta, number):
    return f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"
