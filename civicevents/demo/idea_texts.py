"""What the ideas of the demo say."""

import datetime as dt

from participation.models import Precision

RULES = (
    "- Hierher gehört, was Verwaltung und Zivilgesellschaft **an einem Ort** zusammenbringt.\n"
    "- Vorschlagen, Argumente nennen und abstimmen kann, wer eine E-Mail-Adresse bestätigt. Namen sind freiwillig.\n"
    "- Bevor etwas erscheint, liest es jemand von uns. Was andere herabsetzt, erscheint nicht.\n"
    "- Wie es um eine Idee steht, schreiben wir auf ihre Seite, mit Begründung."
)
ANSWERS = [
    (
        "Die Herausforderung",
        "Beschreiben Sie die Herausforderung, die gelöst werden soll.",
        "The challenge",
        "Describe the problem that is to be solved.",
    ),
    ("Der Lösungsansatz", "Beschreiben Sie Ihren Lösungsansatz.", "The approach", "Describe your approach."),
]
LABS = {
    "fields": {
        "title": "Open Gov Labs",
        "summary": "Feste Orte, an denen Verwaltung und Zivilgesellschaft gemeinsam an digitalen Lösungen arbeiten: "
        "offen von früh bis spät, für fünf Jahre und länger.",
        "title_translated": "Open Gov Labs",
        "summary_translated": "Permanent places where public administration and civil society work on digital "
        "solutions together, open from morning to night, for five years and longer.",
        "shown_name": "Arbeitstreffen Open Gov Labs",
        "place": "ein fester Ort in der Region mit offenem Arbeitsraum",
        "people": "Beschäftigte der Verwaltung\n"
        "Akteur:innen der Zivilgesellschaft\n"
        "Fachleute\n"
        "Jurist:innen\n"
        "Designer:innen\n"
        "Menschen, die vor Ort längst sozial engagiert sind, etwa bei der Tafel oder im Frauenhaus: die Verbindung zum "
        "„analogen“ Ehrenamt\n"
        "Stiftungen\n"
        "Softwareentwickler:innen",
        "principles": "transparent für alle\nkein Gremium tagt hinter verschlossenen Türen",
        "carried_by": "ein neutraler Host",
        "legal_forms": "eingetragener Verein (e. V.)\nGenossenschaft\nöffentliche Stiftung",
        "legal_form_note": "Welche Form es wird, bestimmen und vereinbaren die Beteiligten vor Ort.",
        "runs_months": 60,
        "option_months": 60,
        "running_time_note": "Wandel braucht Zeit. Zweijährige Programme verlieren zu viel davon beim Anlaufen; auch "
        "Legislaturperioden dauern vier oder fünf Jahre.",
    },
    "answers": [
        "Digitalisierung, die diesen Namen verdient, entsteht vor Ort: durch Menschen, die sie sich ausdenken, "
        "umsetzen und vorantreiben.",
        "Gegründet werden **Open Gov Labs** aus Mitarbeiter:innen der Verwaltung und Akteur:innen der Zivilgesell"
        "schaft. In gemischten Teams vieler Fächer arbeiten sie zur selben Zeit am selben Ort an digitalen Lösungen.",
    ],
    "resources": [
        (10, "je Lab, für fünf Jahre, damit Teams aus vielen Fächern auf lange Sicht wachsen", False, False),
        (6, "beim Bund, um die Arbeit der Labs zusammenzuführen", False, False),
        (2, "Organisation", True, False),
        (2, "Kommunikation und Community-Management", True, False),
        (2, "Technik und Wissen über offene Digitalisierung", True, True),
    ],
    "milestones": [
        (
            "Eine Studie, ein Konzeptpapier oder ein Leitfaden",
            [
                "Aus den Ideen entsteht eine grobe, offene Vorlage mit den Grundsätzen.",
                "Die Akteur:innen vor Ort sind gefunden.",
                "Erfahrungen von Code for All und anderen Open-Gov-Vorhaben der Welt kommen nach Deutschland.",
            ],
            Precision.YEAR,
            dt.date(2019, 12, 31),
        ),
        ("Das Ergebnis des ersten Schritts ist anerkannt und beschlossen", [], Precision.QUARTER, dt.date(2020, 6, 30)),
        (
            "Der Bund schreibt ein Förderprogramm aus",
            [
                "Initiativen vor Ort und im Bund können sich bewerben.",
                "Ein Lab erhält für fünf Jahre zehn volle Stellen.",
                "Sechs weitere Stellen beim Bund führen die Labs zusammen.",
            ],
            Precision.OPEN,
            None,
        ),
        ("Auswerten und für die nächsten fünf Jahre neu ausschreiben", [], Precision.OPEN, None),
    ],
}
# Side, text, link, name, how often it was helpful and not.
LABS_POINTS = [
    (
        "for",
        "Das passt gut zu einer Plattform für nachhaltiges Innovationsmanagement. Dafür braucht es ein Konzept, wie "
        "ein Netz über Bund, Länder und Kommunen hinweg entsteht, das Vielfalt fördert und doppelte Arbeit vermeidet. "
        "Wir haben mit der Kultur offenen Regierens viele Erfahrungen gesammelt und bringen sie gern ein.",
        "https://www.politicsfortomorrow.eu/",
        "",
        0,
        0,
    ),
    (
        "for",
        "Klingt gut, und schon eine Nummer kleiner wäre ein Fortschritt: ein Raum in jeder Stadt, am besten ein leerer "
        "Laden, mit Strom, Internet und ein paar Tischen. Die digitale Welt braucht Räume, in denen man sich begegnet, "
        "und Menschen, die man fragen kann. Und neugierig machen soll es auch.",
        "",
        "",
        0,
        0,
    ),
]
SHOP = {
    "fields": {
        "title": "Ein leerer Laden in jeder Stadt",
        "summary": "Ein Raum mit Strom, Netz und ein paar Tischen, in dem jemand da ist.",
        "title_translated": "An empty shop in every town",
        "summary_translated": "A room with power, internet and a few tables, and somebody who is there.",
        "shown_name": "Abend des N3GZ",
        "place": "ein leer stehender Laden in der Innenstadt",
        "people": "digitales Ehrenamt\nVerwaltung der Stadt\nNachbarschaft",
        "legal_forms": "Nutzungsvertrag mit der Stadt",
        "runs_months": 12,
    },
    "answers": [
        "*Erfundenes Beispiel.* Wer sich ehrenamtlich um digitale Dinge der Stadt kümmert, trifft sich in Videoräumen. "
        "Dort trifft man nur, wen man schon kennt.",
        "Die Stadt überlässt einen leeren Laden. Wer mag, kommt herein.",
    ],
}
SHOP_LATER = {
    "summary": "Ein Raum mit Strom, Netz und ein paar Tischen, in dem nachmittags jemand da ist, den man fragen kann.",
    "legal_form_note": "Der Vertrag läuft so lange, bis der Laden vermietet ist.",
    "approach": "Die Stadt überlässt einen leeren Laden, bis er wieder vermietet ist. Wer mag, kommt herein; montags "
    "bis freitags ist nachmittags jemand da, den man fragen kann.",
    "note": "Nach den ersten Stimmen: Öffnungszeiten, Vertrag und Meilensteine ergänzt.",
    "discussed": "Der Vorschlag ist vollständig. Bis zum nächsten Treffen sammeln wir Argumente.",
    "taken_up": "Drei Städte wollen es ausprobieren und suchen einen Laden. **Der erste Meilenstein beginnt.**",
}
SHOP_POINTS = [
    ("for", "Wer vorbeigeht, sieht, dass es so etwas gibt. Das schafft kein Videoraum.", "", "Levi Ceylan", 14, 1),
    ("for", "Leer stehende Läden gibt es genug, und ein belebter ist leichter zu vermieten.", "", "", 9, 2),
    (
        "against",
        "Ohne bezahlte Stunden steht der Laden nach einem halben Jahr wieder leer.",
        "",
        "Henrike Aldag",
        11,
        3,
    ),
    (
        "against",
        "In kleinen Gemeinden gibt es keine Innenstadt. Warum nicht die Bücherei?",
        "https://www.bibliotheksverband.de/",
        "",
        6,
        0,
    ),
]
REGISTER = {
    "fields": {
        "title": "Ein Verzeichnis aller Server in Besenschränken",
        "summary": "Damit auffällt, welcher Dienst an einer einzigen Person hängt.",
        "title_translated": "A register of all servers in broom cupboards",
        "summary_translated": "So that somebody notices which service depends on a single person.",
    },
    "answers": [
        "*Erfundenes Beispiel.* Niemand weiß, wie viele Dienste nur laufen, weil jemand sie nebenher pflegt.",
        "Ein öffentliches Verzeichnis, in das alle eintragen, was sie betreiben.",
    ],
    "explanation": "Ein öffentliches Verzeichnis sagt auch denen, wo niemand hinsieht, die Böses wollen. Wer einen "
    "Dienst abgeben möchte, findet im nächsten Treffen jemanden.",
    "points": [
        ("for", "Erst wenn man sie zählt, bekommt Pflege eine Stelle im Haushalt.", "", "", 4, 2),
        ("against", "Eine Einladung an alle, die nach schlecht geschützten Rechnern suchen.", "", "", 12, 0),
    ],
}
