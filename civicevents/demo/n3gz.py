"""Page 1: the online meetup of a young network, and what the same format may look like next."""

import datetime as dt

from civicevents.demo import making
from civicevents.demo.making import MODERATOR, SPEAKER, THURSDAY, between, clock, timed
from events.models import Confidentiality, EventLink, ItemKind, LineUp
from pictures.models import Licence

READING, FURTHER = EventLink.Kind.READING, EventLink.Kind.FURTHER
PRECEDENCE = (
    "Das N3GZ ist ein Netzwerk für den Nachwuchs. Fragt euch vor der Anmeldung kurz, ob ihr dazugehört. Wer schon "
    "lange dabei ist, ist als Gast gern gesehen und **lässt denen den Vortritt, für die das Thema neu ist**."
)


def load(house):
    host = house.organisations["n3gz"]
    series = making.series(
        host,
        "n3gz-meetup",
        "N3GZ-Meetup",
        audiences=[house.audiences[key] for key in ("newcomers", "administration", "science", "business")],
        summary="Ein Abend, eine Frage: Nachwuchskräfte sprechen mit Menschen, die es ausprobiert haben.",
        title_translated="N3GZ meetup",
        summary_translated="One evening, one question: newcomers talk with people who have tried it.",
        rhythm="alle paar Wochen, donnerstags um 19 Uhr",
        audience_note="Für alle, die am Anfang stehen und sich mit der Digitalisierung der Verwaltung beschäftigen.",
        house_rules=PRECEDENCE,
    )
    past = state_and_volunteers(house, host, series)
    recent(house, host, series)
    upcoming(house, host, series, past)
    not_yet_public(house, host, series)


def people_of_2021(host):
    pair = "kommunal beschäftigt, Mitglied im N3GZ, engagiert beim OffeneKommunen.NRW Institut e. V."
    engaged = [
        ("kommunal beschäftigt", "", None),
        ("Mitglied", "N3GZ", None),
        ("engagiert", "OffeneKommunen.NRW Institut e. V.", None),
    ]
    return [
        (
            making.person(
                host,
                "Sonja Anton",
                pictured=True,
                affiliations=[("Mitgründerin und Programmleiterin", "Tech4Germany", None)],
                bio="Holt seit einigen Jahren Fellows, die nie in einer Behörde gearbeitet haben, auf Zeit in die "
                "Bundesministerien, damit dort jemand mit frischem Blick auf die Dinge schaut.",
                links=[("Tech4Germany", "https://tech.4germany.org/")],
            ),
            SPEAKER,
        ),
        (
            making.person(
                host,
                "Jan-Ole Beyer",
                pictured=True,
                affiliations=[("Leiter des Digital Innovation Team", "Bundesministerium des Innern", 2019)],
                bio="Sucht mit seinem Team nach neuen Wegen, wie der Bund arbeiten und Vorhaben angehen kann. Ein "
                "Alpaka in Pink ist selten weit.",
            ),
            SPEAKER,
        ),
        (
            making.person(
                host,
                "Stefan Kaufmann",
                credit={
                    "author": "Matti Blume (das Foto; hier steht eine Zeichnung an seiner Stelle)",
                    "licence": Licence.CC_BY_SA_UNKNOWN,
                },
                affiliations=[("städtischer Angestellter", "Verschwörhaus, Stadt Ulm", 2016)],
                bio="Hat im digitalen Ehrenamt angefangen. Seit 2016 gibt es in Ulm das Verschwörhaus, einen Ort zum "
                "Anfassen für dieses Ehrenamt, den er im Auftrag der Stadt aufbauen konnte.",
                links=[("Verschwörhaus", "https://verschwoerhaus.de/")],
            ),
            SPEAKER,
        ),
        (making.person(host, "Clarisse Schröder", affiliations=engaged), MODERATOR, {"function": pair}),
        (
            making.person(host, "Thomas Schäfer", affiliations=engaged),
            MODERATOR,
            {"function": pair, "shares": "Clarisse Schröder"},
        ),
    ]


