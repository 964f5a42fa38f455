"""Page 4: the work meeting from which an idea came, and what such a lab may invite to."""

import datetime as dt

from civicevents.demo import making
from civicevents.demo.making import FACILITATOR, FRIDAY, SATURDAY, SPEAKER, between, clock, item, whole_days
from events.models import AttendanceMode, ItemKind, LineUp

IN_PERSON = AttendanceMode.IN_PERSON


def load(house):
    host = house.organisations["opengov"]
    work_meeting(house, host)
    series = making.series(
        host,
        "offene-werkstatt",
        "Offene Werkstatt",
        audiences=[house.audiences[key] for key in ("administration", "volunteers", "everybody")],
        summary="Verwaltung und Zivilgesellschaft arbeiten zur selben Zeit am selben Tisch.",
        title_translated="Open workshop",
        summary_translated="Administration and civil society work at the same time, at the same table.",
        rhythm="samstags und in Werkstattwochen",
    )
    running(house, host, series)
    night(house, host, series)
    in_english(house, host, series)


def work_meeting(house, host):
    """The meeting of 9 April 2019 out of which the idea of the reference page came; the idea itself comes later."""
    parts = house.tags(("labs", "together", "modern"), ("administration", "civil_society", "volunteers")) | {
        "sections": [
            (
                "Die Herausforderung",
                "Digitalisierung, die diesen Namen verdient, entsteht vor Ort: durch Menschen, die sie sich "
                "ausdenken, sie machen und weitertragen. Ausgangspunkt war die Idee „Regionale Open Gov Labore“; an "
                "diesem Tag wurde daraus eine neue Fassung.",
            ),
            (
                "Der Vorschlag",
                "**Open Gov Labs**, getragen von Mitarbeiter:innen der Verwaltung und von Akteur:innen der "
                "Zivilgesellschaft:\n\n- ein fester Ort, offen von 8 bis 22 Uhr, damit beide Seiten gemeinsame "
                "Zeiten finden\n- gemischte Teams aus Fachleuten, Jurist:innen, Designer:innen, "
                "Softwareentwickler:innen und Stiftungen\n- dazu Menschen, die vor Ort längst engagiert sind, etwa "
                "bei der Tafel oder im Frauenhaus: eine Brücke zum analogen Ehrenamt\n- fünf Jahre Laufzeit und die "
                "Aussicht auf fünf weitere, denn Wandel braucht Zeit, und zweijährige Programme verlieren zu viel "
                "davon beim Anlaufen\n- ein neutraler Host; ob Verein, Genossenschaft oder öffentliche Stiftung, "
                "wird vor Ort vereinbart. Kein Gremium tagt hinter verschlossenen Türen",
            ),
            (
                "Mögliche Meilensteine",
                "1. **Bis Ende 2019:** eine Studie, ein Konzeptpapier oder ein Leitfaden. Aus den Ideen wird eine "
                "offene Vorlage mit Grundsätzen; Akteur:innen vor Ort sind gefunden; Erfahrungen von Code for All "
                "und anderen Open-Gov-Vorhaben weltweit liegen auf dem Tisch.\n2. **Bis Mitte 2020:** Das Ergebnis "
                "des ersten Schritts wird anerkannt und beschlossen.\n3. **Danach:** Der Bund schreibt eine "
                "Förderung aus, auf die sich Initiativen vor Ort und im Bund bewerben. Ein Lab erhält für fünf Jahre "
                "zehn volle Stellen. Sechs weitere Stellen im Bund führen die Labs zusammen: zwei für Organisation, "
                "zwei für Kommunikation und Community, mindestens zwei für Technik und offenes Wissen.\n4. **Zum "
                "Schluss:** auswerten und für die nächsten fünf Jahre neu ausschreiben.",
            ),
            (
                "Stimmen dazu",
                "Politics for Tomorrow bietet Erfahrungen mit der Kultur offenen Regierens an und regt ein Netz über "
                "Bund, Länder und Kommunen hinweg an, das Vielfalt fördert, doppelte Arbeit spart und sich mit einer "
                "Plattform für nachhaltiges Innovationsmanagement verbinden lässt.\n\nEine andere Stimme: Auch eine "
                "Nummer kleiner wäre viel gewonnen, mit einem leeren Laden in jeder Stadt, ein paar Tischen darin, "
                "Strom und Netz. Es braucht Räume, in denen man sich begegnet, Menschen, die man fragen kann, und "
                "etwas, das neugierig macht.",
            ),
        ],
        "links": [{"label": "Politics for Tomorrow", "url": "https://www.politicsfortomorrow.eu/"}],
    }
    making.event(
        host,
        "arbeitstreffen-2019-04-09",
        "Arbeitstreffen Open Gov Labs",
        subtitle="Aus „Regionale Open Gov Labore“ wird ein gemeinsamer Vorschlag",
        summary="Ein Treffen, aus dem eine Idee hervorging: feste Orte für Verwaltung und Zivilgesellschaft in jeder "
        "Region.",
        attendance_mode=IN_PERSON,
        line_up=LineUp.FINAL,
        published_at=clock(dt.date(2019, 3, 20), "09:00"),
        by=house.by,
        parts=parts,
        **whole_days(dt.date(2019, 4, 9)),
    )


