"""Page 2: a quarterly workshop with a timetable, and its next edition in person and online."""

import datetime as dt

from civicevents.demo import drawing, making
from civicevents.demo.making import FACILITATOR, MODERATOR, SPEAKER, WEDNESDAY, between, clock, timed
from events.actions import cancel
from events.models import AttendanceMode, EventLink, ItemKind


def load(house):
    host = house.organisations["innovation"]
    series = making.series(
        host,
        "innovationswerkstatt",
        "Innovationswerkstatt",
        audiences=[house.audiences[key] for key in ("civil_society", "volunteers", "administration", "everybody")],
        summary="Der Abend der digitalen Zivilgesellschaft: einmal im Vierteljahr diskutieren, dann gemeinsam "
        "anpacken.",
        title_translated="Innovation workshop",
        summary_translated="The evening of digital civil society: every quarter, first talk, then work together.",
        rhythm="vierteljährlich, mittwochs um 18 Uhr",
        description=(
            "Das Innovationsbüro lädt einmal im Vierteljahr ein: Vereine, Verbände und andere Organisationen der "
            "Zivilgesellschaft, das Bundesministerium für Familie, Senioren, Frauen und Jugend und alle, die sich "
            "dafür interessieren, was Digitalisierung mit der Gesellschaft macht. Auf das Gespräch folgt jedes Mal "
            "die Arbeit an eigenen Ideen."
        ),
    )
    past = corona(house, host, series)
    upcoming(house, host, series, past)
    cancelled(house, host, series)


def corona(house, host, series):
    """The reference page of 27 May 2020, every fact of it."""
    day = dt.date(2020, 5, 27)
    adriana = making.person(
        host,
        "Adriana Groh",
        pictured=True,
        affiliations=[
            ("Mitorganisatorin", "Hackathon Wir vs. Virus", 2020),
            ("Project Lead", "Prototype Fund", None),
        ],
        bio="Hat den Hackathon der Bundesregierung mit auf die Beine gestellt und leitet den Prototype Fund.",
        links=[("Prototype Fund", "https://prototypefund.de/")],
    )
    parts = house.tags(("together", "crisis", "civic_tech"), ("civil_society", "administration", "everybody")) | {
        "people": [
            (adriana, SPEAKER, {"function": "Mitorganisatorin Wir vs. Virus Hackathon, Project Lead Prototype Fund"})
        ],
        "sections": [
            (
                "Worum es geht",
                "Die Pandemie hat gezeigt, wie sehr es auf digitale Werkzeuge ankommt: um Kontakt zu halten, Hilfe "
                "zu organisieren, sich zu informieren, von zu Hause aus zu lernen und zu arbeiten. Vieles davon ist in "
                "wenigen Tagen entstanden, nicht zuletzt beim Hackathon **#wirvsvirus** der Bundesregierung.\n\nOb "
                "daraus etwas bleibt, hängt auch davon ab, wie Verwaltung und Zivilgesellschaft zusammenfinden. Was "
                "hat bisher gut geklappt, was nicht? Was nehmen wir aus diesen Wochen mit, und welche Formen der "
                "Zusammenarbeit lohnen sich auf Dauer?",
            ),
            (
                "Wie der Abend abläuft",
                "Adriana Groh berichtet, wie Verwaltung und Zivilgesellschaft beim Hackathon zusammengearbeitet "
                "haben und wie es mit den Projekten weiterging. Danach teilen wir uns in Gruppen auf, nehmen uns "
                "mehrere Herausforderungen vor und suchen nach Lösungen.",
            ),
            (
                "Teilnahme",
                "Die Werkstatt findet digital statt. Die Technik lässt nur eine begrenzte Zahl von Plätzen zu, deshalb "
                "bitten wir um Anmeldung.",
            ),
        ],
        "agenda": timed(
            day,
            [
                ("18:00", "18:10", "Begrüßung", ItemKind.WELCOME),
                ("18:10", "18:40", "Wir vs. Virus Hackathon – ein Best Practice", ItemKind.TALK, ("Adriana Groh",)),
                ("18:40", "19:10", "Schlaglichter aus dem BMFSFJ", ItemKind.TALK),
                ("19:10", "20:00", "Arbeitsphase", ItemKind.WORKSHOP),
                ("20:00", None, "Ende", ItemKind.END),
            ],
        ),
        "partners": [
            {
                "name": "Bundesministerium für Familie, Senioren, Frauen und Jugend",
                "url": "https://www.bmfsfj.de/",
                "logo": house.organisations["bmfsfj"].logo.name,
                "logo_alternative_text": house.organisations["bmfsfj"].logo_alternative_text,
            }
        ],
    }
    event, _new = making.event(
        host,
        "innovationswerkstatt-2020-05-27",
        "Wie können die Verwaltung und die Zivilgesellschaft in der Coronakrise bestmöglich zusammenarbeiten?",
        subtitle="Der Abend der digitalen Zivilgesellschaft",
        series=series,
        summary="Ein Rückblick auf #wirvsvirus und Gruppenarbeit an der Frage, was von der Zusammenarbeit bleiben "
        "soll.",
        external_signup_url="https://pretix.eu/innovationsbuero/innowerkstatt/",
        published_at=clock(dt.date(2020, 5, 6), "10:00"),
        by=house.by,
        parts=parts,
        **between(day, "18:00", "20:00"),
    )
    return event


