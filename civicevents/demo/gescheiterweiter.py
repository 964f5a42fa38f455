"""Page 3: the special edition of a story-telling series inside a convention's programme, and the editions to come."""

import datetime as dt

from civicevents.demo import making
from civicevents.demo.making import MODERATOR, SPEAKER, TUESDAY, between, clock, item, timed, whole_days
from events.models import Confidentiality, EventLink, ItemKind, LineUp

AUDIENCE_OF_SERIES = (
    "Nur für Menschen, die selbst in einer öffentlichen Verwaltung arbeiten, auf jeder Ebene und in jeder Funktion."
)
RESPECT = (
    "Wir lachen mit, nicht über. Wer hier von einem Fehlschlag erzählt, hat etwas gewagt und verdient dafür "
    "**Respekt**. Schadenfreude bleibt draußen, gelernt wird von allen."
)


def load(house):
    host = house.organisations["apiarista"]
    series = making.series(
        host,
        "gescheiterweiter",
        "GeScheiterWeiter",
        audiences=[house.audiences["administration"]],
        summary="Verwaltungsleute erzählen offen, was schiefging, und wie es danach besser wurde.",
        title_translated="GeScheiterWeiter – fail, learn, go on",
        summary_translated="People from public administrations tell what went wrong, and how it got better. In German.",
        rhythm="regelmäßig, online",
        audience_note=AUDIENCE_OF_SERIES,
        house_rules=RESPECT,
        website="https://www.gescheiterweiter.de/",
    )
    convention = making.programme(
        house.organisations["bitkom"],
        "vorprogramm-smart-country-convention-2021",
        "Vorprogramm der Smart Country Convention 2021",
        summary="Was vor der Convention stattfindet: Formate vieler Gastgeber:innen, die meisten online.",
        title_translated="Smart Country Convention 2021: the run-up",
        starts_on=dt.date(2021, 10, 1),
        ends_on=dt.date(2021, 10, 25),
        website="https://www.smartcountry.berlin/",
    )
    special_edition(house, host, series, convention)
    next_lunch(house, host, series)
    next_special_edition(house, host, series)


def people_of_2021(host):
    return {
        "carina": making.person(
            host,
            "Carina Steinert",
            pictured=True,
            affiliations=[
                ("Mitarbeiterin der Stabsstelle BM-Digital", "Kreisstadt Bergheim", 2020),
                ("Organisatorin in der Abteilung Organisation und IT", "Kreisstadt Bergheim", 2015),
            ],
            bio="Treibt die Digitalisierung der Kreisstadt Bergheim seit 2015 voran. In der Stabsstelle geht es vor "
            "allem um Digitalisierung, Künstliche Intelligenz und Smart City; ins gemeinsame Projekt bringt sie ein, "
            "was man nur in der Verwaltung lernt.",
        ),
        "markus": making.person(
            host,
            "Markus Töpfer",
            pictured=True,
            affiliations=[
                ("Data Scientist und Projektleiter, Data Activation & Innovation Team", "Westphalia DataLab", None)
            ],
            bio="Vier Jahre Machine Learning, KI-Anwendungen und Datenstrategie in verschiedenen Branchen. Im "
            "vorgestellten Projekt leitet und koordiniert er den Teil des Westphalia DataLab.",
        ),
        "sascha": making.person(
            host,
            "Sascha",
            affiliations=[("Leiter des Programms Smart City", "Stadt Bamberg", None)],
            bio="Rheinländer in Bamberg, dort ein „Neigschmeggder“, und auch sonst nicht den üblichen Weg gegangen: "
            "Literaturstudium, Bundestag, ein Verein für den Kulturaustausch mit Mittel- und Osteuropa, dessen "
            "Geschäfte er führte, Organisatorisches im Stadtwerk. Knüpft gern Netze und macht Strategie von unten.",
            links=[("Smart City Bamberg", "https://www.smartcity.bamberg.de/")],
        ),
    }