def state_and_volunteers(house, host, series):
    """The reference page of 29 April 2021, every fact of it."""
    import_day = clock(dt.date(2021, 4, 1), "09:00")
    parts = house.tags(("together", "civic_tech"), ("newcomers", "administration", "volunteers")) | {
        "people": people_of_2021(host),
        "sections": [
            (
                "Das Thema",
                "Anfang 2021 ging kleineAnfragen.de vom Netz. Ehrenamtliche hatten die Seite über Jahre betrieben "
                "und das Ende lange angekündigt. Unter **#Twitterverwaltung** war die Empörung groß, viele riefen "
                "nach Hilfe, doch keine öffentliche Stelle sprang ein.\n\nEin Einzelfall ist das nicht. Was aus der "
                "Zivilgesellschaft kommt und funktioniert, wird von öffentlichen Institutionen oft weder gefördert "
                "noch weiterentwickelt noch übernommen. Lieber plant man selbst: langsam, manchmal schlechter, und "
                "ohne die Ehrenamtlichen zu fragen.\n\nMuss sich daran etwas ändern, im Kopf und im Alltag, und wenn "
                "ja, wie bleibt es dabei? An der Nahtstelle von Ehrenamt und Amt wägen wir ab, welche Formen der "
                "Zusammenarbeit tragen.",
            ),
            (
                "Das Format",
                "Erst stellen sich alle kurz vor. Dann eröffnen Sonja, Jan-Ole und Stefan das Gespräch, und eure "
                "Fragen und Beiträge halten es am Laufen. Wer vorab schon etwas loswerden möchte, schreibt es in die "
                "gemeinsame Fragenliste.",
            ),
            ("Die Anmeldung", "Die Einwahldaten gibt es nach der Anmeldung."),
        ],
        "links": [{"kind": READING, "label": "kleineAnfragen.de", "url": "https://kleineanfragen.de/"}],
    }
    event, _new = making.event(
        host,
        "n3gz-2021-04-29",
        "Wie arbeiten Staat und Civic-Tech-Ehrenamtliche erfolgreich zusammen?",
        series=series,
        summary="Drei Menschen von der Nahtstelle zwischen Amt und Ehrenamt über Modelle, die tragen.",
        title_translated="How do the state and civic tech volunteers work together well?",
        summary_translated="Three people from the seam of public office and volunteering on what works. In German.",
        platform=house.platforms["zoom"],
        people_after=1,
        published_at=import_day,
        by=house.by,
        parts=parts,
        **between(dt.date(2021, 4, 29), "19:00", "21:00"),
    )
    return event


def invented(host):
    """People of the editions to come. They do not exist."""
    return {
        "mira": making.person(
            host,
            "Mira Sandhof",
            pictured=True,
            affiliations=[("Programmleitung", "Fellowship für die Landesverwaltung (erfunden)", 2023)],
            bio="Begleitet Teams aus Gestaltung und Entwicklung, die ein halbes Jahr lang in einem Ministerium "
            "mitarbeiten.",
        ),
        "tarek": making.person(
            host,
            "Tarek Wiesner",
            pictured=True,
            affiliations=[("Werkstattleitung", "Offene Werkstatt Musterstadt (erfunden)", 2021)],
            bio="Kam über ein Ehrenamt zur Stadt und betreibt dort Server, die andere längst abgeschaltet hätten.",
        ),
        "henrike": making.person(
            host,
            "Henrike Aldag",
            academic_title="Dr.",
            affiliations=[("Referentin für Digitalisierung", "Landkreis Beispielau (erfunden)", 2022)],
            bio="Hat über die Pflege öffentlicher Software promoviert und pflegt seitdem selbst welche.",
        ),
        "piotr": making.person(
            host, "Piotr Lange", affiliations=[("IT-Koordination", "Stadt Musterstadt (erfunden)", 2020)]
        ),
    }


def recent(house, host, series):
    """An edition of a few weeks ago, under the Chatham House Rule."""
    people = invented(host)
    parts = house.tags(("modern", "learning"), ("newcomers", "administration")) | {
        "people": [(people["henrike"], SPEAKER), (people["piotr"], MODERATOR)],
        "sections": [
            (
                "Das Thema",
                "Was passiert mit einem Fachverfahren, wenn die Person geht, die es als Einzige versteht? Henrike "
                "Aldag erzählt von zwei Übergaben: einer, die schiefging, und einer, die drei Jahre dauerte.",
            ),
            ("Das Format", "Zwanzig Minuten Bericht, danach reden wir in kleinen Runden weiter."),
        ],
    }
    making.event(
        host,
        "demo-n3gz-recent",
        "Wenn nur noch eine Person das Passwort kennt",
        series=series,
        summary="Über Wissen, das mit Menschen geht, und wie man es vorher einfängt.",
        platform=house.platforms["zoom"],
        confidentiality=Confidentiality.CHATHAM_HOUSE,
        is_demo=True,
        published_at=house.calendar.in_days(-75),
        by=house.by,
        parts=parts,
        **between(house.calendar.next(THURSDAY, weeks=-5), "19:00", "20:30"),
    )


