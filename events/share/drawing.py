"""The picture itself: by day the yellow timetable sheet, with the date as large as on the pages.

What does not take place as planned stands on grey paper and is struck through or says so: yellow is for what comes.
"""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

from events.share.lettering import cut, width, wrapped, write

WIDTH, HEIGHT = 1200, 630
INK, SOFT = "#16191c", "#3a3512"
YELLOW, GREY, SOFT_ON_GREY, WHITE = "#ffd400", "#e8eae4", "#4b5258", "#ffffff"
EDGE, COLUMN = 72, 404
ROOM = WIDTH - EDGE - COLUMN
TITLE_SIZES = (92, 84, 76, 68, 60, 54, 48, 42)
SMALLEST_UNBROKEN = 54  # below, a long word is rather broken
TITLE_HEIGHT, LEADING = 316, 1.1
COLOURS = 64
SCALE = 4  # round shapes are drawn larger and scaled down, for smooth edges


class Poster(NamedTuple):
    """What stands on the picture, each on one line but the title; empty where there is nothing to say."""

    status: str
    mark: str
    title: str
    above: str
    weekday: str
    day: str
    month: str
    time: str
    place: str
    site: str


def drawn(poster):
    """The bytes of the PNG."""
    on_time = poster.status == "published"
    soft = SOFT if on_time else SOFT_ON_GREY
    image = Image.new("RGB", (WIDTH, HEIGHT), YELLOW if on_time else GREY)
    draw = ImageDraw.Draw(image)
    _date(draw, poster, INK if on_time else SOFT_ON_GREY)
    _words(draw, poster, soft)
    _foot(image, draw, poster, soft)
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", compress_level=6)
    return file.getvalue()


def _date(draw, poster, colour):
    room = COLUMN - EDGE - 40
    if not poster.day:
        for number, line in enumerate(wrapped(poster.time, 44, room, breaking=True)):
            write(draw, (EDGE, 150 + 52 * number), line, 44, colour)
        return
    write(draw, (EDGE, 128), poster.weekday, 44, colour)
    write(draw, (EDGE - 6, 290), poster.day, 196, colour)
    write(draw, (EDGE, 356), poster.month, 50, colour)
    write(draw, (EDGE, 412), cut(poster.time, 40, room), 40, colour)


def _words(draw, poster, soft):
    top = 128
    if poster.mark:
        _mark(draw, poster, top)
        top += 66
    if poster.above:
        write(draw, (COLUMN, top), cut(poster.above, 36, ROOM), 36, soft)
    size, lines = fitted(poster.title, TITLE_HEIGHT - (66 if poster.mark else 0))
    baseline = top + 20 + round(size * 0.95)
    for line in lines:
        end = write(draw, (COLUMN, baseline), line, size, INK if poster.status == "published" else soft)
        if poster.status == "cancelled":
            height = baseline - round(size * 0.25)
            draw.line((COLUMN, height, end, height), fill=soft, width=max(4, size // 14))
        baseline += round(size * LEADING)


def fitted(title, height):
    """The size and the lines of a title: as large as it fits; whole words if that does not make it small."""
    for breaking in (False, True):
        for size in TITLE_SIZES:
            if not breaking and size < SMALLEST_UNBROKEN:
                continue
            lines = wrapped(title, size, ROOM, breaking=breaking)
            if lines is not None and len(lines) * size * LEADING <= height:
                return size, lines
    size = TITLE_SIZES[-1]
    most = int(height // (size * LEADING))
    lines = wrapped(title, size, ROOM, breaking=True)
    return size, [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), size, ROOM)]


def _mark(draw, poster, baseline):
    """The sign of the portal, shape and word: a cross for cancelled, a dotted ring for postponed."""
    side = 36
    left, upper = COLUMN, baseline - 33
    box = (left, upper, left + side, upper + side)
    if poster.status == "cancelled":
        for x, y in ((left, upper), (left, upper + side)):
            other = (left + side, upper + side if y == upper else upper)
            draw.line(((x, y), other), fill=INK, width=9)
    else:
        for start in range(0, 360, 45):
            draw.arc(box, start, start + 24, fill=INK, width=7)
    write(draw, (left + side + 18, baseline), poster.mark, 46, INK)


def _foot(image, draw, poster, soft):
    baseline = 560
    draw.line((EDGE, 488, WIDTH - EDGE, 488), fill=INK, width=4)
    image.paste(_emblem(image.getpixel((0, 0))), (EDGE, baseline - 34))
    end = write(draw, (EDGE + 104, baseline), cut(poster.site, 40, 460), 40, INK)
    place = cut(poster.place, 36, WIDTH - EDGE - end - 60)
    write(draw, (WIDTH - EDGE - width(place, 36), baseline), place, 36, soft)


def _emblem(paper):
    """A line with two stops, 84 × 38 pixels."""
    big = Image.new("RGB", (84 * SCALE, 38 * SCALE), paper)
    draw = ImageDraw.Draw(big)
    unit = 1.9 * SCALE  # of the 44 × 20 units of the sign on the pages
    draw.line((10 * unit, 10 * unit, 34 * unit, 10 * unit), fill=INK, width=round(4 * unit))
    for x, inside in ((10, INK), (34, WHITE if paper == (255, 212, 0) else YELLOW)):
        outer, inner = 8.5 * unit, 5.3 * unit
        draw.ellipse((x * unit - outer, 10 * unit - outer, x * unit + outer, 10 * unit + outer), fill=INK)
        draw.ellipse((x * unit - inner, 10 * unit - inner, x * unit + inner, 10 * unit + inner), fill=inside)
    return big.resize((84, 38), Image.Resampling.LANCZOS)
