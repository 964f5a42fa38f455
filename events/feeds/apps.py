"""Addresses by which calendar apps are told to subscribe."""

from urllib.parse import urlencode, urlsplit


def webcal(address):
    """What the system's own calendar app opens (registered with IANA, provisional)."""
    return urlsplit(address)._replace(scheme="webcal").geturl()


def google(address):
    return f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal(address)})}"


def outlook(address, name, *, at_work):
    """Outlook on the web: with a private account, or with one of an employer (Microsoft 365)."""
    host = "outlook.office.com" if at_work else "outlook.live.com"
    return f"https://{host}/calendar/0/addfromweb?{urlencode({'url': address, 'name': name})}"
