"""What may come in as a picture, and what comes out."""

import re
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageDraw, PngImagePlugin

from pictures import rendering
from pictures.images import MAX_BYTES, clean_logo, render
from pictures.tests.files import encoded, is_near, opened, photo, upload


def refusal(data):
    with pytest.raises(ValidationError) as caught:
        render(upload(data))
    return caught.value.code


def png_that_claims(width, height):
    """A PNG of a few bytes whose header claims any size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_four_formats_come_out_in_modern_ones_and_several_widths(format):
    rendering = render(photo((1600, 1200), format=format))
    assert (rendering.width, rendering.height) == (1280, 960)
    assert list(rendering.files) == [
        "320.avif", "320.webp", "640.avif", "640.webp", "1280.avif", "1280.webp", "1280.jpg",
    ]  # fmt: skip
    for name, data in rendering.files.items():
        image = opened(data)
        assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.rpartition(".")[2]]
        assert image.width == int(name.partition(".")[0])
        assert is_near(image.convert("RGB").getpixel((5, 5)), (200, 80, 40))


def test_a_small_picture_is_not_scaled_up():
    assert list(render(photo((400, 300))).files) == ["320.avif", "320.webp", "400.avif", "400.webp", "400.jpg"]
    assert list(render(photo((90, 60))).files) == ["90.avif", "90.webp", "90.jpg"]


def test_nothing_of_the_metadata_remains():
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 7.0)
    exif.get_ifd(0x8825)[29] = "SECRET2021"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET comment")
    image = Image.new("RGB", (400, 300), "navy")
    profile = b"SECRET profile"
    uploads = [
        encoded(image, "JPEG", exif=exif, comment=b"SECRET comment", icc_profile=profile),
        encoded(image, "PNG", exif=exif, pnginfo=text),
        encoded(image, "WEBP", exif=exif, xmp=b"<x>SECRET</x>", icc_profile=profile),
        encoded(image, "AVIF", exif=exif),
    ]
    for data in uploads:
        assert b"SECRET" in data
        for clean in render(upload(data)).files.values():
            assert b"SECRET" not in clean
            assert not opened(clean).getexif()
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(clean).info)


def test_a_picture_taken_sideways_stands_upright():
    image = Image.new("RGB", (800, 400), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, 399, 400), fill="red")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the left half belongs on top
    rendering = render(upload(encoded(image, "JPEG", exif=exif)))
    assert (rendering.width, rendering.height) == (400, 800)
    jpeg = opened(rendering.files["400.jpg"])
    assert is_near(jpeg.getpixel((200, 100)), (255, 0, 0))
    assert is_near(jpeg.getpixel((200, 700)), (0, 0, 255))


def test_only_the_first_frame_of_an_animation_remains():
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "lime", "blue")]
    for format in ("WEBP", "PNG", "AVIF"):
        data = encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=100)
        assert opened(data).n_frames == 3
        webp = opened(render(upload(data)).files["200.webp"])
        assert getattr(webp, "n_frames", 1) == 1
        assert is_near(webp.convert("RGB").getpixel((9, 9)), (255, 0, 0))


@pytest.mark.parametrize(
    ("mode", "colour", "format", "options", "expected"),
    [
        ("CMYK", (0, 255, 255, 0), "JPEG", {}, (254, 0, 0)),
        ("L", 128, "JPEG", {}, (128, 128, 128)),
        ("1", 1, "PNG", {}, (255, 255, 255)),
        ("I;16", 32896, "PNG", {}, (128, 128, 128)),
        ("LA", (128, 255), "PNG", {}, (128, 128, 128)),
        ("P", 1, "PNG", {}, (10, 200, 30)),
    ],
)
def test_every_kind_of_colour_arrives(mode, colour, format, options, expected):
    image = Image.new(mode, (200, 100), colour)
    if mode == "P":
        image.putpalette([0, 0, 0, 10, 200, 30])
    files = render(upload(encoded(image, format, **options))).files
    assert is_near(opened(files["200.webp"]).convert("RGB").getpixel((50, 50)), expected)


def test_transparency_stays_where_it_can_and_becomes_white_in_a_jpeg():
    image = Image.new("RGBA", (200, 100), (255, 0, 0, 0))
    palette = image.convert("P")
    palette.info["transparency"] = palette.getpixel((0, 0))
    for data in (encoded(image, "PNG"), encoded(palette, "PNG")):
        files = render(upload(data)).files
        assert opened(files["200.webp"]).getpixel((50, 50))[3] == 0
        assert opened(files["200.avif"]).getpixel((50, 50))[3] == 0
        assert is_near(opened(files["200.jpg"]).getpixel((50, 50)), (255, 255, 255))


def test_an_opaque_picture_with_an_alpha_channel_loses_it():
    files = render(upload(encoded(Image.new("RGBA", (200, 100), (255, 0, 0, 255)), "PNG"))).files
    assert opened(files["200.webp"]).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(data):
    assert refusal(data) == "format"


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO", "PPM", "EPS"])
def test_other_picture_formats_are_refused(format):
    assert refusal(encoded(Image.new("RGB", (64, 64)), format)) == "format"


def test_a_heic_picture_is_named_as_such():
    assert refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50) == "heic"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_truncated_file_is_refused(format):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    data = encoded(noise, format)
    assert refusal(data[: len(data) // 2]) in {"broken", "format"}


def test_a_file_with_two_faces_keeps_one():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("page.html", "<script>alert(1)</script>")
    data = photo().read() + b"<html><script>alert(1)</script>" + archive.getvalue()
    assert zipfile.is_zipfile(BytesIO(data))
    for clean in render(upload(data)).files.values():
        assert b"<script>" not in clean
        assert not zipfile.is_zipfile(BytesIO(clean))


def test_too_many_bytes_too_many_pixels_and_odd_shapes_are_refused():
    assert refusal(b"\xff\xd8" + b"\0" * MAX_BYTES) == "bytes"
    assert refusal(png_that_claims(6001, 4000)) == "pixels"
    assert refusal(png_that_claims(60_000, 60_000)) == "pixels"
    assert refusal(png_that_claims(6000, 1000)) == "shape"
    assert refusal(png_that_claims(500, 500)) == "broken"


PEAK = """
import sys
sys.path.insert(0, {folder!r})
import rendering
rendering.MEMORY = {limit} * 1024 * 1024
try:
    rendering.main("photo")
