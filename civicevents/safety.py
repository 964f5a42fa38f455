"""What production must not run with."""

import ipaddress
from urllib.parse import urlsplit

SHORTEST_SECRET = 50


def problems(settings):
    """A sentence for every setting that is unsafe in production; ``settings`` maps names to values."""
    found = []
    if settings["DEBUG"]:
        found.append("DEBUG is on: it shows settings and source code to visitors.")
    found += filter(None, (_problem_of_secret(name, settings[name]) for name in ("SECRET_KEY", "CAPABILITY_KEY")))
    if settings["SECRET_KEY"] and settings["SECRET_KEY"] == settings["CAPABILITY_KEY"]:
        found.append("SECRET_KEY and CAPABILITY_KEY are the same: each needs a random text of its own.")
    found += filter(None, [_problem_of_address(settings["BASE_URL"])])
    hosts = settings["ALLOWED_HOSTS"]
    if any(host.startswith("*") or host.strip(".") == "" for host in hosts):
        found.append("ALLOWED_HOSTS allows any host: name the portal's own.")
    return found


def _problem_of_secret(name, secret):
    if not secret:
        return f"{name} is missing: set a long random text and keep it."
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10 or secret.startswith("django-insecure-"):
        return f"{name} is too easy to guess: it needs at least {SHORTEST_SECRET} random characters."
    return None


def _problem_of_address(address):
    if not address:
        return "BASE_URL is missing: set the portal's public address, for instance https://events.example.org"
    url = urlsplit(address)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path or url.query or url.fragment:
        return f"BASE_URL must look like https://events.example.org, not “{address}”."
    if url.scheme == "http" and not _is_this_machine(url.hostname):
        return "BASE_URL must begin with https:// (http:// is for localhost only)."
    return None


def _is_this_machine(host):
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
