"""The field for Markdown: a text area with a preview below it."""

from django.contrib.admin.widgets import AdminTextareaWidget


class MarkdownWidget(AdminTextareaWidget):
    """The button posts the whole form to the preview in a new tab; a script fetches just this text instead."""

    template_name = "admin/widgets/markdown.html"

    class Media:
        js = ["js/markdown.js"]

    def __init__(self, attrs=None):
        super().__init__({"class": "vLargeTextField markdown", "rows": 8} | (attrs or {}))
