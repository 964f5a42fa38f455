"""Without a mail server: each mail becomes a file that any mail app opens, in the folder `settings.EMAIL_FILE_PATH`."""

import email
import re
from email import policy
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes `<Message-ID>.eml`, readable by the owner only; the same mail sent twice is one file."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in email_messages:
            mime = each.message()
            file = file_of(mime["Message-ID"])
            part = file.with_suffix(".part")
            part.touch(mode=0o600)
            part.write_bytes(mime.as_bytes(linesep="\r\n"))
            part.rename(file)
        return len(email_messages)


def file_of(message_id):
    name = re.sub(r"[^\w-]", "", message_id.split("@")[0])
    return Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"


def read(message_id):
    """Subject and plain text of a mail that became a file; empty where there is none."""
    try:
        mime = email.message_from_bytes(file_of(message_id).read_bytes(), policy=policy.default)
    except OSError:
        return ""
    body = mime.get_body(("plain",))
    return f"{mime['Subject']}\n\n{body.get_content() if body else ''}"