def upcoming(house, host, series, past):
    people = invented(host)
    day = house.calendar.next(THURSDAY, weeks=3)
    discussion = "Eure Fragen kommen zuerst dran. Wer nicht gern spricht, schreibt in den Chat."
    parts = house.tags(("together", "civic_tech", "open_source"), ("newcomers", "administration", "volunteers")) | {
        "people": [
            (people["mira"], SPEAKER),
            (people["tarek"], SPEAKER),
            (people["henrike"], SPEAKER),
            (people["piotr"], MODERATOR),
        ],
        "sections": [
            (
                "Das Thema",
                "Neues zu bauen wird gefördert. Das Alte am Leben zu halten, macht irgendwer nach Feierabend. Dabei "
                "hängt am Feierabend inzwischen viel: Fahrplandaten, Ratsinformationen, ganze Meldewege.\n\nWir "
                "fragen, wer gemeinsame digitale Infrastruktur pflegt, wer das bezahlt und **was Verwaltungen von "
                "Ehrenamtlichen lernen können, die es seit Jahren tun**.",
            ),
            (
                "Das Format",
                "Drei kurze Einblicke, dann eine offene Runde:\n\n1. Was betreibt ihr, und wie lange schon?\n2. Was "
                "würde fehlen, wenn ihr morgen aufhört?\n3. Was müsste eine Behörde tun, damit ihr weitermacht?",
            ),
        ],
        "agenda": timed(
            day,
            [
                ("19:00", "19:10", "Begrüßung und Vorstellungsrunde", ItemKind.WELCOME, ("Piotr Lange",)),
                ("19:10", "19:25", "Ein halbes Jahr im Ministerium, und danach?", ItemKind.TALK, ("Mira Sandhof",)),
                ("19:25", "19:40", "Der Server im Besenschrank", ItemKind.TALK, ("Tarek Wiesner",)),
                ("19:40", "19:55", "Pflege steht in keinem Haushalt", ItemKind.TALK, ("Henrike Aldag",)),
                ("19:55", "20:50", "Diskussion", ItemKind.DISCUSSION, ("Piotr Lange",), discussion),
                ("20:50", "21:00", "Ausblick auf das nächste Meetup", ItemKind.SOCIAL),
                ("21:00", None, "Ende", ItemKind.END),
            ],
        ),
        "links": [
            {"kind": READING, "target": past, "note": "unser erster Abend zu dieser Frage"},
            {
                "kind": FURTHER,
                "label": "Public Money, Public Code",
                "url": "https://publiccode.eu/",
                "note": "eine Initiative der Free Software Foundation Europe",
            },
        ],
    }
    making.event(
        host,
        "demo-n3gz-next",
        "Wer kümmert sich, wenn alle nur Neues bauen?",
        subtitle="Über die Pflege dessen, was längst läuft",
        series=series,
        summary="Drei Einblicke in digitale Infrastruktur, die im Ehrenamt am Leben gehalten wird, und eine offene "
        "Runde.",
        title_translated="Who takes care when everybody only builds new things?",
        summary_translated="Three insights into digital infrastructure kept alive by volunteers, then an open round. "
        "In German.",
        platform=house.platforms["zoom"],
        captions=True,
        people_after=None,
        agenda_after=1,
        is_demo=True,
        published_at=house.calendar.in_days(-9),
        by=house.by,
        parts=parts,
        **between(day, "19:00", "21:00"),
    )


def not_yet_public(house, host, series):
    """One edition that is published by itself in ten days, and a draft."""
    making.event(
        host,
        "demo-n3gz-scheduled",
        "Vergabe ohne Bauchschmerzen",
        series=series,
        summary="Wie kleine Behörden Software beschaffen, ohne sich für zehn Jahre festzulegen.",
        platform=house.platforms["zoom"],
        line_up=LineUp.ANNOUNCED_SOON,
        line_up_note="Zwei Menschen aus Vergabestellen haben zugesagt; ihre Namen folgen.",
        is_demo=True,
        published_at=house.calendar.now,
        publish_from=house.calendar.in_days(10),
        by=house.by,
        parts=house.tags(("modern", "open_source"), ("newcomers", "administration"))
        | {"sections": [("Das Thema", "Zwischen Direktauftrag und Rahmenvertrag liegt mehr, als die meisten nutzen.")]},
        **between(house.calendar.next(THURSDAY, weeks=9), "19:00", "21:00"),
    )
    making.event(
        host,
        "demo-n3gz-draft",
        "Mein erstes Jahr im Amt",
        series=series,
        summary="Ein Abend mit Menschen, die gerade angefangen haben. Noch ein Entwurf.",
        is_demo=True,
        parts=house.tags(("modern",), ("newcomers",))
        | {"sections": [("Das Thema", "Was überrascht, was nervt, was trägt? (Der Text ist noch nicht fertig.)")]},
        **between(house.calendar.next(THURSDAY, weeks=15), "19:00", "20:30"),
    )
