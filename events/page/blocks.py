"""The order of the page: sections, with agenda and people standing where the organiser wants them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.slugs import make_slug
from events.models import LineUp

MOST_WITHOUT_CONTENTS = 5


@dataclass
class Block:
    """A headed part of the page. ``kind`` is section, agenda or people; ``anchor`` is unique on the page."""

    kind: str
    anchor: str
    heading: str
    section: object = None


def blocks_of(event, *, agenda, people):
    """The headed parts in their order; ``event.sections`` are fetched already."""
    sections = list(event.sections.all())
    agenda_at = _place(event.agenda_after, len(sections), otherwise=len(sections))
    people_at = _place(event.people_after, len(sections), otherwise=agenda_at)
    blocks, taken = [], set()
    for number in range(len(sections) + 1):
        if agenda and number == agenda_at:
            blocks.append(Block("agenda", "agenda", _("Agenda")))
        if number == people_at and (people or event.line_up != LineUp.FINAL):
            blocks.append(Block("people", "people", people_heading(event, people)))
        if number < len(sections):
            section = sections[number]
            blocks.append(Block("section", _free_anchor(section.heading, taken), section.heading, section))
    return blocks


def people_heading(event, people):
    if people.speakers or event.line_up != LineUp.FINAL:
        return _("Who speaks")
    return _("Moderation")


def contents_of(event, blocks):
    """Pairs of anchor and heading for the table of contents; empty on a page of up to five sections."""
    if sum(block.kind == "section" for block in blocks) <= MOST_WITHOUT_CONTENTS:
        return []
    return [(block.anchor, block.heading) for block in blocks]


def _place(after, count, *, otherwise):
    return otherwise if after is None else min(after, count)


def _free_anchor(heading, taken):
    wanted = anchor = f"s-{make_slug(heading, 'section')}"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor
