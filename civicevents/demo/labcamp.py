"""Page 5: a networking camp of two hosts, its two-day edition to come, and one that had to be postponed."""

import datetime as dt

from civicevents.demo import making
from civicevents.demo.making import MODERATOR, SPEAKER, THURSDAY, between, clock, item, timed
from events.actions import postpone
from events.models import AttendanceMode, Confidentiality, EventLink, ItemKind

CONFIDENCE = "Was hier erzählt wird, bleibt unter uns. So können auch Schwierigkeiten auf den Tisch."
CONDITION = "Ich arbeite in einem öffentlichen Innovationslabor oder -projekt."


def load(house):
    host = house.organisations["citylab"]
    series = making.series(
        host,
        "labcamp",
        "LabCamp",
        audiences=[house.audiences["labs"], house.audiences["administration"]],
        summary="Das Vernetzungstreffen der öffentlichen Innovationslabore.",
        title_translated="LabCamp",
        summary_translated="Where public innovation labs meet.",
        rhythm="wenn es wieder Zeit ist",
        audience_note="Für Praktiker:innen und Gestalter:innen aus öffentlichen Innovationslaboren und -teams.",
        house_rules=CONFIDENCE,
    )
    past = first_camp(house, host, series)
    upcoming(house, host, series, past)
    postponed(house, host, series)


def people_of_2020(host):
    lab = (
        "Im Stadtlabor Soest sprechen Bürger:innen und Beschäftigte der Stadt miteinander über digitale "
        "Stadtentwicklung und darüber, wie eine Verwaltung anders arbeiten kann. Neue Technik probieren sie gleich "
        "selbst aus, bei eigenen Veranstaltungen und bei gemeinsamen mit Partner:innen. Ausgedacht wird das von "
        "Elisabeth Söllner und Dr. Hanna Hinrichs; sie möchten ohne hohe Hürden Lust auf Technik machen und "
        "verwickelte Fragen von mehr als einer Seite ansehen."
    )
    return [
        (
            making.person(
                host,
                "Aydan Portakaldali",
                pictured=True,
                affiliations=[("Kommunikation", "Projektgruppe Digital Innovation Team, BMI", None)],
                bio="Hat selbst ein Start-up gegründet und ist in beiden Welten zu Hause. In der Projektgruppe ist "
                "sie vor allem für die Kommunikation zuständig und wirbt in der Verwaltung für ein neues Denken.",
            ),
            SPEAKER,
        ),
        (
            making.person(
                host,
                "Benjamin Seibel",
                pictured=True,
                affiliations=[("Leiter", "CityLAB Berlin", None)],
                bio="Leitet das CityLAB Berlin, das Technologiestiftung und Senatskanzlei gemeinsam tragen. Im "
                "früheren Flughafen Tempelhof treffen dort Digitalwerkstatt, Coworking und Ausstellung aufeinander: "
                "ein öffentliches Labor, in dem Innovation und Beteiligung zusammengehören.",
            ),
            SPEAKER,
        ),
        (
            making.person(host, "Elisabeth Söllner", affiliations=[("", "Stadtlabor Soest", None)]),
            SPEAKER,
            {"bio": lab},
        ),
        (
            making.person(host, "Hanna Hinrichs", academic_title="Dr.", affiliations=[("", "Stadtlabor Soest", None)]),
            SPEAKER,
            {"shares": "Elisabeth Söllner"},
        ),
        (
            making.person(
                host,
                "Caroline Paulick-Thiel",
                affiliations=[("", "Politics for Tomorrow", None)],
                links=[("Politics for Tomorrow", "https://www.politicsfortomorrow.eu/")],
            ),
            MODERATOR,
        ),
    ]


