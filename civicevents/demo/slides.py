"""Slides for the demo, written by hand: a PDF with a few lines on each page, and nothing else in it."""

WIDTH, HEIGHT = 960, 540
MARGIN, FIRST, STEP = 72, 400, 44


def slides(pages):
    """The bytes of a PDF 1.7 file; each page is a title and lines of text in Latin script."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, (title, *lines) in zip(numbers, pages, strict=True):
        text = _text(title, 40, 440) + "".join(
            _text(line, 24, FIRST - 40 - order * STEP) for order, line in enumerate(lines)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(_bytes(text))} >>\nstream\n{text}\nendstream")
    return _file(objects)


def _text(line, size, y):
    escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {MARGIN} {y} Td ({escaped}) Tj ET\n"


def _bytes(text):
    return text.encode("cp1252")


def _file(objects):
    """The objects with the table of where each begins (ISO 32000-1, 7.5.4)."""
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += _bytes(f"{number} 0 obj\n{content}\nendobj\n")
    start = len(written)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += _bytes(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}")
    return written + _bytes(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
