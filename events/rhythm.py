"""When a format is likely to meet next, guessed from the dates it had."""

import datetime as dt

SOON = dt.timedelta(days=21)
FOUR_WEEKS = dt.timedelta(days=28)
MONTH = 30.44  # days on average


def next_days(days, number):
    """The next dates after the last of the given ones, in the distance of the last two.

    Up to three weeks apart they keep their distance, further apart the weekday of the month: a second Wednesday is
    followed by a second Wednesday. A single date is followed by the same weekday four weeks later.
    """
    *_earlier, before, last = [None, *days][-2:] if len(days) < 2 else days
    step = last - before if before else FOUR_WEEKS
    if step <= SOON or before is None:
        return [last + step * count for count in range(1, number + 1)] if step else []
    months = max(round(step.days / MONTH), 1)
    return [_same_weekday(last, months * count) for count in range(1, number + 1)]


def _same_weekday(day, months):
    """The day of the same weekday and place in the month, so many months later; a fifth one becomes the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    first += dt.timedelta(days=(day.weekday() - first.weekday()) % 7)
    found = first + dt.timedelta(weeks=(day.day - 1) // 7)
    return found if found.month == first.month else found - dt.timedelta(weeks=1)
