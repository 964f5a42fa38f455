"""Events taken over from elsewhere: one JSON object a line.

Fields of a line: ``id, title, start, source, source_licence`` are required; ``end, all_day,
timezone, city, venue, country_code, online, url, topics, language, german, description`` may be missing. Nothing in a
line is trusted, and a broken one loses no other.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from events.actions import Refused, publish
from events.importing.reading import BrokenLine, read
from events.importing.writing import Writer
from events.search import refresh


@dataclass
class Report:
    """What became of the lines. ``broken`` holds pairs of line number (from 1) and reason."""

    created: int = 0
    known: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_events(lines, *, organisation, now, by=None, progress=lambda number: None):
    """Publish the event of every line (bytes) under the organisation; what was imported before is left as it is.

    All of it is one transaction, in which a broken line undoes itself alone. ``progress`` is called with the number of
    each line that is done.
    """
    report, created = Report(), []
    writer = Writer(organisation)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                event = import_line(line, writer, now=now, by=by)
            except (BrokenLine, ValidationError, Refused, DatabaseError) as error:
                report.broken.append((number, reason(error)))
                writer.forget()
            else:
                report.known += event is None
                created += [event] if event else []
        progress(number)
    refresh(created)
    report.created = len(created)
    return report


@transaction.atomic
def import_line(line, writer, *, now, by):
    """The new event of a line, or None where it is known already."""
    entry = read(line)
    if writer.knows(entry):
        return None
    event = writer.write(entry)
    return publish(event=event, by=by, now=now)


def reason(error):
    """Why a line is broken, in one sentence without a line break."""
    if isinstance(error, ValidationError):
        named = error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]
        text = " ".join(f"{name}: {' '.join(messages)}".lstrip(": ") for name, messages in named)
    else:
        text = str(error)
    return " ".join(text.split())
