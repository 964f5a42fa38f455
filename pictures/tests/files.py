"""Files such as people upload, drawn on the spot."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def encoded(image, format="JPEG", **options):
    """The bytes of an image in a format."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def upload(data, name="picture.jpg"):
    return SimpleUploadedFile(name, data)


def photo(size=(800, 600), colour=(200, 80, 40), format="JPEG", **options):
    """An upload of one colour."""
    return upload(encoded(Image.new("RGB", size, colour), format, **options))


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_near(pixel, colour):
    """Whether a pixel has about this colour: encoders lose a little."""
    return all(abs(a - b) <= 12 for a, b in zip(pixel, colour, strict=True))
