"""Without a mail server: each mail becomes a file that any mail app opens, in the folder `settings.EMAIL_FILE_PATH`."""

import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes `<Message-ID>.eml`, readable by the owner only; the same mail sent twice is one file."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            mime = email.message()
            name = re.sub(r"[^\w.-]", "", mime["Message-ID"].split("@")[0])
            part = folder / f"{name}.part"
            part.touch(mode=0o600)
            part.write_bytes(mime.as_bytes(linesep="\r\n"))
            part.rename(folder / f"{name}.eml")
        return len(email_messages)
