"""Participants as a table: its columns and rows, and the files made of it.

Cells never run: spreadsheet programs take text that begins with ``= + - @`` (also full-width), a tab or a carriage
return for a formula, so such text gets an apostrophe in front; blanks before it are stripped first.
"""

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from registrations.models import Answer, Question, Registration, Source, State, TicketType

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = tuple("=+-@\t\r＝＋－＠")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SHARE = 500  # rows fetched at once
WIDEST = 60


@dataclass
class Table:
    """Rows are lists of text, made while they are read, a share of them at a time."""

    event: object
    states: list[str]
    with_sensitive: bool

    def __post_init__(self):
        questions = Question.objects.filter(event=self.event)
        self.language = get_language()
        self.questions = list(questions if self.with_sensitive else questions.filter(sensitive=False))

    @property
    def registrations(self):
        return Registration.objects.filter(event=self.event, state__in=self.states)

    @property
    def head(self):
        fixed = [
            _("name"), _("e-mail address"), _("telephone"), _("language"), _("ticket type"), _("state"),
            _("number in line"), _("signed up at"), _("signed up"), _("consent"), _("confirmed condition"),
            _("brings an assistant"), _("present since"),
        ]  # fmt: skip
        return [inert(text) for text in (*fixed, *(question.text for question in self.questions))]

    @property
    def shares(self):
        """By key instead of a cursor, which would keep a connection busy for as long as somebody downloads."""
        people = self.registrations.order_by("created_at", "pk")
        batch = list(people[:SHARE])
        while batch:
            yield self._texts(batch)
            last = batch[-1]
            later = Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk)
            batch = list(people.filter(later)[:SHARE])

    def _texts(self, batch):
        answers = Answer.objects.filter(question__in=self.questions, registration__in=[each.pk for each in batch])
        given = {}
        with override(self.language):  # whoever downloads reads on after the request's language is gone
            for answer in answers:
                given.setdefault(answer.registration_id, {})[answer.question_id] = answer.shown
            words = self._words()
            return [[inert(value) for value in self._row(each, given.get(each.pk, {}), words)] for each in batch]

    def _words(self):
        """What states, ways of signing up and ticket types are called, looked up once for each share of rows."""
        kinds = TicketType.objects.filter(event=self.event)
        return Words(_labels(State), _labels(Source), {kind.pk: str(kind) for kind in kinds})

    def _row(self, registration, answers, words):
        return [
            registration.name,
            registration.email,
            registration.phone,
            registration.language,
            words.ticket_types[registration.ticket_type_id],
            words.states[registration.state],
            registration.queue_number,
            self._local(registration.created_at),
            words.sources[registration.source],
            registration.consent_note,
            registration.condition_confirmed,
            _("yes") if registration.with_assistant else "",
            self._local(registration.checked_in_at or registration.joined_at),
            *(answers.get(question.pk) for question in self.questions),
        ]

    def _local(self, moment):
        """On the event's wall clock, sortable."""
        return f"{moment.astimezone(self.event.zone):%Y-%m-%d %H:%M}" if moment else ""


class Words(NamedTuple):
    states: dict
    sources: dict
    ticket_types: dict


def _labels(choices):
    return {value: str(label) for value, label in choices.choices}


def inert(value):
    """Text that no spreadsheet program runs."""
    text = CONTROL.sub("", "" if value is None else str(value)).strip()
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(table):
    """Semicolons, quotes and a byte order mark: what a German Excel opens with umlauts and columns."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow(table.head)
    for share in table.shares:
        writer.writerows(share)
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_file(table):
    """A temporary file, ready to be read; it vanishes when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\*?:/\[\]]", "_", _("Participants"))[:31])  # what a sheet's name may not have
    sheet.freeze_panes = "B2"
    head = table.head
    for number, text in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(14, len(text) + 2))
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for row in chain.from_iterable(table.shares):
        sheet.append([_cell(sheet, text) for text in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet, text, *, bold=False):
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # text, whatever openpyxl takes it for
    if bold:
        cell.font = Font(bold=True)
    return cell
