"""E-mail addresses: what was typed is kept and written to, a key compares them.

The key is the address after NFC and trimming, with its domain as ASCII (IDNA) and everything in lower case. Plus signs
are kept apart, look-alike scripts are never merged: two keys may be one mailbox, one key is never two.
"""

import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email


class Address(NamedTuple):
    typed: str
    key: str


class BadAddress(ValueError):
    """This is no address that mail can be sent to; the message is fit for the visitor."""


def parse(text):
    """The Address that somebody typed; one that was read before is given back. Raises BadAddress. Looks nothing up."""
    if isinstance(text, Address):
        return text
    typed = unicodedata.normalize("NFC", text).strip()
    try:
        found = validate_email(typed, allow_smtputf8=False, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadAddress(
            _("This does not look like an e-mail address. Check it: it needs an @ and a domain such as example.org.")
        ) from error
    return Address(typed, found.ascii_email.lower())


def domain_key(text):
    """The domain of an allow-list entry in the form that keys have: "@Müller.example" is "xn--mller-kva.example"."""
    return parse(f"x@{text.strip().lstrip('@').lstrip('.')}").key.partition("@")[2]
