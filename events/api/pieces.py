"""What several records say in the same way: texts in both languages, names of other records, pictures, moments."""

from django.urls import reverse

from events.api.shapes import Html, Image, Named, Tag, Text
from events.structured_data import absolute


def both(row, field):
    """The field's texts, the one in the row's own language first."""
    own, other = getattr(row, field), getattr(row, f"{field}_translated")
    pairs = [(row.language, own), (row.other_language, other)]
    return [Text(lang=language, text=text) for language, text in pairs if text]


def text_of(row, field):
    """A text that exists in the row's own language only, or None."""
    text = getattr(row, field)
    return Text(lang=row.language, text=text) if text else None


def html_of(language, html):
    return Html(lang=language, html=html) if html else None


def self_url(kind, row):
    return absolute(reverse(f"api_{kind}", args=[row.pk]))


def page_of(row):
    return absolute(row.get_absolute_url())


def named(kind, row):
    """Another record; ``kind`` is the name of its address. What has no language has its portal's first."""
    return Named(id=row.pk, url=page_of(row), self_url=self_url(kind, row), name=names_of(row))


def names_of(row):
    if hasattr(row, "title"):
        return both(row, "title")
    if hasattr(row, "name_en"):
        return [Text(lang=lang, text=text) for lang, text in (("de", row.name), ("en", row.name_en)) if text]
    return [Text(lang="und", text=row.name)]


def tag(row):
    return Tag(slug=row.slug, name=names_of(row))


def image_of(picture):
    """A picture that may be shown, with its rights, or None."""
    if not picture or not picture.is_showable:
        return None
    return Image(
        content_url=absolute(picture.jpeg_url),
        alternative_text=picture.alternative_text,
        author=picture.author,
        license=str(picture.get_licence_display()),
        license_url=picture.licence_link or None,
        source_url=picture.source_url or None,
        depicted=picture.depicted or None,
    )