def special_edition(house, host, series, convention):
    """The reference page of autumn 2021, every fact of it. It names no date; the convention's eve stands for it."""
    people = people_of_2021(host)
    parts = house.tags(("learning", "modern", "smart_city"), ("administration", "providers")) | {
        "programmes": [convention],
        "people": [(people["carina"], SPEAKER), (people["markus"], SPEAKER), (people["sascha"], SPEAKER)],
        "sections": [
            (
                "Warum wir übers Scheitern reden",
                "New Work, agiles Arbeiten, Onlinezugangsgesetz: In Kommunen, Ländern und Bund verändert sich gerade "
                "vieles zugleich, und mit ihm die Erwartungen von Unternehmer:innen und Bürger:innen. Wer sich an "
                "etwas wagt, das vorher niemand gemacht hat, greift auch einmal daneben. Schlimm ist das nicht: Aus "
                "kaum etwas lässt sich so viel für den nächsten Anlauf gewinnen.",
            ),
            (
                "Was Sie erwartet",
                "**Zwei bis drei Sprecher:innen** erzählen ehrlich, mit etwas Selbstironie und aus eigener "
                "Anschauung: von neuen Wegen, mutigen Ansätzen und Ergebnissen, die niemand so geplant hatte. Welche "
                "Hürden standen im Weg? Was haben sie ausprobiert, was hat am Ende geholfen, und was geben sie "
                "anderen mit?\n\nDiesmal geht es besonders um die **Zusammenarbeit von Verwaltung und "
                "Dienstleister:innen**: wie zwei Kulturen zueinander finden oder agiles Arbeiten in einer Behörde "
                "Bestand hat.",
            ),
            (
                "Wozu das gut ist",
                "Wir möchten Menschen aus allen Ebenen und Häusern zusammenbringen, die vor ähnlichen Aufgaben "
                "stehen, damit sie voneinander lernen und in Verbindung bleiben.",
            ),
            (
                "Teilnahme",
                "Die Teilnahme ist kostenlos. Wir treffen uns im Browser auf der Plattform Wonder.me; die Einladungen "
                "verschickt Eventbrite.",
            ),
            (
                "Zu diesem Eintrag",
                "Die Seite, die hier Vorbild ist, nennt kein Datum. Eingetragen ist der Tag vor der Smart Country "
                "Convention.",
            ),
        ],
        "agenda": [
            item(
                "Intelligentes Antragsmanagement: eine Vision und was daraus wurde",
                people=("Carina Steinert", "Markus Töpfer"),
                abstract="Am Anfang stand ein großes Bild, dann kamen die Hundesteuer, ein Personalwechsel, ein "
                "Clickdummy und das agile Arbeiten. Wie eine Kommune auf dem Weg zur datengestützten Organisation "
                "vorankommt.",
            ),
            item(
                "Viel Geld gewonnen, und jetzt?",
                people=("Sascha",),
                abstract="Mit großem Budget läuft alles von selbst, sollte man meinen. Wäre da nicht die Beteiligung "
                "der Bürger:innen: Wer echte Kooperation mit Menschen will, erlebt, wie sie misslingt, und lernt "
                "daraus. Ein Bericht aus einem laufenden Abenteuer.",
            ),
        ],
        "partners": [
            {
                "name": "Bitkom e. V.",
                "url": "https://www.bitkom.org/",
                "logo": house.organisations["bitkom"].logo.name,
                "logo_alternative_text": house.organisations["bitkom"].logo_alternative_text,
            }
        ],
        "links": [
            {
                "kind": EventLink.Kind.FURTHER,
                "label": "GeScheiterWeiter, die regelmäßige Reihe",
                "url": "https://www.gescheiterweiter.de/",
            }
        ],
    }
    making.event(
        host,
        "gescheiterweiter-sonderedition-2021",
        "GeScheiterWeiter – Sonderedition",
        subtitle="Verwaltung und Dienstleister:innen erzählen",
        series=series,
        edition="Sonderedition",
        summary="Geschichten von Hürden und Umwegen: Verwaltung und Dienstleister:innen berichten, woran es hakte "
        "und wie es weiterging.",
        platform=house.platforms["wonder"],
        audience_note=(
            "Für alle, die im deutschsprachigen Raum in einer öffentlichen Verwaltung arbeiten **oder sie als "
            "Dienstleister:in unterstützen**, und die mit Ideen und Mut etwas verändern wollen: aus Sachbearbeitung, "
            "Referat, Abteilungs-, Referats- oder Amtsleitung genauso wie aus Beratung, Projektleitung und "
            "Management. Visionär:innen sind willkommen, Macher:innen und Umsetzer:innen auch."
        ),
        line_up=LineUp.FINAL,
        line_up_note="Die Vorträge stehen fest!",
        open_end=True,
        published_at=clock(dt.date(2021, 9, 15), "09:00"),
        by=house.by,
        parts=parts,
        **whole_days(dt.date(2021, 10, 25)),
    )


