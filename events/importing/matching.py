"""Which entry of a reading is which one that was taken over before, also when it has moved."""

import datetime as dt
from collections import defaultdict

NEAR = dt.timedelta(days=4)  # less than a date of a weekly rule is from the next


def matched(entries, imported, now):
    """Three lists: pairs of an entry and its row, entries that are new, and rows that no entry belongs to.

    First by key; then, of what is left, by the identifier with the same title or rule at the nearest date (a rule that
    has moved gives all its dates new keys); then by title and begin, where a source makes up new identifiers each time.
    """
    rows = {row.key: row for row in imported}
    pairs = [(entry, rows.pop(entry["key"])) for entry in entries if entry["key"] in rows]
    taken = {entry["key"] for entry, _row in pairs}
    new = [entry for entry in entries if entry["key"] not in taken]
    left = [row for row in rows.values() if row.event_id and row.said.get("when")]
    without_event = [row for row in rows.values() if not (row.event_id and row.said.get("when"))]
    for group, near in ((_by_identifier, NEAR), (_by_title, dt.timedelta(days=7)), (_by_moment, dt.timedelta())):
        found, new, left = _nearest(new, left, group, near, now)
        pairs += found
    return pairs, new, left + without_event


def _by_identifier(uid, title, starts):
    return (uid, title) if uid else None


def _by_title(uid, title, starts):
    return None if uid else title


def _by_moment(uid, title, starts):
    return (title, starts)


def _nearest(entries, rows, group, near, now):
    """Pair what is in the same group, the nearest first. What is over stays as it is: it has not moved."""
    grouped = defaultdict(list)
    for row in rows:
        starts, ends, *_rest = row.said["when"]
        key = group(row.said.get("uid", ""), row.said["title"], starts)
        if key and (not near or dt.datetime.fromisoformat(ends) > now):
            grouped[key].append((dt.datetime.fromisoformat(starts), row))
    candidates = []
    for number, entry in enumerate(entries):
        starts = dt.datetime.fromisoformat(entry["starts"])
        for moment, row in grouped.get(group(entry["uid"], entry["title"], entry["starts"]), []):
            if abs(moment - starts) <= near:
                candidates.append((abs(moment - starts), number, row.key, row))
    pairs, used_entries, used_rows = [], set(), set()
    for _distance, number, key, row in sorted(candidates, key=lambda each: each[:3]):
        if number not in used_entries and key not in used_rows:
            used_entries.add(number)
            used_rows.add(key)
            pairs.append((entries[number], row))
    new = [entry for number, entry in enumerate(entries) if number not in used_entries]
    return pairs, new, [row for row in rows if row.key not in used_rows]
