"""What a meetup that is over left behind, as its page and the pages of its participants show it."""

from dataclasses import dataclass, field
from functools import partial

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from events.models import Confidentiality, Event, Status
from events.statements import composed_once
from participation.models import Access, Material, Results

NAMED = (Material.Kind.SLIDES, Material.Kind.MINUTES, Material.Kind.RECORDING)


@dataclass(frozen=True)
class Piece:
    """A piece of material with the address under which whoever reads the page gets it."""

    material: Material
    address: str

    @property
    def kind_word(self):
        """What it is, unless the title says so itself."""
        word = str(self.material.get_kind_display())
        if self.material.kind not in NAMED or self.material.title.lower().startswith(word.lower()):
            return ""
        return word[:1].upper() + word[1:]

    @property
    def facts(self):
        """What one wants to know before following the link: what kind of file, how large, or which other site."""
        material = self.material
        file = [material.get_format_display(), filesizeformat(material.size)] if material.key else [material.host]
        return ", ".join(each for each in (*file, material.note, material.author) if each)


@dataclass
class LookingBack:
    """``results`` is None while there is nothing to read; ``photos`` are pieces, too.

    ``is_public`` says that everybody can read the results on the event's page.
    """

    results: Results | None = None
    pieces: list = field(default_factory=list)
    is_public: bool = False

    @property
    def reading(self):
        return [piece for piece in self.pieces if piece.material.kind != Material.Kind.PHOTO]

    @property
    def photos(self):
        return [piece for piece in self.pieces if piece.material.kind == Material.Kind.PHOTO]

    @property
    def by_item(self):
        """Pieces by the id of the agenda item that they belong to."""
        found = {}
        for piece in self.reading:
            if piece.material.item_id:
                found.setdefault(piece.material.item_id, []).append(piece)
        return found

    def __bool__(self):
        return self.results is not None or bool(self.pieces)


def has_taken_place(event, now):
    """Whether there can be something to look back on."""
    return event.status == Status.PUBLISHED and event.is_published(now) and event.is_over(now)


def events_looked_back_on(now):
    """The same as rows."""
    return Event.objects.published(now).past(now).filter(status=Status.PUBLISHED)


def of_everybody(event, now):
    """What the public page shows, in two queries; without any for what is not over."""
    if not has_taken_place(event, now):
        return LookingBack()
    results = _results(event)
    pieces = _pieces(_public_material(event=event.pk), partial(reverse, "material"))
    return LookingBack(results, pieces, True) if is_public(results, event) else LookingBack(None, pieces)


def of_participants(event, now, address):
    """What confirmed participants and people on stage see. ``address`` makes that of a file from ``args``."""
    if not has_taken_place(event, now):
        return LookingBack()
    results = _results(event)
    pieces = _pieces(_material_for_participants(event=event.pk), address)
    return LookingBack(results, pieces, is_public(results, event))


def is_public(results, event):
    """Whether everybody may read them: never of a closed meetup, whatever was chosen before it was one."""
    return results is not None and results.access == Access.PUBLIC and event.confidentiality != Confidentiality.CLOSED


def _results(event):
    return next(iter(_published_results(event=event.pk)), None)


@composed_once
def _published_results(event: int):
    return Results.objects.published().filter(event=event)


@composed_once
def _public_material(event: int):
    return Material.objects.public().filter(event=event).select_related("picture")


@composed_once
def _material_for_participants(event: int):
    return Material.objects.for_participants().filter(event=event).select_related("picture")


def _pieces(rows, address):
    return [Piece(row, address(args=[row.key, row.format]) if row.key else row.url) for row in rows]
