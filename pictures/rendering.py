"""The program that turns an uploaded file into clean pictures. It runs as a process of its own (see ``images.py``).

Decoders are where hostile files bite, and a header need not tell the truth: an AVIF of 3 kB that claims 100 × 100
pixels took 563 MB to decode, because its stream held 16384 × 16384. In here the system limits the memory and the time,
and a decoder that crashes takes nothing with it. Nothing of Django is imported, so that it starts fast.

    python rendering.py photo < upload > result        (or: logo)

The result is one line of JSON, then the bytes of the files, one after the other:
``{"width": 1280, "height": 960, "files": [["320.avif", 9120], …]}``, or ``{"refused": "pixels"}`` alone.
"""

import json
import resource
import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_PIXELS = 24_000_000
MAX_RATIO = 5
MEMORY = 900 * 1024 * 1024
SECONDS = 30

WIDTHS = (320, 640, 1280)
LOGO_BOX = (640, 320)
LOGO_BYTES = 60_000
# Measured on photographs 640 pixels wide (kB, dB, s): AVIF 32, 34.9, 0.08; WebP 35, 34.7, 0.03; JPEG 53, 35.1, 0.01.
# AVIF at speed 6 gains 0.3 dB and takes three times as long.
ENCODERS = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
}
ORIENTATION = 0x0112
TURNED = {5, 6, 7, 8}


class Refused(Exception):
    """The file cannot be taken; the argument is the reason: format, heic, pixels, shape, or broken."""


def widths_for(width):
    """The widths that a picture so wide is offered in; nothing is scaled up."""
    return [w for w in WIDTHS if w < width] + [min(width, WIDTHS[-1])]


def open_checked(data):
    """The image of a file, of which only the header has been read."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except Exception:
        heic = data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"}
        raise Refused("heic" if heic else "format") from None
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Refused("pixels")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Refused("shape")
    return image


def clean(image, box):
    """A new image of the first frame: upright, in sRGB, at most as large as ``box``, with nothing but its pixels."""
    orientation = image.getexif().get(ORIENTATION, 1)
    profile = image.info.get("icc_profile")
    if image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = plain(image)
    image.thumbnail(box[::-1] if orientation in TURNED else box, Image.Resampling.LANCZOS)
    image = in_srgb(ImageOps.exif_transpose(image), profile)
    see_through = image.mode == "RGBA" and image.getextrema()[3][0] < 255
    fresh = Image.new("RGBA" if see_through else "RGB", image.size)
    fresh.paste(image if see_through else image.convert("RGB"))
    return fresh


def plain(image):
    """A palette, one bit, sixteen bits or another rare mode as RGB, RGBA or L, still knowing its EXIF."""
    exif = image.getexif()
    if image.mode.startswith("I"):
        converted = image.convert("I").point(lambda value: value / 256).convert("L")
    else:
        see_through = "A" in image.getbands() or "transparency" in image.info
        converted = image.convert("RGBA" if see_through else "RGB")
    converted.info.pop("transparency", None)
    converted.info["exif"] = exif.tobytes()
    return converted


def in_srgb(image, profile):
    """The image in the colours of the web; a profile that does not fit is ignored."""
    if profile and image.mode != "L":
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            source, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, srgb, outputMode=target)
        except (ImageCms.PyCMSError, OSError):
            pass
    return image


def encode(image, ending):
    if ending == "jpg" and image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image)
        image = paper
    file = BytesIO()
    image.save(file, **ENCODERS[ending])
    return file.getvalue()


def photo(image):
    """AVIF and WebP in each width for pages, one JPEG for link previews and anything older."""
    image = clean(image, (WIDTHS[-1], WIDTHS[-1] * MAX_RATIO))
    files = {}
    for width in widths_for(image.width):
        scaled = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        files |= {f"{width}.{ending}": encode(scaled, ending) for ending in ("avif", "webp")}
    files[f"{image.width}.jpg"] = encode(image, "jpg")
    return image.size, files


def logo(image):
    """One WebP: without loss, which suits flat colours, unless that is large."""
    image = clean(image, LOGO_BOX)
    file = BytesIO()
    image.save(file, "WEBP", lossless=True, quality=80, method=4)
    data = file.getvalue() if file.tell() <= LOGO_BYTES else encode(image, "webp")
    return image.size, {"logo.webp": data}


KINDS = {"photo": photo, "logo": logo}


def render(data, kind):
    image = open_checked(data)
    try:
        return KINDS[kind](image)
    except Exception as error:  # a decoder may raise anything over a broken file
        raise Refused("broken") from error


def main(kind):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS * 8  # our own check comes first and has its own sentence
    out = sys.stdout.buffer
    try:
        (width, height), files = render(sys.stdin.buffer.read(), kind)
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
        return
    head = {"width": width, "height": height, "files": [[name, len(data)] for name, data in files.items()]}
    out.write(json.dumps(head).encode() + b"\n")
    for data in files.values():
        out.write(data)


if __name__ == "__main__":
    main(sys.argv[1])
