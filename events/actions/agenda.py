"""An agenda made from pasted lines, with the people in it."""

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Organisation
from accounts.sorting import sort_key
from events.actions.changes import agenda_lines, record_agenda
from events.actions.refusal import locked
from events.models import AgendaItem, Appearance
from speakers.models import Speaker

NEW, LEFT_OUT = "new", "left out"


def speakers_named(people):
    """For each name those who may be meant, best first: the same name before the same family name."""
    names = [person.name for person in people]
    families = {name: sort_key(name.split()[-1]) for name in names}
    alike = Q()
    for family in families.values():
        alike |= Q(sort_key__startswith=f"{family} ")
    candidates = list(Speaker.objects.filter(alike | Q(name__in=names))) if names else []
    return {
        name: sorted(
            (s for s in candidates if _same(s, name) or s.sort_key.startswith(f"{families[name]} ")),
            key=lambda speaker: not _same(speaker, name),
        )
        for name in names
    }


def sure_match(name, candidates):
    """The one speaker of exactly this name; None if there is none, or more than one."""
    same = [speaker for speaker in candidates if _same(speaker, name)]
    return same[0] if len(same) == 1 else None


def _same(speaker, name):
    return sort_key(speaker.name) == sort_key(name)


@transaction.atomic
def apply_agenda(*, event, rows, people, replace, by, now):
    """Append the rows to the event's agenda, or put them in its place.

    ``people`` says for each name in the rows who is meant: a Speaker, NEW to create one, LEFT_OUT to leave the name in
    the title. Returns the event.
    """
    event = locked(event)
    before = agenda_lines(event)
    if replace:
        event.agenda_items.all().delete()
    appearances = _appearances(event, rows, people, by)
    position = (event.agenda_items.aggregate(last=Max("position"))["last"] or 0) + 1
    for offset, row in enumerate(rows):
        item = AgendaItem.objects.create(
            event=event,
            position=position + offset,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            title=_title(row, people),
            abstract=row.abstract,
            kind=row.kind,
        )
        item.appearances.set(appearances[person.name] for person in row.people if person.name in appearances)
    event.version += 1
    event.save(update_fields=["version", "updated_at"])
    record_agenda(event=event, before=before, by=by, now=now)
    return event


def _title(row, people):
    left_out = [person.name for person in row.people if people[person.name] == LEFT_OUT]
    title = " – ".join(filter(None, [row.title, ", ".join(left_out)]))
    return title[: AgendaItem._meta.get_field("title").max_length]


def _appearances(event, rows, people, by):
    """The appearance of everybody named, by name; those who are on the event already keep theirs."""
    there = {row.speaker_id: row for row in event.appearances.all()}
    last = event.appearances.aggregate(last=Max("position"))["last"] or 0
    found = {}
    for person in {person.name: person for row in rows for person in row.people}.values():
        if people[person.name] == LEFT_OUT:
            continue
        speaker = _new_speaker(person, event, by) if people[person.name] == NEW else people[person.name]
        if speaker.pk not in there:
            last += 1
            there[speaker.pk] = Appearance.objects.create(
                event=event, speaker=speaker, position=last, function=person.function[:300]
            )
        found[person.name] = there[speaker.pk]
    return found


def _new_speaker(person, event, by):
    """Maintained by the publishing organisation, or by the co-host for whom the member works."""
    mine = Organisation.objects.editable_by(by)
    hosting = mine.filter(Q(pk=event.organisation_id) | Q(co_hosted__event=event, co_hosted__accepted_at__isnull=False))
    owner = mine.filter(pk=event.organisation_id).first() or hosting.first() or event.organisation
    return Speaker.objects.create(
        organisation=owner, name=person.name[:150], academic_title=person.academic_title[:60], language=event.language
    )