def first_camp(house, host, series):
    """The reference page of 26 May 2020, every fact of it."""
    parts = house.tags(("labs", "modern"), ("labs", "administration")) | {
        "people": people_of_2020(host),
        "co_hosts": [house.organisations["dit"]],
        "sections": [
            (
                "Warum ein LabCamp?",
                "In Bund, Ländern und Kommunen sind in den letzten Jahren viele Labore und Teams entstanden, die "
                "neue Wege abseits eingefahrener Bürokratie gehen. Im eigenen Haus gelten sie oft als Exot:innen, "
                "und das kann einsam machen. Deshalb laden wir, das CityLAB Berlin und das Digital Innovation Team "
                "des Bundesinnenministeriums, euch herzlich zu einem Treffen im Netz ein.",
            ),
            (
                "Worüber wir reden wollen",
                "Im vertraulichen Rahmen tauschen wir Erfahrungen aus:\n\n- Was habt ihr bisher erreicht?\n- Welche "
                "Erfolge, Projekte und Vorgehensweisen lassen sich anderswo übernehmen?\n- Und vor allem: Wo klemmt "
                "es, womit kämpft ihr?",
            ),
            (
                "Wohin das führen soll",
                "Auf Dauer soll eine Gemeinschaft von Praktiker:innen wachsen, in der alle voneinander lernen und "
                "gute digitale Verwaltung weitergeben. Der Rahmen ist geschützt, damit neues Denken Platz hat.",
            ),
            (
                "Anmeldung",
                "Anmelden konnte man sich bis zum **19. Mai 2020** über Eventbrite. Ging das nicht, genügte eine "
                "kurze Mail mit dem Namen des eigenen Labors oder Projekts an info@citylab-berlin.org. Zugangslink "
                "und alles Weitere kamen vor dem Treffen.",
            ),
        ],
        "agenda": [
            item("Lightning Talks mit Fragen und Antworten", ItemKind.TALK),
            item(
                "Vernetzungssessions",
                ItemKind.WORKSHOP,
                abstract="Gemeinsam mit allen Teilnehmenden: was als Nächstes ansteht, und was sich für die Arbeit "
                "im eigenen Labor empfiehlt.",
            ),
        ],
    }
    event, _new = making.event(
        host,
        "labcamp-2020-05-26",
        "LabCamp: Vernetzungstreffen öffentliche Innovationslabore",
        series=series,
        summary="Labore aus Bund, Ländern und Kommunen erzählen sich, was klappt und womit sie kämpfen.",
        audience_condition=CONDITION,
        confidentiality=Confidentiality.CLOSED,
        contact_name="CityLAB Berlin",
        contact_email="info@citylab-berlin.org",
        published_at=clock(dt.date(2020, 5, 4), "12:00"),
        by=house.by,
        parts=parts,
        **between(dt.date(2020, 5, 26), "15:00", "17:30"),
    )
    return event


