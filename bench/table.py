"""What was measured: rows with their goals, as a table for people and as JSON for the next comparison."""

import json
import statistics
from pathlib import Path

import pace

MORE = 1.25  # times the CPU of before is a slip
NOISE = 0.05  # milliseconds that are none
# Column: its heading and how many digits follow the point.
COLUMNS = {
    "rate1": ("1 at a time, per s", 0),
    "bare1": ("bare view", 0),
    "share1": ("% of it", 0),
    "rate16": ("16 at a time, per s", 0),
    "bare16": ("bare view", 0),
    "share16": ("% of it", 0),
    "rate": ("per s", 0),
    "ceiling": ("pgbench, per s", 0),
    "p50": ("p50 ms", 1),
    "p95": ("p95 ms", 1),
    "p99": ("p99 ms", 1),
    "slowest": ("slowest ms", 0),
    "times": ("times that of 1,000", 2),
    "web": ("CPU ms: web", 2),
    "database": ("database", 2),
    "cpu": ("together", 2),
    "pace": ("machine's pace, %", 0),
    "at_full_pace": ("together at full pace", 2),
    "bare_cpu": ("bare view", 2),
    "worker": ("worker", 2),
    "statements": ("SQL", 0),
    "requests": ("requests", 0),
    "bytes": ("bytes", 0),
    "scanned": ("rows read without index", 0),
    "mb": ("MB", 0),
    "growth": ("grown by MB", 1),
    "seconds": ("seconds", 2),
    "stale": ("stale answers", 0),
    "wrong": ("wrong answers", 0),
    "number": ("number", 0),
    "shift": ("layout shift", 3),
    "performance": ("performance", 0),
    "accessibility": ("accessibility", 0),
    "best-practices": ("best practices", 0),
    "seo": ("SEO", 0),
}


class Table:
    """Rows in groups, in the order in which they were measured."""

    def __init__(self, about):
        self.about, self.rows, self.notes = about, [], []

    def add(self, group, name, values, **goals):
        """``goals``: by column, the limit and whether it is the most or the least: ``cpu=("<=", 0.5)``."""
        row = {"group": group, "name": name, "values": values, "goals": goals}
        self.rows.append(row)
        values = _with_pace(values)
        print(f"  {group}: {name}  " + ", ".join(f"{key} {shown(key, values[key])}" for key in values), flush=True)

    def note(self, text):
        self.notes.append(text)
        print(f"  {text}", flush=True)

    def missed(self):
        return [row for row in self.rows if not all(met(row, column) for column in row["goals"])]

    def markdown(self):
        lines = [f"{key}: {value}  " for key, value in self.about.items()]
        for group in dict.fromkeys(row["group"] for row in self.rows):
            lines += ["", f"### {group}", "", *_lines([row for row in self.rows if row["group"] == group])]
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes)]) + "\n"

    def write(self, file):
        content = {"about": self.about, "rows": self.rows, "notes": self.notes}
        Path(file).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    def slips(self, file):
        """Sentences on rows that take more CPU than in the run that the file holds."""
        former = {(row["group"], row["name"]): row["values"] for row in json.loads(Path(file).read_text())["rows"]}
        for row in self.rows:
            values, now = former.get((row["group"], row["name"]), {}), row["values"]
            if "cpu" not in values or "cpu" not in now:
                continue
            before = values["cpu"]
            if "pace" in values and "pace" in now:
                before *= now["pace"] / values["pace"]  # what it took then, at the pace that the machine has now
            if now["cpu"] > before * MORE and now["cpu"] > before + NOISE:
                yield f"{row['group']}, {row['name']}: {now['cpu']:.2f} ms of CPU instead of {before:.2f}"


def median(dictionaries):
    """One dictionary of the medians of several."""
    return {key: statistics.median(each[key] for each in dictionaries) for key in dictionaries[0]}


def met(row, column):
    relation, limit = row["goals"][column]
    value = row["values"].get(column)
    return value is not None and {"<=": value <= limit, ">=": value >= limit, "==": value == limit}[relation]


def shown(column, value):
    return "–" if value is None else f"{value:,.{COLUMNS[column][1]}f}"


def _with_pace(values):
    """In per cent of the machine's full pace, and what the CPU time would be at that."""
    if "pace" not in values:
        return values
    share = (pace.full() or values["pace"]) / values["pace"]
    return values | {"pace": 100 * share, "at_full_pace": values["cpu"] * share}


def _lines(rows):
    rows = [row | {"values": _with_pace(row["values"])} for row in rows]
    columns = [column for column in COLUMNS if any(column in row["values"] for row in rows)]
    yield "| | " + " | ".join(COLUMNS[column][0] for column in columns) + " | goal |"
    yield "|---|" + "---:|" * len(columns) + "---|"
    for row in rows:
        cells = [shown(column, row["values"].get(column)) for column in columns]
        yield f"| {row['name']} | " + " | ".join(cells) + f" | {_goals(row)} |"


def _goals(row):
    words = []
    for column, (relation, limit) in row["goals"].items():
        verdict = "met" if met(row, column) else "**not met**"
        words.append(f"{COLUMNS[column][0]} {relation} {limit:g}: {verdict}")
    return "; ".join(words)
