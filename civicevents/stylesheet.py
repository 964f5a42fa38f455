"""The stylesheet: small files in ``static/css/``, served as one ``css/portal.css``, assembled when it is looked for."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portal.css"
PARTS = settings.BASE_DIR / "static" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def assemble():
    """All parts joined by file name (the cascade layers decide, see ``_layers.css``), without comments and indents."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in sorted(PARTS.glob("*.css")))
    return re.sub(r"\s*\n\s*", "\n", COMMENT.sub("", text)).strip() + "\n"


class StylesheetFinder(BaseFinder):
    """Finds the assembled stylesheet for ``collectstatic`` and for servers that look static files up."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = FileSystemStorage(location=Path(settings.DATA_DIR) / "assembled")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        return [self._write()] if find_all else self._write()

    def list(self, ignore_patterns):
        self._write()
        return [(NAME, self.storage)]

    def _write(self):
        target = Path(self.storage.path(NAME))
        text = assemble()
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return str(target)
