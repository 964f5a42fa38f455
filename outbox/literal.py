"""Plain words as Markdown. Imports nothing of Django: the program that reads calendars of others is kept small."""

import re

SPECIAL = re.compile(r"([\\`*_\[\]<])")  # signs that mean something within a line


def literal(line):
    """One line as Markdown that shows just it. What would begin a block is the caller's matter."""
    return SPECIAL.sub(r"\\\1", line)