def invented(host):
    return {
        "samira": making.person(
            host,
            "Samira Okafor",
            pictured=True,
            affiliations=[("Geschäftsführung", "Nachbarschaftsnetz Nord e. V. (erfunden)", 2019)],
            bio="Organisiert 400 Ehrenamtliche mit einer Software, die ihr eigener Verein geschrieben hat.",
        ),
        "lennart": making.person(
            host,
            "Lennart Brück",
            affiliations=[("Referent", "Ministerium für Beispiele (erfunden)", 2024)],
            bio="Kümmert sich darum, dass Förderanträge auch für kleine Vereine zu schaffen sind.",
        ),
        "yasemin": making.person(
            host,
            "Yasemin Toprak",
            affiliations=[("Moderatorin", "", None)],
            bio="Begleitet seit zehn Jahren Gruppen, die sich erst beim zweiten Mal einig werden.",
        ),
    }


def upcoming(house, host, series, past):
    people = invented(host)
    day = house.calendar.next(WEDNESDAY, weeks=5)
    first, second = "Saal", "Werkraum und Onlineraum 2"
    parts = house.tags(("together", "participation", "ai"), ("civil_society", "volunteers", "administration")) | {
        "people": [
            (people["samira"], SPEAKER),
            (people["lennart"], SPEAKER),
            (people["yasemin"], MODERATOR),
            (people["lennart"], FACILITATOR),
        ],
        "sections": [
            (
                "Worum es geht",
                "Ehrenamt braucht Zeit, und die geht zu oft in Formularen verloren. Wir sehen uns an, wo digitale "
                "Werkzeuge Vereinen wirklich Arbeit abnehmen, wo sie neue machen, und was die Verwaltung dazu "
                "beitragen kann.",
            ),
            (
                "Wie der Abend abläuft",
                "Zwei kurze Beiträge bringen uns auf denselben Stand. In der Arbeitsphase wählen Sie eine von zwei "
                "Gruppen; beide gibt es vor Ort und online. Zum Schluss stellt jede Gruppe **einen** Vorschlag vor, "
                "der in sechs Wochen umzusetzen ist.",
            ),
            (
                "Dabei sein können alle",
                "Der Saal ist stufenlos zu erreichen und hat eine Induktionsschleife. Alles Gesprochene wird live "
                "untertitelt und in Deutsche Gebärdensprache übersetzt, im Saal wie online. Für Kinder gibt es einen "
                "Raum nebenan.",
            ),
        ],
        "agenda": timed(
            day,
            [
                ("18:00", "18:10", "Begrüßung", ItemKind.WELCOME, ("Yasemin Toprak",)),
                ("18:10", "18:30", "Vierhundert Ehrenamtliche, ein Kalender", ItemKind.TALK, ("Samira Okafor",)),
                ("18:30", "18:50", "Ein Antrag, der auf eine Seite passt", ItemKind.TALK, ("Lennart Brück",)),
                ("18:50", "19:00", "Pause", ItemKind.BREAK),
                ("19:00", "19:45", "Gruppe 1: Termine und Schichten", ItemKind.WORKSHOP, ("Samira Okafor",), "", first),
                (
                    "19:00",
                    "19:45",
                    "Gruppe 2: Anträge und Nachweise",
                    ItemKind.WORKSHOP,
                    ("Lennart Brück",),
                    "",
                    second,
                ),
                ("19:45", "20:00", "Vorschläge aus den Gruppen", ItemKind.DISCUSSION, ("Yasemin Toprak",)),
                ("20:00", None, "Ende", ItemKind.END),
            ],
        ),
        "partners": [
            {
                "name": "Bundesministerium für Familie, Senioren, Frauen und Jugend",
                "url": "https://www.bmfsfj.de/",
                "logo": house.organisations["bmfsfj"].logo.name,
                "logo_alternative_text": house.organisations["bmfsfj"].logo_alternative_text,
            },
            {"name": "Stellwerk gGmbH (erfunden)", "kind": "supporter"},
        ],
        "links": [{"kind": EventLink.Kind.FURTHER, "target": past, "note": "die Werkstatt im Frühjahr 2020"}],
    }
    event, new = making.event(
        host,
        "demo-innovation-next",
        "Weniger Zettel, mehr Ehrenamt",
        subtitle="Der Abend der digitalen Zivilgesellschaft",
        series=series,
        summary="Welche digitalen Werkzeuge nehmen Vereinen Arbeit ab? Zwei Beiträge und zwei Arbeitsgruppen, vor "
        "Ort und online.",
        title_translated="Less paper, more volunteering",
        summary_translated="Which digital tools take work off volunteers' hands? Two talks, two working groups, on "
        "site and online.",
        attendance_mode=AttendanceMode.HYBRID,
        venue=house.venues["house"],
        room="Großer Saal, 1. Stock",
        platform=house.platforms["bbb"],
        wheelchair=True,
        captions=True,
        sign_language=True,
        accessibility_note="Die Dolmetscher:innen sitzen links vor der Bühne; dort halten wir Plätze frei.",
        is_demo=True,
        published_at=house.calendar.in_days(-6),
        by=house.by,
        parts=parts,
        **between(day, "18:00", "20:00"),
    )
    if new:
        event.picture = making.picture(
            host,
            drawing.network(event.title),
            "Drei Linien eines erfundenen Netzplans treffen sich an einer großen Haltestelle und laufen wieder "
            "auseinander.",
        )
        event.save()


def cancelled(house, host, series):
    event, new = making.event(
        host,
        "demo-innovation-cancelled",
        "Innovationswerkstatt unterwegs: Vereinsräume teilen",
        series=series,
        edition="unterwegs",
        summary="Wie Vereine sich Räume teilen, und was ein gemeinsamer Belegungsplan braucht.",
        attendance_mode=AttendanceMode.IN_PERSON,
        venue=house.venues["house"],
        is_demo=True,
        published_at=house.calendar.in_days(-20),
        by=house.by,
        parts=house.tags(("together",), ("civil_society", "volunteers"))
        | {"sections": [("Worum es geht", "Leere Räume gibt es genug. Es fehlt der Überblick, wann sie leer sind.")]},
        **between(house.calendar.next(WEDNESDAY, weeks=2), "18:00", "20:00"),
    )
    if new:
        reason = "Die Referentin ist erkrankt. Das Thema nehmen wir in die nächste Werkstatt mit."
        cancel(event=event, by=house.by, now=house.calendar.now, reason=reason)
