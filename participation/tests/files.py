"""Small documents of each kind, and some that are not what they say."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
ODF = "application/vnd.oasis.opendocument"


def zipped(entries, first=None):
    """A ZIP archive of names and texts; ``first`` is stored uncompressed, before them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1], zipfile.ZIP_STORED)
        for name, text in entries.items():
            archive.writestr(name, text)
    return packed.getvalue()


def open_document(kind="presentation", **entries):
    return zipped({"content.xml": "<x/>"} | entries, first=("mimetype", f"{ODF}.{kind}"))


def office(part="ppt/presentation.xml", **entries):
    return zipped({"[Content_Types].xml": "<Types/>", part: "<x/>"} | entries)


def upload(content=PDF, name="folien.pdf"):
    return SimpleUploadedFile(name, content, "application/octet-stream")
