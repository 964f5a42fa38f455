"""Uploaded files become clean pictures: checked, decoded apart from the portal, encoded anew, stored."""

import json
import os
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from pictures import rendering

MAX_BYTES = 12 * 1024 * 1024
TIMEOUT = 60  # seconds of wall clock; the process itself may compute for half of that
_one_at_a_time = threading.Lock()  # in a web process, so that no two have their 900 MB at once

REFUSALS = {
    "format": _("This file is not a picture that the portal can read. Choose a JPEG, PNG, WebP or AVIF file."),
    "heic": _("This picture is in Apple's HEIC format, which browsers do not show. Export it as JPEG first."),
    "pixels": _("This picture has more than 24 million pixels. Make it smaller, 2000 pixels in width are plenty."),
    "shape": _("This picture is more than five times as long as it is wide. Crop it first."),
    "broken": _("This file is damaged or incomplete. Save or export the picture again and choose the new file."),
}


@dataclass(frozen=True)
class Rendering:
    """Clean files by name, such as ``640.avif``, and the size in pixels of the largest."""

    width: int
    height: int
    files: dict[str, bytes]


def render(upload, kind="photo"):
    """The Rendering of an uploaded file (a Django file), as a ``photo`` in all widths or as a ``logo``.

    Raises ValidationError with a sentence for the person who chose the file.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This file is larger than 12 MB. Make the picture smaller first."), code="bytes")
    upload.seek(0)
    process = _rendering(upload.read(), kind)
    head, _newline, body = process.stdout.partition(b"\n")
    # Nothing comes from a process that the system ended for its hunger.
    answer = json.loads(head) if process.returncode == 0 and head else {"refused": "broken"}
    if refused := answer.get("refused"):
        raise ValidationError(REFUSALS[refused], code=refused)
    files = {}
    for name, length in answer["files"]:
        files[name], body = body[:length], body[length:]
    return Rendering(answer["width"], answer["height"], files)


def _rendering(data, kind):
    """The finished process of rendering.py."""
    command = [sys.executable, "-P", str(Path(rendering.__file__)), kind]
    # Each allocation arena counts against the limit of memory with its reserved 64 MB.
    environ = {"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONPATH": ":".join(sys.path[1:])}
    with _one_at_a_time:
        try:
            return subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, env=environ)
        except subprocess.TimeoutExpired:
            raise ValidationError(REFUSALS["broken"], code="broken") from None


def clean_logo(upload):
    """An uploaded logo as a fresh WebP file of at most 640 × 320 pixels, with a random name that tells its size.

    Raises ValidationError as ``render`` does. SVG is refused: it may hold scripts and links.
    """
    logo = render(upload, "logo")
    return ContentFile(logo.files["logo.webp"], name=f"{secrets.token_hex(8)}-{logo.width}x{logo.height}.webp")
