"""Django's own form rendering with the portal's field template, so that crispy and plain forms look the same."""

from django.forms.renderers import TemplatesSetting

KINDS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "search", "tel", "color")
INPUTS = {f"django/forms/widgets/{kind}.html": "django/forms/widgets/input.html" for kind in KINDS}


class PortalFormRenderer(TemplatesSetting):
    field_template_name = "portal/field.html"

    def render(self, template_name, context, request=None):
        """Django's templates of these inputs do nothing but include another one."""
        return super().render(INPUTS.get(template_name, template_name), context, request)
