"""The words that `bench/fill.py` makes meetups of, German and English. All of it is invented."""

GIVEN = """
Aylin Amira Anton Aras Birte Bogdan Carla Cem Daria Dietmar Elif Emre Enno Fatma Finn Frieda Gesine Goran Hannah Henrik
Ilka Imke Ivo Jamal Jana Jörg Kaja Karim Katja Leyla Lorenz Mads Małgorzata Marlene Mehmet Milena Nele Niklas Noémie
Olena Oskar Paula Pınar Quirin Rahel Renée Selim Svenja Søren Tabea Thilo Ulla Vera Vojtěch Wiebke Yannick Zoë Zübeyde
"""
FAMILY = """
Ahrens Albrecht Aydın Bäcker Brückner Czerny Demir Deniz Eckstein Ehlers Faßbender Fröhlich Gärtner Götz Hansen Hölscher
Ilić Jäger Janssen Kaya Keßler Köhler Kowalski Krüger Lehmann Lüders Mäder Möller Naumann Nguyễn Oğuz Ostermann Özdemir
Petersen Pfeiffer Quandt Rößler Rühl Schäfer Schönfeld Şahin Thiele Tůma Ulrich Vogt Voß Wagner Weiß Wójcik Yıldız Zorn
"""
TITLES = ["", "", "", "", "", "Dr.", "Prof. Dr."]
FUNCTIONS = [
    "Referatsleitung Digitalisierung, {place}",
    "Projektleitung Offene Daten, {place}",
    "Freiwillige im OK Lab {place}",
    "Wissenschaftliche Mitarbeit, Hochschule {place}",
    "Open Data Officer, City of {place}",
    "Product Owner, {place} Digital",
]
# Town, postal code, latitude, longitude.
TOWNS = [
    ("Berlin", "10115", 52.53, 13.38), ("Hamburg", "20095", 53.55, 10.0), ("München", "80331", 48.14, 11.57),
    ("Köln", "50667", 50.94, 6.96), ("Leipzig", "04109", 51.34, 12.37), ("Ulm", "89073", 48.4, 9.99),
    ("Kassel", "34117", 51.31, 9.5), ("Münster", "48143", 51.96, 7.63), ("Dresden", "01067", 51.05, 13.74),
    ("Freiburg im Breisgau", "79098", 48.0, 7.85), ("Görlitz", "02826", 51.15, 14.99), ("Kiel", "24103", 54.32, 10.13),
    ("Saarbrücken", "66111", 49.23, 7.0), ("Lübeck", "23552", 53.87, 10.69), ("Nürnberg", "90402", 49.45, 11.08),
    ("Zürich", "8001", 47.37, 8.54), ("Wien", "1010", 48.21, 16.37), ("Bad Wörishofen", "86825", 48.01, 10.6),
]  # fmt: skip
HOUSES = ["Rathaus", "Stadtbibliothek", "Bürgerhaus", "Haus der Wissenschaft", "Kulturzentrum", "Gründerzentrum"]
STREETS = ["Hauptstraße", "Am Markt", "Schillerstraße", "Bahnhofsplatz", "Lange Gasse", "Straße der Einheit"]
PLATFORMS = ["BigBlueButton", "Jitsi", "Nextcloud Talk", "OpenTalk", "Senfcall", "WorkAdventure", "Webex", "Zoom"]
ORGANISATIONS = ["Amt für Digitales", "OK Lab", "Digitalagentur", "Innovationsbüro", "Freies Netz", "Zukunftswerkstatt"]
SERIES = ["Werkstattgespräch", "Feierabendrunde", "Datenfrühstück", "Lernreihe", "Netzwerktreffen", "Praxisforum"]
PROGRAMMES = ["Digitaltag", "Woche der Verwaltung", "Open Data Day", "Stadt der Zukunft", "Civic Tech Summer"]
# German and English.
TOPICS = [
    ("Offene Daten", "Open data"), ("Barrierefreiheit", "Accessibility"), ("Künstliche Intelligenz", ""),
    ("Beteiligung", "Participation"), ("Registermodernisierung", ""), ("Open Source", "Open source"),
    ("Klimaanpassung", "Climate adaptation"), ("Verkehrswende", "Mobility"), ("Datenschutz", "Data protection"),
    ("Servicedesign", "Service design"), ("Onlinezugangsgesetz", ""), ("Digitale Souveränität", "Digital sovereignty"),
    ("Vergabe", "Procurement"), ("Wissensmanagement", "Knowledge management"), ("Bürgerdienste", "Public services"),
    ("Haushaltsdaten", "Budgets"), ("Geodaten", "Geodata"), ("Schule", "Schools"), ("Ehrenamt", "Volunteering"),
    ("Sprachmodelle", "Language models"), ("Transparenz", "Transparency"), ("Führung", "Leadership"),
]  # fmt: skip
AUDIENCES = [("Verwaltung", "Public administration"), ("Ehrenamt", "Volunteers"), ("Wissenschaft", "Science")]

