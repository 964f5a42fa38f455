"""Drawings of the project's own for the demo: outlines of people, marks of organisations, a network of lines.

They are made of the portal's own motif, a line with stops, in its greys and a few quiet colours; yellow is left to what
is open. The same name always gives the same drawing.
"""

import hashlib
import math
from io import BytesIO

from PIL import Image, ImageDraw

INK, PAPER = "#16191c", "#f3f4f0"
# Background, figure, line behind it.
TONES = [
    ("#e8eae4", "#16191c", "#bcc2c4"),
    ("#16191c", "#e8eae4", "#4b5258"),
    ("#d3d7d0", "#4b5258", "#f3f4f0"),
    ("#17663a", "#edf6f0", "#3d8560"),
    ("#656c72", "#f3f4f0", "#858d93"),
    ("#1f4e6b", "#e6eff4", "#4a7690"),
    ("#6b3a2a", "#f6ece7", "#8f6152"),
    ("#edf6f0", "#17663a", "#a9cdb8"),
]
SCALE = 2  # drawn twice as large and scaled down, for smooth edges


def chances(name):
    """Endless numbers from 0 to 255 that depend on the name alone."""
    digest = name.encode()
    while True:
        digest = hashlib.sha256(digest).digest()
        yield from digest


def canvas(width, height, colour):
    image = Image.new("RGB" if colour else "RGBA", (width * SCALE, height * SCALE), colour or (0, 0, 0, 0))
    return image, ImageDraw.Draw(image)


def finished(image):
    """The PNG of a drawing at its proper size."""
    small = image.resize((image.width // SCALE, image.height // SCALE), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "PNG")
    return file.getvalue()


def line(draw, points, colour, width):
    points = [(x * SCALE, y * SCALE) for x, y in points]
    draw.line(points, fill=colour, width=width * SCALE, joint="curve")
    for x, y in (points[0], points[-1]):
        disc(draw, x / SCALE, y / SCALE, width / 2, colour)


def disc(draw, x, y, radius, colour, hole=None):
    x, y, radius = x * SCALE, y * SCALE, radius * SCALE
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    if hole:
        radius *= 0.55
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=hole)


def portrait(name):
    """Head and shoulders of nobody in particular before a line with stops, 640 × 800 pixels."""
    number = chances(name)
    ground, figure, behind = TONES[next(number) % len(TONES)]
    image, draw = canvas(640, 800, ground)
    _line_behind(draw, number, ground, behind)
    head = 120 + next(number) % 20
    x, y = 320 + next(number) % 48 - 24, 320 + next(number) % 32
    shoulders = 230 + next(number) % 42
    box = [(x - shoulders) * SCALE, (y + head + 32) * SCALE, (x + shoulders) * SCALE, 1120 * SCALE]
    draw.rounded_rectangle(box, radius=(shoulders - 32) * SCALE, fill=figure)
    disc(draw, x, y, head + 18, ground)
    disc(draw, x, y, head, figure)
    return finished(image)


def _line_behind(draw, number, ground, colour):
    height = 150 + next(number) % 400
    bend = 100 + next(number) % 240
    step = (-1) ** next(number) * (96 + next(number) % 100)
    points = [(-40, height), (bend, height), (bend + abs(step), height + step), (680, height + step)]
    line(draw, points, colour, 20)
    for x in range(70, bend, 120):
        disc(draw, x, height, 24, colour, ground)
    for x in range(bend + abs(step) + 90, 640, 120):
        disc(draw, x, height + step, 24, colour, ground)


def mark(name):
    """A mark for an organisation on a clear ground, 480 × 240 pixels: lines, dots, a zigzag or a ring of stops."""
    number = chances(name)
    colour = (INK, "#17663a", "#1f4e6b", "#6b3a2a")[next(number) % 4]
    image, draw = canvas(480, 240, PAPER)
    (_lines, _dots, _zigzag, _ring)[next(number) % 4](draw, number, colour)
    return finished(image)


def _lines(draw, number, colour):
    start = 90 + next(number) % 40
    for y in (65, 120, 175):
        end = start + 130 + next(number) % 120
        line(draw, [(start, y), (end, y)], colour, 18)
        disc(draw, end, y, 24, colour, PAPER)
        disc(draw, start, y, 24, colour)
        start += next(number) % 40


def _dots(draw, number, colour):
    for column in range(5):
        for row in range(3):
            disc(draw, 120 + column * 60, 60 + row * 60, 22, colour, PAPER if next(number) % 3 else None)


def _zigzag(draw, number, colour):
    low, high = 165 + next(number) % 20, 55 + next(number) % 30
    points = [(90, low), (190, high), (290, low), (390, high)]
    line(draw, points, colour, 18)
    for order, (x, y) in enumerate(points):
        disc(draw, x, y, 28, colour, PAPER if order % 2 else None)


def _ring(draw, number, colour):
    disc(draw, 240, 120, 88, colour)
    disc(draw, 240, 120, 70, PAPER)
    filled = next(number) % 6
    for order in range(6):
        angle = order * math.tau / 6
        disc(
            draw, 240 + 79 * math.cos(angle), 120 + 79 * math.sin(angle), 26, colour, None if order == filled else PAPER
        )


def network(name, ground="#16191c", colours=("#e8eae4", "#7fd3a0", "#858d93")):
    """Lines that meet at common stops: a map of nowhere, 1280 × 640 pixels."""
    number = chances(name)
    image, draw = canvas(1280, 640, ground)
    crossing = (620 + next(number) % 80, 320)
    for order, colour in enumerate(colours):
        y = 140 + order * 180
        left, right = 90 + next(number) % 60, 1190 - next(number) % 60
        slope = abs(y - crossing[1])
        after = crossing[1] * 2 - y if order != 1 else crossing[1]
        points = [(left, y), (crossing[0] - slope, y), crossing, (crossing[0] + slope, after), (right, after)]
        line(draw, points, colour, 22)
        for x in range(left, crossing[0] - slope - 60, 140):
            disc(draw, x, y, 26, colour, ground)
        for x in range(right, crossing[0] + slope + 60, -140):
            disc(draw, x, after, 26, colour, ground)
    disc(draw, *crossing, 46, PAPER, ground)
    return finished(image)
