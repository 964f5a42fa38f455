"""Where made pictures are kept: drawn at the first request after a change, then read from the disk."""

import fcntl
import logging
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from events.share.drawing import drawn

FOLDER = "share"
ENDING = "png"
logger = logging.getLogger(__name__)


def picture_bytes(event, language, poster, version):
    """The PNG of a Poster. There is one file for each event and language: a new version takes the place of the last."""
    folder = Path(default_storage.path(FOLDER))
    name = f"{event.pk}-{language}-"
    target = folder / f"{name}{version}.{ENDING}"
    try:
        return target.read_bytes()
    except FileNotFoundError:
        pass
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder):
            if not target.exists():
                _put(target, drawn(poster))
                _remove_former(folder, name, target)
            return target.read_bytes()
    except OSError:  # no room, no right: the answer needs no file
        logger.exception("A link picture could not be stored in %s", folder)
        return drawn(poster)


def _remove_former(folder, name, present):
    for former in folder.glob(f"{name}*.{ENDING}"):
        if former != present:
            former.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(folder):
    """However many ask at the same moment, one draws: of all processes of this server."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _put(target, data):
    """Nobody ever reads half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, target)
    except OSError:
        os.unlink(name)
        raise
