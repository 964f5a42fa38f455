"""Feeds travel compressed where the client asks for it.

Safe because they are the same for everybody: what holds a secret must not be compressed (BREACH).
"""

import re

from isal import isal_zlib

GZIP = re.compile(r"\bgzip\b")
GZIP_FORMAT = 31  # for zlib: a window of 32 kB within gzip's frame


def accepts_gzip(request):
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))


def compressed(parts):
    """The parts of a gzip file, as the parts of the content come."""
    packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, GZIP_FORMAT)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()
