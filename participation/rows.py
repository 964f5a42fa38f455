"""The HTML of one question: made once of what it shows, and kept until the memory is needed for others.

Thirty rows took two thirds of a list's time, and between two looks at it most of them are the same. A template gets a
Row and a few words, nothing else: so no row is shown that differs from what it is made of, and nothing is out of date.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language

MOST = 2000  # some 2 kB each


class Row(NamedTuple):
    """All that is shown of a question. ``answered_at`` is local, of one that was on; ``language`` is the event's."""

    pk: int
    text: str
    state: str
    supports: int
    to: str
    shown_name: str
    joined: tuple
    answer_html: str
    answered_at: dt.datetime | None
    hidden_reason: str
    language: str
    led_to: tuple  # the address and title of each idea that it led to, in the language of the page

    @classmethod
    def of(cls, question, settings):
        """The question comes from `lists.with_what_is_shown`."""
        return cls(
            question.pk,
            question.text,
            question.state,
            question.supports,
            question.to.speaker.full_name if question.to else "",
            question.shown_name if settings.shows_names else "",
            tuple(other.text for other in question.joined),
            question.answer_html,
            question.answered_local if question.on_now_at else None,
            question.hidden_reason,
            question.event.language,
            tuple((idea.get_absolute_url(), idea.shown_title) for idea in question.led_to),
        )


def rendered(template, row, **words):
    """The row by this template, which is given ``question`` and the words."""
    return _rendered(template, get_language(), row, tuple(words.items()))


def rendered_once(template, row, **words):
    """The same with words that no other answer has: nothing of it is kept."""
    return render_to_string(template, {"question": row, **words})


@lru_cache(maxsize=MOST)
def _rendered(template, language, row, words):
    return render_to_string(template, {"question": row, **dict(words)})
