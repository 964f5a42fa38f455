"""Pasted lines such as ``18:10 Titel – Name`` become rows of an agenda.

Understood are ``18:10``, ``18.10 Uhr``, ``18 Uhr`` and spans of them (``18:10–18:40``, ``18 bis 19 Uhr``), a title, and
after a dash or tab the people, with a function in brackets. An indented line belongs to the abstract of the row
above it. A line that is a date alone (``13.11.``) begins another day; a clock that jumps back far does so as well. A
person's line below a row (``Adriana Groh – Prototype Fund``) names who speaks there. Text without any clock time is an
agenda without times.
"""

import datetime as dt
import re
import textwrap
import unicodedata
from dataclasses import dataclass, field
from itertools import takewhile

from django.utils.translation import gettext as _

from events.models import AgendaItem, ItemKind
from events.times import DoubledHour, SkippedHour, instant

MAX_LINES = 200
MAX_LINE = 2_000  # more is no agenda, and slow to search
MAX_TITLE = AgendaItem._meta.get_field("title").max_length
CLOCK = r"(?P<{0}h>\d{{1,2}})(?:\s?[:.]\s?(?P<{0}m>\d{{2}})(?![\d.])(?:\s?(?:Uhr|h)\b)?|\s?(?P<{0}u>Uhr|h)\b)"
# In "18–19 Uhr" and "18 bis 19 Uhr" the first time borrows its "Uhr" from the second.
SPAN = r"\s*(?:[-–—]|bis|to)\s*"
BARE = r"(?P<bh>\d{1,2})(?=" + SPAN + r"\d{1,2}(?:[:.]\d{2})?\s?Uhr\b)"
TIMES = re.compile(
    rf"(?:(?:ab|von|from)\s+)?(?:{CLOCK.format('a')}|{BARE})(?:{SPAN}{CLOCK.format('z')})?[\s:|–—-]*", re.IGNORECASE
)
DATE = re.compile(
    r"(?:[^\W\d]+,?\s+)?(?:den\s+)?(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})?|(?P<iso>\d{4}-\d{2}-\d{2})):?",
    re.IGNORECASE,
)
BULLET = re.compile(r"[-–—*•·]\s+")
PEOPLE = re.compile(r"\s+[-–—|]+\s+|\s*\t\s*|\s+\|\s*")
BETWEEN_NAMES = re.compile(r"\s*[,;/&]\s*|\s+(?:und|and|sowie|mit|u\.)\s+")
BRACKET = re.compile(r"\(([^()]*)\)\s*$")
ACADEMIC = {
    "prof", "dr", "pd", "dipl", "mag", "m", "b", "h", "c", "rer", "phil", "nat", "pol", "jur", "med", "ing", "habil",
    "sc", "a", "eng",
}  # fmt: skip
PARTICLES = {
    "von", "vom", "van", "de", "der", "den", "zu", "zur", "di", "da", "del", "la", "le", "el", "al", "bin", "ten",
}  # fmt: skip
KINDS = [
    (ItemKind.END, r"ende|schluss|end|veranstaltungsende"),
    (ItemKind.WELCOME, r".*\b(?:begrüßung|willkommen|eröffnung|welcome|opening|einlass|ankommen)\b.*"),
    (ItemKind.BREAK, r".*(?:pause|\bbreak)\b.*"),
    (ItemKind.SOCIAL, r".*\b(?:ausklang|netzwerken|networking|get-together|umtrunk|empfang)\b.*"),
    (ItemKind.WORKSHOP, r".*(?:workshop|arbeitsphase|gruppenphase|gruppenarbeit|kleingruppen).*"),
    (ItemKind.DISCUSSION, r".*(?:diskussion|discussion|podium|panel|fragerunde|fragen und antworten|q\s?&\s?a).*"),
]


@dataclass(frozen=True)
class Person:
    """A name as pasted, without academic title; ``function`` is what stood in brackets or behind it."""

    name: str
    academic_title: str = ""
    function: str = ""


@dataclass
class Row:
    """A row of the agenda to be. ``line`` counts from one; the times are instants in UTC or None."""

    line: int
    title: str
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    people: list[Person] = field(default_factory=list)
    abstract: str = ""
    kind: str = ItemKind.TALK

    @property
    def kind_label(self):
        return ItemKind(self.kind).label


@dataclass(frozen=True)
class Problem:
    line: int
    sentence: str


@dataclass
class Pasted:
    rows: list[Row]
    problems: list[Problem]

    @property
    def people(self):
        """Everybody named, once each, in order."""
        return list({person.name: person for row in self.rows for person in row.people}.values())


def read_agenda(text, *, starts_at, zone, several_days=False, known_names=()):
    """The rows that pasted text means for an event that begins at ``starts_at``, and what could not be understood.

    ``known_names`` are people's names that count as names however they look.
    """
    clock = _Clock(starts_at.astimezone(zone).replace(tzinfo=None), zone, several_days)
    rows, problems = [], []
    known = {_key(name) for name in known_names}
    lines = textwrap.dedent(_plain(text)).splitlines()
    timed = any(TIMES.match(_unbulleted(line[:MAX_LINE])) for line in lines[:MAX_LINES])
    for number, line in enumerate(lines[:MAX_LINES], 1):
        try:
            _read_line(number, line, rows, clock, known, timed)
        except (SkippedHour, ValueError) as error:
            problems.append(Problem(number, " ".join(getattr(error, "messages", [str(error)]))))
    if len(lines) > MAX_LINES:
        sentence = _("Only the first %(number)s lines were read.") % {"number": MAX_LINES}
        problems.append(Problem(MAX_LINES + 1, sentence))
    return Pasted(rows, problems)


