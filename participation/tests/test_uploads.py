import struct

import pytest
from django.core.exceptions import ValidationError

from participation import uploads
from participation.models import Format
from participation.tests.files import PDF, office, open_document, upload, zipped


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, Format.PDF),
        (open_document("presentation"), Format.ODP),
        (open_document("text"), Format.ODT),
        (open_document("spreadsheet"), Format.ODS),
        (office("ppt/presentation.xml"), Format.PPTX),
        (office("word/document.xml"), Format.DOCX),
        (office("xl/workbook.xml"), Format.XLSX),
    ],
)
def test_what_a_file_is_follows_from_its_content(content, found):
    assert uploads.format_of(upload(content, "bild.exe")) == found


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "format"),
        (b"<html><script>alert(1)</script></html>", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"\x89PNG\r\n\x1a\n", "format"),
        (b"junk %PDF-1.7 %%EOF", "format"),
        (b"%PDF-1.7 and then the line broke", "broken"),
        (b"PK\x03\x04 and then the line broke", "broken"),
        (zipped({"a.txt": "x"}), "format"),
        (zipped({}, first=("mimetype", "application/epub+zip")), "format"),
        (zipped({"content.xml": "x"}, first=("mimetype", "a" * 5000)), "format"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "format"),
        (office(**{"ppt/vbaProject.bin": "x"}), "macros"),
        (office("word/document.xml", **{"word/VBAPROJECT.BIN": "x"}), "macros"),
        (open_document("text", **{"Basic/Standard/Module1.xml": "x"}), "macros"),
        (open_document("text", **{"Scripts/python/x.py": "x"}), "macros"),
    ],
)
def test_what_is_not_offered_is_refused_with_a_sentence(content, code):
    with pytest.raises(ValidationError) as refused:
        uploads.format_of(upload(content, "folien.pdf"))
    assert refused.value.code == code
    assert len(str(refused.value.message)) > 15


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)
    with pytest.raises(ValidationError) as refused:
        uploads.format_of(upload(PDF * 4))
    assert refused.value.code == "size"


def test_an_archive_with_an_endless_list_is_refused_before_the_list_is_read():
    content = bytearray(office())
    place = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, place + 12, uploads.MAX_DIRECTORY + 1)
    with pytest.raises(ValidationError) as refused:
        uploads.format_of(upload(bytes(content)))
    assert refused.value.code == "format"
