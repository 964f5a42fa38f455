"""Questions to the speakers: the list that the real meetup of 2021 kept in a document of its own, and one that is open.

The document itself is not known, so the questions are made up out of the page's own subjects; the page says so.
"""

import datetime as dt

from events.models import Event
from participation.actions import answer_in_writing, ask, merge, move, support
from participation.actions.erasing import erase_due
from participation.models import Askers, QuestionSettings, QuestionState, Voice

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
# Text, to whom, supporters besides the asker, minute of the evening in which it was on, answer in writing.
OF_2021 = [
    (
        "Was hätte eine Behörde tun können, damit kleineAnfragen.de nicht abgeschaltet werden muss?",
        "",
        23,
        34,
        "*Erfundenes Beispiel.* Drei Wege wurden genannt: den **Betrieb bezahlen**, den **Betrieb übernehmen**, oder "
        "die Daten selbst so veröffentlichen, dass niemand sie einsammeln muss. Für alle drei braucht es jemanden im "
        "Amt, der zuständig ist, bevor das Ende angekündigt wird.",
    ),
    (
        "Was bleibt in einem Ministerium, wenn die Fellows nach einigen Monaten wieder gehen?",
        "Sonja Anton",
        17,
        48,
        "*Erfundenes Beispiel.* Vor allem Menschen, die gesehen haben, dass es anders geht, und ein Stück Software, "
        "für das vorher feststehen muss, wer es pflegt.",
    ),
    (
        "Braucht das digitale Ehrenamt eigene Räume, oder reicht ein Videoraum?",
        "Stefan Kaufmann",
        12,
        61,
        "*Erfundenes Beispiel.* Ein Raum mit Tür, Strom und Kaffee ist das, was sich am schwersten ersetzen lässt: "
        "Dort trifft man auch die, die man nicht gesucht hat.",
    ),
    ("Wie erklären Sie im Haus, dass etwas Halbfertiges öffentlich ausprobiert wird?", "Jan-Ole Beyer", 9, 72, ""),
    (
        "Muss sich überhaupt etwas ändern, oder ist es in Ordnung, dass beide Seiten für sich arbeiten?",
        "",
        6,
        None,
        "*Erfundenes Beispiel, nachgetragen:* Dafür war keine Zeit mehr. Die Frage kommt an den Anfang des nächsten "
        "Abends.",
    ),
]
ONCE_MORE = "Hätte der Staat kleineAnfragen einfach weiterbetreiben dürfen?"
NEXT = [
    ("Wie viele Stunden im Monat kostet der Server im Besenschrank?", "Tarek Wiesner", 8, "Frauke", "shortlisted"),
    ("Warum steht Pflege in keinem Haushalt, obwohl alle wissen, dass sie kostet?", "Henrike Aldag", 11, "", "shown"),
    ("Wer darf entscheiden, dass etwas abgeschaltet wird?", "", 4, "Levi Ceylan", "shown"),
    ("Gibt es die Folien hinterher?", "", 1, "", "shown"),
]


def load(house):
    document(house)
    evening(house)


def _without_questions(number):
    """The event of that number, unless it is gone or has settings for questions already."""
    return Event.objects.filter(source="", source_id=number, question_settings=None).first()


def document(house):
    """Asked before, voted up, answered on stage, written down afterwards, and by now without anybody's trace."""
    event = _without_questions("n3gz-2021-04-29")
    if event is None:
        return
    introduction = "Das Fragen-Dokument von 2021 ist nicht erhalten. Diese Fragen und Antworten sind ein Beispiel."
    QuestionSettings.objects.create(event=event, who=Askers.EVERYONE, introduction=introduction)
    people = {each.speaker.name: each for each in event.appearances.select_related("speaker")}
    moment = event.starts_at - 10 * DAY
    asked = []
    for text, name, number, minute, answer in OF_2021:
        question = ask(voice=_voice(event, moment), text=text, to=people.get(name), now=moment)
        _support(question, number, moment)
        asked.append((question, minute, answer))
        moment += DAY
    once_more = ask(voice=_voice(event, moment), text=ONCE_MORE, now=moment)
    merge(question=once_more, into=asked[0][0], seen=QuestionState.SHOWN, now=moment)
    for question, minute, answer in asked:
        _answer(question, event, minute, answer)
    erase_due(now=house.calendar.now)


def _answer(question, event, minute, answer):
    """On stage in that minute, if it was; in writing two days later."""
    state = QuestionState.SHOWN
    if minute is not None:
        begun = event.starts_at + minute * MINUTE
        move(question=question, to=QuestionState.ON_NOW, seen=state, now=begun)
        move(question=question, to=QuestionState.ANSWERED, seen=QuestionState.ON_NOW, now=begun + 8 * MINUTE)
    if answer:
        answer_in_writing(question=question, answer=answer, before="", now=event.ends_at + 2 * DAY)


def evening(house):
    """Open for everybody; the moderator has put one on the shortlist."""
    event = _without_questions("demo-n3gz-next")
    if event is None:
        return
    introduction = "Was wolltet ihr schon immer über Pflege wissen?"
    QuestionSettings.objects.create(event=event, who=Askers.EVERYONE, introduction=introduction)
    people = {each.speaker.name: each for each in event.appearances.select_related("speaker")}
    for number, (text, name, supporters, shown_as, state) in enumerate(NEXT):
        moment = house.calendar.now - (len(NEXT) - number) * 90 * MINUTE
        words = {"shown_as": "full", "name": shown_as} if shown_as else {}
        question = ask(voice=_voice(event, moment), text=text, to=people.get(name), now=moment, **words)
        _support(question, supporters, moment)
        if state != QuestionState.SHOWN:
            move(question=question, to=state, seen=QuestionState.SHOWN, now=moment)


def _voice(event, moment):
    return Voice.objects.create(event=event, created_at=moment)


def _support(question, number, moment):
    for _ in range(number):
        support(voice=_voice(question.event, moment), question=question, now=moment)
    question.refresh_from_db()
