"""Errors as JSON (RFC 9457) with a sentence about what to do."""

from http import HTTPStatus

import msgspec

from events.api.shapes import Problem

PROBLEM_TYPE = "application/problem+json"


class Refusal(Exception):
    """A request that gets no answer but a sentence; 400 unless said otherwise."""

    def __init__(self, sentence, status=HTTPStatus.BAD_REQUEST):
        super().__init__(str(sentence))
        self.sentence, self.status = str(sentence), HTTPStatus(status)


def problem(refusal):
    """The bytes of a Problem. "about:blank" says that the status explains the kind of it."""
    status = refusal.status
    return msgspec.json.encode(
        Problem(type="about:blank", title=status.phrase, status=status.value, detail=refusal.sentence)
    )