def _read_line(number, line, rows, clock, known, timed):
    if len(line) > MAX_LINE:
        raise ValueError(_("The line is longer than %(number)s characters.") % {"number": MAX_LINE})
    words = _unbulleted(line)
    if not words:
        return
    if date := DATE.fullmatch(words):
        clock.turn_to(date)
        return
    times = TIMES.match(words)
    if not times and rows and line[:1].isspace():
        rows[-1].abstract = f"{rows[-1].abstract}\n{words}".strip()
        return
    if not times and timed and rows and (person := _as_person_line(words, known)):
        rows[-1].people.append(person)
        return
    title, people = _title_and_people(words[times.end() :] if times else words, known)
    if not title:
        raise ValueError(_("There is a time without a title."))
    if len(title) > MAX_TITLE:
        raise ValueError(_("The title is longer than %(number)s characters.") % {"number": MAX_TITLE})
    row = Row(number, title, people=people, kind=_kind(title))
    if times:
        row.starts_at, row.ends_at = clock.span(times)
    rows.append(row)


def _plain(text):
    """Without what copying brings along: no-break spaces, invisible characters, decomposed letters."""
    text = unicodedata.normalize("NFC", text).translate({0xA0: " ", 0x202F: " ", 0x2009: " ", 0: None})
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def _unbulleted(line):
    words = line.strip()
    bullet = BULLET.match(words)
    return words[bullet.end() :] if bullet else words


def _title_and_people(words, known):
    """Title and people; behind the last dash or tab stand people only if all of it looks like names."""
    parts = list(PEOPLE.finditer(words))
    if parts:
        title, rest = words[: parts[-1].start()].strip(), words[parts[-1].end() :].strip()
        people = [_person(part) for part in BETWEEN_NAMES.split(rest) if part.strip()]
        if title and people and all(_looks_like_a_name(person, known) for person in people):
            return re.sub(r"\s*\t\s*", " – ", title), people
    return re.sub(r"\s*\t\s*", " – ", words.strip()), []


def _as_person_line(words, known):
    """``Adriana Groh – Project Lead``, or a known name alone, below a row: who speaks there."""
    name, *function = PEOPLE.split(words, maxsplit=1)
    person = _person(name)
    if _key(person.name) in known or (function and _looks_like_a_name(person, known)):
        return Person(person.name, person.academic_title, person.function or "".join(function).strip())
    return None


def _person(text):
    bracket = BRACKET.search(text)
    words = (text[: bracket.start()] if bracket else text).split()
    titles = list(takewhile(lambda word: "." in word and set(re.findall(r"\w+", word.lower())) <= ACADEMIC, words))
    return Person(" ".join(words[len(titles) :]), " ".join(titles), bracket[1].strip() if bracket else "")


def _looks_like_a_name(person, known):
    """Two to five words that begin with a capital letter (or are "von" and the like), and no digit."""
    if _key(person.name) in known:
        return True
    words = person.name.split()
    return (
        2 <= len(words) <= 5
        and words[0] not in PARTICLES
        and all(word in PARTICLES or word[0].isupper() for word in words)
        and all(c.isalpha() or c in " '’.-" for c in person.name)
    )


def _key(name):
    return " ".join(name.casefold().split())


def _kind(title):
    return next(
        (kind for kind, words in KINDS if re.fullmatch(words, title.strip(" .!"), re.IGNORECASE)), ItemKind.TALK
    )


class _Clock:
    """Reads clock times one after another and knows which day they mean, in the event's own zone."""

    def __init__(self, start, zone, several_days):
        self.before, self.zone = start, zone
        # Less than this is a parallel track or a slip; more is the day after.
        self.leap = dt.timedelta(hours=2 if several_days else 6)

    def turn_to(self, date):
        if date["iso"]:
            day = dt.date.fromisoformat(date["iso"])
        else:
            day = dt.date(int(date["y"] or self.before.year), int(date["m"]), int(date["d"]))
        self.before = dt.datetime.combine(day, dt.time())

    def span(self, times):
        begins = self._wall(times["ah"] or times["bh"], times["am"], self.before)
        if self.before - begins > self.leap:
            begins += dt.timedelta(days=1)
        ends = times["zh"] and self._wall(times["zh"], times["zm"], begins)
        if ends and ends < begins:
            ends += dt.timedelta(days=1)
        starts_at = self._instant(begins)
        self.before = begins
        return starts_at, self._instant(ends, after=starts_at) if ends else None

    @staticmethod
    def _wall(hour, minute, near):
        hour, minute = int(hour), int(minute or 0)
        if hour > 24 or minute > 59 or (hour, bool(minute)) == (24, True):
            raise ValueError(_("%(time)s is not a time of day.") % {"time": f"{hour}:{minute:02}"})
        midnight = dt.datetime.combine(near.date(), dt.time())
        return midnight + dt.timedelta(hours=hour, minutes=minute)

    def _instant(self, wall, after=None):
        """Of a time that happens twice the first, or the second where the first would lie before the beginning."""
        try:
            return instant(wall, self.zone)
        except DoubledHour:
            first = instant(wall, self.zone, second=False)
            return instant(wall, self.zone, second=True) if after and first < after else first
