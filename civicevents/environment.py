"""Reads settings from the environment; .env.example names every variable."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def number(name, default):
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.")
    return int(value)


def flag(name, default=False):
    value = text(name, str(default)).lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return value in YES


def choice(name, choices):
    """One of the choices; the first unless said otherwise."""
    value = text(name, choices[0]).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(choices))}, not “{value}”.")
    return value


def words(name):
    return [word for word in text(name).replace(",", " ").split() if word]


def database(url):
    """Django's settings for a PostgreSQL URL, read by libpq itself (so sslmode and all other options work)."""
    try:
        parts = parse_dsn(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL address: {error}") from error
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: value for key, value in parts.items() if key in names}
    options = {key: value for key, value in parts.items() if key not in names}
    return {"ENGINE": "civicevents.database", **known, "OPTIONS": options}


def kept_secret(path):
    """The secret in that file, made at first use and readable by its owner only."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # fails if another process was faster: then its secret counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
