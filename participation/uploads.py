"""Uploaded documents: what they are is found in their content, then they are stored under a random name.

A file is passed on as it is. Nothing in it is opened, cleaned or searched for viruses, which is why it is only ever
offered for saving and never shown by the portal; programs with macros are refused as far as they can be told.
"""

import struct
import zipfile

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from participation.models import Format, Material
from participation.models.material import MEDIA_TYPES, ODF

MAX_BYTES = 25 * 1024 * 1024
MAX_DIRECTORY = 1024 * 1024  # bytes of a ZIP archive's list of contents: some ten thousand entries
TAIL = 64 * 1024 + 22  # where that list's address stands: the end record and the longest comment
PARTS = {"ppt/presentation.xml": Format.PPTX, "word/document.xml": Format.DOCX, "xl/workbook.xml": Format.XLSX}
SALT = "participation.kept-upload"
KEPT_SECONDS = 12 * 60 * 60
ACCEPT = ",".join(f".{each.value}" for each in Format)

REFUSALS = {
    "size": _("This file is larger than 25 MB. Make its pictures smaller, or put it elsewhere and enter the address."),
    "format": _(
        "This is not a kind of file that can be offered here. Choose PDF, ODP, ODT, ODS, PPTX, DOCX or XLSX; pictures "
        "are entered as photos, recordings as addresses."
    ),
    "macros": _("This document contains programs (macros). Save it without them, best as a PDF."),
    "broken": _("This file is damaged or incomplete. Save or export it again and choose the new file."),
    "empty": _("This file is empty."),
}


def format_of(upload):
    """The Format that the content of an uploaded file (a Django file) has. Raises ValidationError with a sentence."""
    if not upload.size:
        raise _refusal("empty")
    if upload.size > MAX_BYTES:
        raise _refusal("size")
    upload.seek(0)
    head = upload.read(8)
    if head.startswith(b"%PDF-"):
        return _whole_pdf(upload)
    if head.startswith(b"PK\x03\x04"):
        return _packed(upload)
    raise _refusal("format")


def _refusal(code):
    return ValidationError(REFUSALS[code], code=code)


def _end_of(upload, length):
    upload.seek(max(0, upload.size - length))
    return upload.read(length)


def _whole_pdf(upload):
    if b"%%EOF" not in _end_of(upload, 2048):
        raise _refusal("broken")
    return Format.PDF


def _packed(upload):
    """OpenDocument and Office Open XML are ZIP archives; only their lists of contents and one short entry are read."""
    end = _end_of(upload, TAIL)
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < 22:
        raise _refusal("broken")
    if struct.unpack_from("<I", end, place + 12)[0] > MAX_DIRECTORY:
        raise _refusal("format")
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            found = _named(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, KeyError):
        raise _refusal("broken") from None
    if found is None:
        raise _refusal("format")
    return found


def _named(archive):
    """The Format of an archive, or None."""
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _refusal("macros")
    if names and names[0] == "mimetype":
        return _open_document(archive)
    if "[Content_Types].xml" not in names:
        return None
    return next((found for part, found in PARTS.items() if part in names), None)


def _open_document(archive):
    """Its first entry says what it is, uncompressed (OpenDocument 1.3 part 2, section 3.3)."""
    entry = archive.infolist()[0]
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > 100:
        return None
    declared = archive.read(entry).decode("ascii", "replace").strip()
    types = {media_type: found for found, media_type in MEDIA_TYPES.items() if media_type.startswith(ODF)}
    return types.get(declared)


def take(material, upload):
    """Store the upload as the material's file, under a new key; the row is yet to be saved.

    What was stored before, or is never saved, is removed by a timed job. Raises ValidationError.
    """
    found = format_of(upload)
    material.renew_key()
    material.format, material.size = found.value, upload.size
    upload.seek(0)
    default_storage.save(material.path, upload)


def kept(material):
    """A signed note of the stored file, for a form that is shown again because something else was wrong."""
    return signing.dumps([material.key, material.format, material.size], salt=SALT)


def take_kept(material, note):
    """Give the material the file that `kept` noted. False if there is none, or another row has it."""
    try:
        key, found, size = signing.loads(note or "", salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return False
    stored = Material(key=key, format=found, size=size)
    if Material.objects.filter(key=key).exclude(pk=material.pk).exists() or not default_storage.exists(stored.path):
        return False
    material.key, material.format, material.size = key, found, size
    return True
