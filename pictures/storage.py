"""Stored files that nothing refers to any more."""

from django.core.files.storage import default_storage

from pictures.models import Picture


def sweep_pictures(before):
    """Remove the files of pictures that were never saved, replaced or deleted. Returns how many pictures."""
    keys, _files = listed("pictures")
    used = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True))
    gone = 0
    for key in set(keys) - used:
        folder = f"pictures/{key}"
        names = [f"{folder}/{name}" for name in listed(folder)[1]]
        if all(default_storage.get_modified_time(name) < before for name in names):
            for name in [*names, folder]:
                default_storage.delete(name)
            gone += 1
    return gone


def sweep_files(folder, used, before):
    """Remove the files of a folder whose names are not in ``used``. Returns how many."""
    names = [name for name in (f"{folder}/{each}" for each in listed(folder)[1]) if name not in used]
    old = [name for name in names if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    return len(old)


def listed(folder):
    """The names of the folders and files in a folder, which need not exist yet."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
