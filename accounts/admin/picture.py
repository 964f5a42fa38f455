"""Pictures with their rights."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedForm, ScopedRelatedFilter
from pictures.forms import PictureForm


class ScopedPictureForm(ScopedForm, PictureForm):
    class Meta(PictureForm.Meta):
        pass


class PictureAdmin(ScopedAdmin):
    form = ScopedPictureForm
    choices = {"organisation": organisations_to_edit_for}
    list_display = ["alternative_text", "author", "licence", "organisation", "created_at"]
    list_filter = ["licence", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["alternative_text", "author", "depicted"]
    fieldsets = [
        (None, {"fields": ["upload", "kept", "alternative_text", "organisation"]}),
        (_("Who can be seen"), {"fields": ["depicted", "nobody_depicted"]}),
        (_("Rights"), {"fields": ["author", "licence", "licence_url", "source_url"]}),
    ]