def next_lunch(house, host, series):
    """A regular edition that still looks for stories."""
    day = house.calendar.next(TUESDAY, weeks=4)
    making.event(
        host,
        "demo-gescheiterweiter-next",
        "Das Formular, das niemand ausfüllte",
        series=series,
        summary="Eine Mittagspause mit zwei Geschichten aus Onlinediensten. Ihre könnte eine davon sein.",
        platform=house.platforms["zoom"],
        audience_condition="Ich arbeite in einer öffentlichen Verwaltung.",
        confidentiality=Confidentiality.CHATHAM_HOUSE,
        line_up=LineUp.OPEN_FOR_PROPOSALS,
        line_up_note="Zwei bis drei Menschen sollen erzählen. Schlagen Sie uns Ihre Geschichte vor, zwei Sätze "
        "reichen.",
        is_demo=True,
        published_at=house.calendar.in_days(-12),
        by=house.by,
        parts=house.tags(("learning", "modern"), ("administration",))
        | {
            "sections": [
                (
                    "Was Sie erwartet",
                    "Ein Onlinedienst geht an den Start, und im ersten Monat kommen vier Anträge, zwei davon von "
                    "Kolleg:innen. Was dann? Erzählt wird zehn Minuten lang, gefragt auch.",
                )
            ],
            "agenda": timed(
                day,
                [
                    ("12:00", None, "Ankommen", ItemKind.WELCOME),
                    ("12:05", None, "Erste Geschichte", ItemKind.TALK),
                    ("12:30", None, "Zweite Geschichte", ItemKind.TALK),
                    ("13:00", None, "Ende", ItemKind.END),
                ],
            ),
        },
        **between(day, "12:00", "13:00"),
    )


def next_special_edition(house, host, series):
    day = house.calendar.next(TUESDAY, weeks=11)
    programme = making.programme(
        house.organisations["bitkom"],
        "vorprogramm-demo",
        "Vorprogramm einer Convention (Demo)",
        summary="Ein erfundenes Dach, unter dem Veranstaltungen mehrerer Organisationen stehen.",
        title_translated="The run-up to a convention (demo)",
        starts_on=day - dt.timedelta(weeks=2),
        ends_on=day + dt.timedelta(weeks=1),
    )
    host_person = making.person(
        host,
        "Ronja Feldkamp",
        pictured=True,
        affiliations=[("Moderatorin", "GeScheiterWeiter (erfunden)", 2022)],
        bio="Fragt so lange nach, bis die eigentliche Geschichte kommt.",
    )
    making.event(
        host,
        "demo-gescheiterweiter-special",
        "GeScheiterWeiter – Sonderedition: Gemeinsam danebengelegen",
        series=series,
        edition="Sonderedition",
        summary="Eine Behörde und ihre Dienstleisterin erzählen dieselbe Geschichte, jede aus ihrer Sicht.",
        title_translated="GeScheiterWeiter special edition: wrong together",
        summary_translated="A public authority and its service provider tell the same story, each from its own side. "
        "In German.",
        platform=house.platforms["bbb"],
        audience_note="Auch für **Dienstleister:innen der Verwaltung**, anders als sonst in dieser Reihe.",
        line_up=LineUp.ANNOUNCED_SOON,
        line_up_note="Zwei bis drei Sprecher:innen geben wir vier Wochen vorher bekannt.",
        captions=True,
        is_demo=True,
        published_at=house.calendar.in_days(-2),
        by=house.by,
        parts=house.tags(("learning", "smart_city"), ("administration", "providers"))
        | {
            "programmes": [programme],
            "people": [(host_person, MODERATOR)],
            "co_hosts": [house.organisations["bitkom"]],
            "sections": [
                (
                    "Was Sie erwartet",
                    "Wenn ein Projekt schiefgeht, gibt es meist zwei Fassungen. Wir hören beide, nacheinander und im "
                    "selben Raum.",
                )
            ],
        },
        **between(day, "16:00", "17:30"),
    )
