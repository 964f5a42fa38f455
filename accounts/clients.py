"""Where a request comes from: its network address, and whether another site sent it."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings


def client_address(request):
    """The visitor's network address, for limits; empty if unknown. Of an IPv6 address only the first half: the other
    one is everybody's own to choose.

    Forwarding headers are believed from settings.PROXY_COUNT proxies, counted from the right: whatever stands further
    left was written by the visitor.
    """
    if not settings.PROXY_COUNT:
        return _network(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return _network(hops[-settings.PROXY_COUNT]) if len(hops) >= settings.PROXY_COUNT else ""


def _network(text):
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def is_from_elsewhere(request):
    """Whether a page of another site sent this. A missing Origin is accepted, since proxies strip it."""
    origin = request.headers.get("Origin")
    if not origin:
        return False
    own = {urlsplit(settings.BASE_URL)[:2], (request.scheme, request.get_host())}
    try:
        return urlsplit(origin)[:2] not in own
    except ValueError:  # "http://[" is no address at all
        return True
