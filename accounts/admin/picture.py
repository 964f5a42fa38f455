"""Pictures with their rights."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedForm, ScopedRelatedFilter
from pictures.forms import PictureForm

THUMBNAIL_WIDTH = 80  # pixels


class ScopedPictureForm(ScopedForm, PictureForm):
    class Meta(PictureForm.Meta):
        pass


class PictureAdmin(ScopedAdmin):
    form = ScopedPictureForm
    choices = {"organisation": organisations_to_edit_for}
    list_display = ["thumbnail", "alternative_text", "author", "licence", "organisation", "created_at"]
    list_filter = ["licence", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    list_display_links = ["alternative_text"]
    search_fields = ["alternative_text", "author", "depicted"]
    fieldsets = [
        (None, {"fields": ["upload", "kept", "alternative_text", "organisation"]}),
        (_("Who can be seen"), {"fields": ["depicted", "nobody_depicted"]}),
        (_("Rights"), {"fields": ["author", "licence", "licence_url", "source_url"]}),
    ]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        """The picture, small. Its description stands in the next column, so it is not read out twice."""
        if not picture.width:
            return ""
        source = picture.address("webp", picture.widths[0])
        height = round(THUMBNAIL_WIDTH * picture.height / picture.width)
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">', source, THUMBNAIL_WIDTH, height
        )