finally:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    sys.stderr.write(peak.split()[1])
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux does")


def rendered_within(limit, data):
    """What comes out of a file with so many megabytes granted, and how many it took at its peak."""
    program = PEAK.format(folder=str(Path(rendering.__file__).parent), limit=limit)
    process = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=False)
    return process.stdout, int(re.findall(rb"\d+$", process.stderr)[0]) / 1024


@needs_proc
def test_a_bomb_is_refused_before_it_is_decoded():
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    answer, megabytes = rendered_within(900, bomb)
    assert answer == b'{"refused": "pixels"}\n'
    assert megabytes < 100


@needs_proc
def test_the_largest_picture_taken_needs_less_memory_than_is_granted():
    answer, megabytes = rendered_within(900, encoded(Image.new("RGBA", (6000, 4000), (9, 9, 9, 99)), "PNG"))
    assert b'"width": 1280' in answer
    assert megabytes < 400


@needs_proc
def test_a_header_that_lies_about_the_size_gets_no_more_memory_than_is_granted():
    data = encoded(Image.new("RGB", (5000, 5000)), "AVIF", speed=10)
    size = data.index(b"ispe") + 8
    liar = data[:size] + struct.pack(">II", 100, 100) + data[size + 8 :]
    assert Image.open(BytesIO(liar)).size == (100, 100)
    answer, megabytes = rendered_within(75, liar)
    assert answer == b'{"refused": "broken"}\n'
    assert megabytes < 75


def test_a_process_that_dies_is_a_damaged_file(monkeypatch, tmp_path):
    program = tmp_path / "dies.py"
    program.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(rendering, "__file__", str(program))
    assert refusal(photo().read()) == "broken"


def test_one_picture_at_a_time_is_decoded_in_a_web_process(monkeypatch):
    """What one may take of memory is granted once."""
    running, most, run = [], [], subprocess.run

    def watched(*arguments, **options):
        running.append(1)
        most.append(len(running))
        result = run(*arguments, **options)
        running.pop()
        return result

    monkeypatch.setattr(subprocess, "run", watched)
    threads = [threading.Thread(target=render, args=[photo((90, 60))]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1]


def test_a_logo_becomes_one_small_webp_named_by_chance_and_size():
    logo = clean_logo(upload(encoded(Image.new("RGBA", (1600, 400), (0, 90, 160, 120)), "PNG"), "../../evil.png"))
    assert re.fullmatch(r"[0-9a-f]{16}-640x160\.webp", logo.name)
    image = opened(logo.read())
    assert (image.format, image.size, image.mode) == ("WEBP", (640, 160), "RGBA")


def test_an_svg_logo_is_refused():
    with pytest.raises(ValidationError):
        clean_logo(upload(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg"))
