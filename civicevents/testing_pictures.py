"""The pictures of the documents, made by tests in a browser: ``PICTURES=1`` writes them (script/pictures)."""

import io
import os
from pathlib import Path

from django.conf import settings
from PIL import Image

FOLDER = Path(settings.BASE_DIR, "docs", "pictures")
GAP = 32
COLOURS = 128  # makes them small; there are hardly more on a page


def picture(name, *shots):
    """Put these screenshots (bytes of PNG) side by side, on nothing, so that they suit light and dark pages."""
    images = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    sheet = Image.new("RGBA", (width, max(image.height for image in images)))
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    if os.environ.get("PICTURES"):
        FOLDER.mkdir(exist_ok=True)
        small = sheet.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.save(FOLDER / f"{name}.png", optimize=True)
