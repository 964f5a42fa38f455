"""The certificate as a PDF that screen readers can read (PDF/UA-1), in the active language."""

import fcntl
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outbox.mails import absolute
from registrations.actions.refusals import Busy
from registrations.certificates.codes import code_of
from registrations.certificates.contents import shown
from registrations.certificates.letters import settable

PROGRAM = Path(__file__).with_name("typeset.py")
SECONDS = 20  # a certificate takes a fifth of one
PATIENCE = 10  # seconds in line for the one at a time


def pdf_of(contents, name):
    """The file's bytes; ``name`` comes from `letters.printed_name`. Raises Busy when others wait for theirs."""
    for without_marks in (False, True):
        done = _typeset(_data(contents, name, without_marks))
        if done.returncode == 0:
            return done.stdout
    raise RuntimeError(f"No certificate could be set: {done.stderr.decode(errors='replace')[-300:]}")


def _typeset(data):
    with _one_at_a_time():
        return subprocess.run(
            [sys.executable, "-I", PROGRAM], input=json.dumps(data).encode(), capture_output=True, timeout=SECONDS
        )


@contextmanager
def _one_at_a_time():
    """On the whole machine, so that whoever asks a hundred times takes one core at most."""
    deadline = time.monotonic() + PATIENCE
    with open(settings.DATA_DIR / "certificates.lock", "w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy from None
                time.sleep(0.05)
        yield


def _data(contents, name, without_marks):
    words, code = shown(contents), code_of(contents, name)
    place = absolute(reverse("certificate_check"))
    facts = [(_("When"), words.when), (_("Where"), words.where), (_("Contact time"), words.hours),
             (_("Organiser"), words.organisers)]  # fmt: skip
    data = {
        "heading": _("Certificate of attendance"),
        "name": name,
        "sentence": _("took part in this meetup:"),
        "title": words.title,
        "text_language": words.language,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "contents_heading": _("Contents"),
        "contents": words.contents,
        "organisers": contents["organisers"],
        "signer": contents["signer"],
        "function": contents["function"],
        "code_heading": _("Check code"),
        "code": code,
        "check": _("Whoever gets this certificate can check it here, with the code and the name:"),
        "shown_address": place.removeprefix("https://").removeprefix("http://"),
        "picture_says": _("QR code that leads to the page where this certificate is checked"),
        "footer": _("Made by machine; valid without a signature. The name is the one given at sign-up."),
    }
    address = f"{place}?code={code}"
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=0)
    plain = {"language": get_language(), "address": address, "picture": picture}
    return _settable(data, without_marks) | plain


def _settable(value, without_marks):
    """Every text of it without what cannot be set."""
    if isinstance(value, str):
        return settable(value, without_marks)[0]
    if isinstance(value, list):
        return [_settable(each, without_marks) for each in value]
    return {key: _settable(each, without_marks) for key, each in value.items()}
