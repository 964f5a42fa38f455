"""Where made pictures are kept: drawn at the first request after a change, then read from the disk."""

import fcntl
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from events.share.drawing import drawn

FOLDER = "share"
ENDING = "png"


def picture_bytes(event, language, poster, version):
    """The PNG of a Poster. There is one file for each event and language: a new version takes the place of the last."""
    folder = Path(default_storage.path(FOLDER))
    name = f"{event.pk}-{language}-"
    target = folder / f"{name}{version}.{ENDING}"
    try:
        return target.read_bytes()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        if not target.exists():
            _put(target, drawn(poster))
            for former in folder.glob(f"{name}*.{ENDING}"):
                if former != target:
                    former.unlink(missing_ok=True)
        return target.read_bytes()


@contextmanager
def _one_at_a_time(folder):
    """However many ask at the same moment, one draws: of all processes of this server."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _put(target, data):
    """Nobody ever reads half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(name, target)
