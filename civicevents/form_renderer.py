"""Django's own form rendering with the portal's field template, so that crispy and plain forms look the same."""

from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    field_template_name = "portal/field.html"
