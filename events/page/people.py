"""Who is on stage: entries of one person, or of several who share one text."""

from dataclasses import dataclass, field

from events.models import AppearanceRole


@dataclass
class Entry:
    """One or more appearances under one heading; the text is the first one's."""

    appearances: list = field(default_factory=list)

    @property
    def first(self):
        return self.appearances[0]

    @property
    def is_shared(self):
        return len(self.appearances) > 1

    @property
    def functions(self):
        """Pairs of name and function; the name only where it is needed to tell them apart."""
        functions = [(a.speaker.full_name, a.function) for a in self.appearances if a.function]
        if len({function for _, function in functions}) <= 1:
            return [("", function) for _, function in functions[:1]]
        return functions


@dataclass
class People:
    speakers: list
    facilitators: list
    moderators: list

    def __bool__(self):
        return bool(self.speakers or self.facilitators or self.moderators)


def people_of(event):
    """The people on stage whose names are announced, by role; ``event.appearances`` are fetched already."""
    appearances = list(event.appearances.all())
    by_role = {role: _entries([a for a in appearances if a.role == role]) for role in AppearanceRole}
    return People(
        speakers=by_role[AppearanceRole.SPEAKER],
        facilitators=by_role[AppearanceRole.FACILITATOR],
        moderators=by_role[AppearanceRole.MODERATOR],
    )


def _entries(appearances):
    by_id = {appearance.pk: appearance for appearance in appearances}
    entries = {}
    for appearance in appearances:
        entries.setdefault(_root(appearance, by_id), Entry()).appearances.append(appearance)
    for root, entry in entries.items():
        entry.appearances.sort(key=lambda appearance: appearance.pk != root)
    return list(entries.values())


def _root(appearance, by_id):
    """The key of the entry that an appearance stands in. Entries that share with each other in a ring are one."""
    seen = []
    while appearance.shares_entry_with_id in by_id and appearance.pk not in seen:
        seen.append(appearance.pk)
        appearance = by_id[appearance.shares_entry_with_id]
    return min(seen[seen.index(appearance.pk) :]) if appearance.pk in seen else appearance.pk