def upcoming(house, host, series, past):
    day = house.calendar.next(THURSDAY, weeks=8)
    second_day = day + dt.timedelta(days=1)
    people = {
        "ines": making.person(
            host,
            "Ines Kowalczyk",
            pictured=True,
            affiliations=[("Leiterin", "Stadtlabor Musterstadt (erfunden)", 2021)],
            bio="Hat ein Labor aufgebaut, ein zweites geschlossen und weiß, warum beides richtig war.",
        ),
        "jonte": making.person(
            host,
            "Jonte Behrens",
            affiliations=[("Innovationsteam", "Landkreis Beispielau (erfunden)", 2023)],
            bio="Ein Team aus einer Person, mit sehr vielen Verbündeten.",
        ),
        "maria": making.person(host, "Maria Castellano", affiliations=[("Prozessbegleitung", "", None)]),
    }
    parts = house.tags(("labs", "modern"), ("labs", "administration")) | {
        "people": [(people["ines"], SPEAKER), (people["jonte"], SPEAKER), (people["maria"], MODERATOR)],
        "co_hosts": [house.organisations["dit"]],
        "sections": [
            (
                "Warum wieder ein LabCamp?",
                "Labore sind keine Neuheit mehr. Manche sind fest verankert, manche still verschwunden. Zwei Tage "
                "lang sehen wir uns an, **was ein Labor braucht, um zu bleiben**, und wann es besser ist aufzuhören.",
            ),
            (
                "Was ihr mitbringt",
                "Ein Problem, an dem ihr gerade hängt. Für die Lightning Talks genügen drei Minuten und keine Folien.",
            ),
        ],
        "agenda": [
            *timed(
                day,
                [
                    ("10:00", "10:30", "Ankommen bei Tee und Kaffee", ItemKind.SOCIAL),
                    ("10:30", "11:00", "Begrüßung und Spielregeln", ItemKind.WELCOME, ("Maria Castellano",)),
                    ("11:00", "12:30", "Lightning Talks", ItemKind.TALK, ("Ines Kowalczyk", "Jonte Behrens")),
                    ("12:30", "13:30", "Mittagspause", ItemKind.BREAK),
                    ("13:30", "17:00", "Vernetzungssessions", ItemKind.WORKSHOP, ("Maria Castellano",)),
                    ("18:30", None, "Gemeinsames Abendessen", ItemKind.SOCIAL),
                ],
            ),
            *timed(
                second_day,
                [
                    ("09:30", "12:00", "Arbeiten am eigenen Fall", ItemKind.WORKSHOP, ("Ines Kowalczyk",)),
                    ("12:00", "13:00", "Mittagspause", ItemKind.BREAK),
                    ("13:00", "14:45", "Was wir mitnehmen", ItemKind.DISCUSSION, ("Maria Castellano",)),
                    ("15:00", None, "Ende", ItemKind.END),
                ],
            ),
        ],
        "links": [{"kind": EventLink.Kind.FURTHER, "target": past, "note": "das erste Treffen"}],
    }
    making.event(
        host,
        "demo-labcamp-next",
        "LabCamp: Was bleibt?",
        series=series,
        summary="Zwei Tage für öffentliche Innovationslabore: Lightning Talks, Sessions und Zeit für den eigenen Fall.",
        title_translated="LabCamp: what remains?",
        summary_translated="Two days for public innovation labs: lightning talks, sessions, and time for your own "
        "case. In German.",
        attendance_mode=AttendanceMode.IN_PERSON,
        venue=house.venues["citylab"],
        room="Werkstatt",
        wheelchair=True,
        sign_language=False,
        audience_condition=CONDITION,
        confidentiality=Confidentiality.CLOSED,
        contact_name="LabCamp-Team (Demo)",
        contact_email="labcamp@example.org",
        is_demo=True,
        published_at=house.calendar.in_days(-18),
        by=house.by,
        parts=parts,
        **between(day, "10:00", "15:00", last=second_day),
    )


def postponed(house, host, series):
    event, new = making.event(
        host,
        "demo-labcamp-postponed",
        "LabCamp regional: Labore im ländlichen Raum",
        series=series,
        edition="regional",
        summary="Ein Nachmittag für Labore, deren nächster Bahnhof weit weg ist.",
        platform=house.platforms["bbb"],
        audience_condition=CONDITION,
        contact_name="LabCamp-Team (Demo)",
        contact_email="labcamp@example.org",
        is_demo=True,
        published_at=house.calendar.in_days(-25),
        by=house.by,
        parts=house.tags(("labs",), ("labs", "administration"))
        | {"sections": [("Worum es geht", "Kurze Wege gibt es auch auf dem Land, sie heißen dort nur anders.")]},
        **between(house.calendar.next(THURSDAY, weeks=4), "14:00", "17:00"),
    )
    if new:
        reason = (
            "Zum selben Termin tagt die Landrätekonferenz. Einen neuen Tag suchen wir gerade mit allen Angemeldeten."
        )
        postpone(event=event, by=house.by, now=house.calendar.now, reason=reason)