GERMAN = {
    "what": """
Offene Daten|Haushaltsdaten|Sprachmodelle|Einfache Sprache|Digitale Anträge|Bürgerbeteiligung|Sensoren im Stadtwald
Die elektronische Akte|Barrierefreie Formulare|Gemeinsame Register|Luftqualität|Der digitale Bauantrag|Ratsinformationen
Agile Vergabe|Quelloffene Fachverfahren|Wissensaustausch|Fahrradzählstellen|Digitale Ehrenamtskarte|Stadtmodelle in 3D
""",
    "how": """
im Alltag|für Einsteiger:innen|nach zwei Jahren|in kleinen Gemeinden|selbst gemacht|zwischen Anspruch und Wirklichkeit
ohne Umwege|über Ländergrenzen hinweg|gemeinsam weiterdenken|in fünf Schritten|und was daraus wurde|aus erster Hand
""",
    "sentence": """
Wir zeigen an Beispielen aus drei Städten, was sich bewährt hat und was nicht.
Nach einem kurzen Impuls ist viel Zeit für Fragen, Erfahrungen und Widerspruch.
Vorkenntnisse sind nicht nötig; wer mag, bringt eigene Daten oder ein offenes Problem mit.
Die Runde lebt davon, dass Verwaltung und Zivilgesellschaft miteinander statt übereinander reden.
Aus dem letzten Treffen liegt ein Entwurf vor, den wir gemeinsam überarbeiten.
Eine Kollegin aus der Praxis berichtet, wie sie mit knappen Mitteln angefangen hat.
Am Ende steht eine Liste mit Dingen, die sich schon am nächsten Tag umsetzen lassen.
""",
    "item": """
Begrüßung und Vorstellungsrunde|Impuls aus der Praxis|Werkstatt in kleinen Gruppen|Pause mit Gesprächen
Blick hinter die Kulissen|Offene Fragen|Ergebnisse und Verabredungen|Ausklang
""",
    "heading": "Darum geht es|Ablauf|Zum Weiterlesen|Was Sie mitbringen",
}
ENGLISH = {
    "what": """
Open Data|Budgets That People Read|Language Models|Plain Language|Digital Forms|Participation|Sensors in the City
Records Without Paper|Accessible Documents|Shared Registers|Air Quality|Planning Permission Online|Council Papers
""",
    "how": """
in Everyday Work|for Beginners|Two Years Later|in Small Towns|Made at Home|Between Promise and Practice|First Hand
""",
    "sentence": """
We look at examples from three cities: what worked, what did not, and why.
After a short talk there is plenty of time for questions and second thoughts.
No experience needed; bring your own data or a problem that you are stuck with.
The group works because administration and volunteers talk with each other.
We pick up the draft of the last meeting and bring it to an end together.
""",
    "item": """
Welcome and Introductions|A Case from Practice|Working in Small Groups|Break|Open Questions|What We Agreed|Get-together
""",
    "heading": "What it is about|How it works|Further reading|What to bring",
}


def pool(words):
    """The phrases of one of the texts above: parted by lines and, where there are any, bars."""
    return [phrase.strip() for line in words.strip().splitlines() for phrase in line.split("|")]


GIVEN, FAMILY = GIVEN.split(), FAMILY.split()
GERMAN, ENGLISH = ({kind: pool(words) for kind, words in each.items()} for each in (GERMAN, ENGLISH))
