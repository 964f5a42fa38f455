"""Rules of recurrence, expanded within bounds of number and time."""

import datetime as dt
import re
import time

import icalendar
import recurring_ical_events

from events.foreign.bounds import AHEAD, MOST_DATES, SECONDS_FOR_RULES, SECONDS_PER_RULE, TooLong, limited

FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
TOO_FINE = {"BYSECOND", "BYMINUTE", "BYHOUR"}
OLDEST = 1970
WINDOW_BEFORE = dt.timedelta(days=1)
PART = re.compile(r"^[A-Z-]+=[A-Za-z0-9+,:-]+$")


class Rules:
    """Expands the rules of one file; together they may take a few seconds."""

    def __init__(self, now, problems):
        self.start, self.end = now - WINDOW_BEFORE, now + AHEAD
        self.problems = problems
        self.left = SECONDS_FOR_RULES

    def dates(self, master, overrides):
        """Triples of the block an occurrence comes from, its begin, and the begin that its rule gave it.

        ``master`` and ``overrides`` are blocks (see ``ics``). None where the rule cannot be used: its first date then
        stands for it, and the reason is told.
        """
        title, rules = master.title, master.all("RRULE")
        if reason := self._refusal(master, rules):
            self.problems.add(reason, entry=title, given=(rules or [""])[0])
            return None
        try:
            found = self._expanded(master, overrides, rules)
        except TooLong:
            self.problems.add("rule_too_slow", entry=title, given=rules[0] if rules else "")
            return None
        except (MemoryError, Exception):  # of three libraries, over whatever a rule may say
            self.problems.add("rule_unreadable", entry=title, given=rules[0] if rules else "")
            return None
        if not found:
            self.problems.add("rule_over", entry=title, given=self.end.date().isoformat())
        if len(found) > MOST_DATES:
            self.problems.add("rule_cut", entry=title, given=f"{MOST_DATES} / {len(found)}")
        return found[:MOST_DATES]

    def _refusal(self, master, rules):
        if master.start.year < OLDEST:
            return "rule_unreadable"
        if len(rules) > 1:
            return "rule_unreadable"
        for rule in rules:
            parts = dict(part.split("=", 1) for part in rule.upper().split(";") if PART.match(part))
            if parts.get("FREQ", "") not in FREQUENCIES:
                return "rule_too_often" if parts.get("FREQ", "").endswith("LY") else "rule_unreadable"
            if TOO_FINE & parts.keys() and any("," in parts.get(name, "") for name in TOO_FINE):
                return "rule_too_often"
        return None

    def _expanded(self, master, overrides, rules):
        began = time.monotonic()
        try:
            with limited(min(SECONDS_PER_RULE, self.left)):
                calendar = icalendar.Calendar()
                blocks = [master, *overrides]
                for number, block in enumerate(blocks):
                    calendar.add_component(_component(number, block, rules if block is master else []))
                found = recurring_ical_events.of(calendar).between(self.start, self.end)
                return sorted(
                    ((blocks[int(row["X-NUMBER"])], row["DTSTART"].dt, row["RECURRENCE-ID"].dt) for row in found),
                    key=lambda triple: triple[1],
                )
        finally:
            self.left -= time.monotonic() - began


def _component(number, block, rules):
    component = icalendar.Event()
    component.add("UID", "one")
    component.add("DTSTART", block.start)
    if block.end is not None and block.end > block.start:
        component.add("DTEND", block.end)
    for rule in rules:
        component.add("RRULE", icalendar.vRecur.from_ical(rule))
    for name in ("RDATE", "EXDATE"):
        for moment in block.moments(name):
            component.add(name, moment)
    if block.recurrence is not None:
        component.add("RECURRENCE-ID", block.recurrence, {"RANGE": "THISANDFUTURE"} if block.onwards else {})
    component["X-NUMBER"] = str(number)
    return component
