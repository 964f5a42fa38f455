"""Production refuses to start with anything unsafe, and says with what."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from civicevents import environment, safety

SAFE = {
    "DEBUG": False,
    "SECRET_KEY": "n1Yq0Vb7sT4kXo9rGm2wJc5zLd8hUe3pAf6iQxRtBvNyKuMsWg",
    "CAPABILITY_KEY": "Zr4mTq8vXc1bNk6wHj3yLs9dGf2pAo7eUiRtYxVbQnMzKwEhJc",
    "BASE_URL": "https://events.example.org",
    "ALLOWED_HOSTS": ["events.example.org"],
}


def test_a_safe_production_has_no_problems():
    assert safety.problems(SAFE) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too easy to guess"),
        ("CAPABILITY_KEY", "", "CAPABILITY_KEY is missing"),
        ("CAPABILITY_KEY", SAFE["SECRET_KEY"], "are the same"),
        ("BASE_URL", "", "BASE_URL is missing"),
        ("BASE_URL", "http://events.example.org", "must begin with https://"),
        ("BASE_URL", "https://events.example.org/portal", "must look like"),
        ("BASE_URL", "events.example.org", "must look like"),
        ("ALLOWED_HOSTS", ["*"], "any host"),
        ("ALLOWED_HOSTS", ["events.example.org", "."], "any host"),
    ],
)
def test_an_unsafe_value_is_named(name, value, said):
    (problem,) = safety.problems(SAFE | {name: value})

    assert said in problem


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_this_machine_needs_no_encryption(address):
    assert safety.problems(SAFE | {"BASE_URL": address}) == []


def test_all_problems_are_told_at_once():
    environ = {"DATABASE_URL": "postgresql://nobody@localhost/portal", "DEBUG": "1", "ENV_FILE": os.devnull}
    environ |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "civicevents.settings"}

    result = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, env=environ, capture_output=True, text=True
    )

    assert result.returncode != 0
    for name in ("DEBUG", "SECRET_KEY", "CAPABILITY_KEY", "BASE_URL"):
        assert f"- {name} is" in result.stderr


def test_a_database_address_is_read_as_libpq_reads_it():
    found = environment.database("postgresql://mia:p%40ss+w@db.example.org:6432/portal?sslmode=verify-full")

    assert (found["NAME"], found["USER"]) == ("portal", "mia")
    assert (found["PASSWORD"], found["HOST"], found["PORT"]) == ("p@ss+w", "db.example.org", "6432")
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize("url", ["mysql://localhost/portal", "no address at all"])
def test_an_address_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(url)


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="DEBUG must be 1 or 0"):
        environment.flag("DEBUG")


def test_a_secret_is_made_once_and_kept_from_others(tmp_path):
    first = environment.kept_secret(tmp_path / "key")

    assert environment.kept_secret(tmp_path / "key") == first
    assert len(first) >= safety.SHORTEST_SECRET
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_the_example_names_every_variable():
    named = {
        line.lstrip("#").partition("=")[0] for line in (settings.BASE_DIR / ".env.example").read_text().splitlines()
    }
    read = set()
    for path in (settings.BASE_DIR / "civicevents").rglob("*.py"):
        if "/tests/" not in path.as_posix():
            for part in path.read_text().split("environment.")[1:]:
                function, _, rest = part.partition('("')
                if function in {"text", "flag", "number", "words"}:
                    read.add(rest.partition('"')[0])

    assert read and read <= named
