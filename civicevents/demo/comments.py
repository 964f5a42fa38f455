"""Comments under the evening about handing over: one answered, one removed, and one that waits for a moderator."""

import datetime as dt

from events.models import Event
from participation.actions.commenting import answer
from participation.models import Comment, CommentSettings, ContributionState, Contributor

DAY = dt.timedelta(days=1)
SAID = [
    (
        2,
        "Die Checkliste hängt bei uns seit gestern neben der Kaffeemaschine. Zwei Zugänge, von denen niemand mehr "
        "wusste, wem sie gehören, haben wir gleich am ersten Tag gefunden.",
        "Genau dafür ist sie da. Fehlt beim Ausfüllen ein Punkt? Die Vorlage ist frei, Ergänzungen nehmen wir gern in "
        "die nächste Fassung auf.",
    ),
    (
        5,
        "Was tut man, wenn die Person schon weg ist? Bei uns hat geholfen, alte Tickets zu lesen, bevor jemand das "
        "Postfach gelöscht hat. Das würde ich in die Liste schreiben.",
        "",
    ),
]
REMOVED = (6, "Ein Satz darüber, wer an dem Abend etwas gesagt hat.", "Er nannte jemanden, der an dem Abend dabei war.")
HELD = (9, "Gibt es die Liste auch auf Englisch? Unsere Partnerstadt hat danach gefragt.")


def load(house):
    event = Event.objects.filter(source="", source_id="demo-n3gz-recent", comment_settings=None).first()
    if event is None:
        return
    CommentSettings.objects.create(
        event=event, takes_comments=True, closes_days=90, introduction="Was ist aus eurer Übergabe geworden?"
    )
    for days, text, answered in SAID:
        comment = _comment(event, days, text, ContributionState.SHOWN)
        if answered:
            later = event.ends_at + (days + 1) * DAY
            answer(comment=comment, text=answered, before="", organisation=event.organisation, now=later)
    days, text, reason = REMOVED
    _comment(event, days, text, ContributionState.REMOVED, reason=reason, shown_at=event.ends_at + days * DAY)
    days, text = HELD
    _comment(event, days, text, ContributionState.HELD, contributor=_person(house.calendar.now))


def _comment(event, days, text, state, **more):
    moment = event.ends_at + days * DAY
    row = Comment(event=event, text=text, created_at=moment, **more)
    row.enter(state, moment, reason=more.get("reason", ""))
    row.save()
    return row


def _person(now):
    address = "merle@example.org"
    fresh = {"email": address, "created_at": now, "confirmed_at": now, "active_at": now}
    return Contributor.objects.get_or_create(address_key=address, defaults=fresh)[0]
