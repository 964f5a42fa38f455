import re
from urllib.parse import quote

import pytest
from django.http import Http404

from accounts.capabilities import make_token, read_token


def test_a_token_is_read_back_for_its_purpose():
    assert read_token("registration", make_token("registration", 12, 3)) == (12, 3)
    assert read_token("registration", make_token("registration", 2**40 - 1)) == (2**40 - 1, 1)


def test_a_token_is_short_and_needs_no_quoting():
    token = make_token("registration", 12)
    assert re.fullmatch(r"[\w-]{32}", token) and quote(token) == token


def test_another_purpose_does_not_open():
    with pytest.raises(Http404):
        read_token("stage", make_token("registration", 12))


def test_every_row_purpose_and_generation_has_a_token_of_its_own():
    tokens = {make_token(p, pk, g) for p in ("stage", "door") for pk in (1, 2, 300) for g in (1, 2)}
    assert len(tokens) == 12


@pytest.mark.parametrize("position", range(32))
def test_one_changed_character_does_not_open(position):
    token = make_token("registration", 12)
    other = "A" if token[position] != "A" else "B"
    with pytest.raises(Http404):
        read_token("registration", token[:position] + other + token[position + 1 :])


@pytest.mark.parametrize("token", ["", "x", "ä" * 32, "=" * 32, "A" * 32, "A" * 3000, "%00" * 10 + "ab", " " * 32])
def test_rubbish_does_not_open(token):
    with pytest.raises(Http404):
        read_token("registration", token)


def test_another_key_does_not_open(settings):
    token = make_token("registration", 12)
    settings.CAPABILITY_KEY = "another key, also a long one"
    with pytest.raises(Http404):
        read_token("registration", token)