def running(house, host, series):
    """Several whole days that are under way when the demo is loaded."""
    today = house.calendar.today
    making.event(
        host,
        "demo-labs-running",
        "Offene Werkstattwoche",
        series=series,
        summary="Vier Tage lang steht die Werkstatt offen: Wer mag, bringt ein Vorhaben mit oder hilft bei einem "
        "fremden.",
        title_translated="Open workshop week",
        summary_translated="Four days of open doors: bring a project of your own or help with somebody else's.",
        attendance_mode=IN_PERSON,
        venue=house.venues["workshop"],
        wheelchair=True,
        is_demo=True,
        published_at=house.calendar.in_days(-30),
        by=house.by,
        parts=house.tags(("labs", "participation"), ("everybody", "administration", "volunteers"))
        | {
            "sections": [
                ("Was Sie tun können", "Hereinkommen, umsehen, mitarbeiten. Jeden Tag von 8 bis 22 Uhr ist jemand da.")
            ],
            "agenda": [
                item("Ankommen und Vorhaben sammeln", ItemKind.WELCOME),
                item("Arbeiten in kleinen Teams", ItemKind.WORKSHOP),
                item("Zeigen, was entstanden ist", ItemKind.DISCUSSION),
            ],
        },
        **whole_days(today - dt.timedelta(days=1), today + dt.timedelta(days=2)),
    )


def night(house, host, series):
    """Past midnight, with an open end."""
    day = house.calendar.next(FRIDAY, weeks=7)
    making.event(
        host,
        "demo-labs-night",
        "Lange Nacht der offenen Daten",
        series=series,
        summary="Datensätze der Stadt, viel Tee und kein Ergebnisdruck. Schluss ist, wenn niemand mehr kann.",
        attendance_mode=IN_PERSON,
        venue=house.venues["workshop"],
        wheelchair=True,
        open_end=True,
        is_demo=True,
        published_at=house.calendar.in_days(-4),
        by=house.by,
        parts=house.tags(("open_data", "civic_tech"), ("volunteers", "everybody"))
        | {
            "sections": [
                ("Worum es geht", "Die Stadt hat 60 Datensätze freigegeben. In dieser Nacht sehen wir sie uns an.")
            ]
        },
        **between(day, "19:00", "01:00", last=day + dt.timedelta(days=1)),
    )


def in_english(house, host, series):
    """An event in English, with a German title."""
    people = [
        making.person(
            host,
            "Nora Lindqvist",
            pictured=True,
            language="en",
            affiliations=[("Lab lead", "Exempelstad Civic Lab (invented)", 2018)],
            bio="Runs a lab that a city and its volunteers own together, and knows what their first contract forgot.",
        ),
        making.person(
            host,
            "Diego Ferrán",
            language="en",
            affiliations=[("Facilitator", "Laboratorio Abierto (invented)", 2020)],
            bio="Helps groups that share no language to share a plan.",
        ),
    ]
    making.event(
        host,
        "demo-labs-english",
        "Build your own open government lab",
        language="en",
        series=series,
        summary="A day with people who run labs elsewhere in Europe: rooms, contracts, money, and how to stay welcome.",
        title_translated="Ein eigenes Open Gov Lab aufbauen",
        summary_translated="Ein Tag mit Menschen, die anderswo in Europa Labore betreiben. In englischer Sprache.",
        attendance_mode=IN_PERSON,
        venue=house.venues["workshop"],
        wheelchair=True,
        is_demo=True,
        published_at=house.calendar.in_days(-15),
        by=house.by,
        parts=house.tags(("labs", "together"), ("administration", "civil_society", "labs"))
        | {
            "people": [(people[0], SPEAKER), (people[1], FACILITATOR)],
            "sections": [
                (
                    "What this day is about",
                    "Labs rarely fail for want of ideas. They fail because the room was lent for a year, because "
                    "nobody signed, or because only one side felt at home. We work through these questions one by "
                    "one, **with your own plan on the table**.",
                ),
                (
                    "What to bring",
                    "A sketch of your lab, however rough, and one person from the other side if you can.",
                ),
            ],
        },
        **whole_days(house.calendar.next(SATURDAY, weeks=6)),
    )
