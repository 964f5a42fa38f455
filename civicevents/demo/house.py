"""What the demo's pages share: organisations, accounts, topics, audiences, places."""

from dataclasses import dataclass

from accounts.models import Organisation, Role, User
from civicevents.demo import making
from civicevents.demo.making import Calendar
from events.models import Audience, Platform, Topic, Venue

TOPICS = {
    "together": ("Staat und Zivilgesellschaft", "State and civil society"),
    "civic_tech": ("Civic Tech", "Civic tech"),
    "open_data": ("Offene Daten", "Open data"),
    "open_source": ("Open Source", "Open source"),
    "modern": ("Verwaltungsmodernisierung", "Public sector reform"),
    "learning": ("Fehlerkultur", "Learning from failure"),
    "labs": ("Innovationslabore", "Innovation labs"),
    "smart_city": ("Smart City", "Smart city"),
    "participation": ("Beteiligung", "Participation"),
    "ai": ("Künstliche Intelligenz", "Artificial intelligence"),
    "crisis": ("Krisenbewältigung", "Crisis response"),
}
AUDIENCES = {
    "administration": ("Verwaltung", "Administration"),
    "volunteers": ("Ehrenamt", "Volunteers"),
    "civil_society": ("Vereine und Verbände", "Associations"),
    "science": ("Wissenschaft", "Science"),
    "business": ("Wirtschaft", "Business"),
    "providers": ("Dienstleister:innen der Verwaltung", "Service providers"),
    "newcomers": ("Nachwuchs", "Newcomers"),
    "labs": ("Innovationslabore", "Innovation labs"),
    "everybody": ("Alle Interessierten", "Everybody"),
}


@dataclass(frozen=True)
class House:
    """What every page of the demo builds on. ``by`` is the editor in whose name events are published."""

    calendar: Calendar
    by: User
    organisations: dict[str, Organisation]
    topics: dict[str, Topic]
    audiences: dict[str, Audience]
    platforms: dict[str, Platform]
    venues: dict[str, Venue]

    def tags(self, topics, audiences):
        """The parts of an event that name topics and audiences, by the keys above."""
        return {
            "topics": [self.topics[key] for key in topics],
            "audiences": [self.audiences[key] for key in audiences],
        }


def build(now, password):
    organisations = make_organisations()
    accounts = make_accounts(organisations, password)
    return House(
        calendar=Calendar(now),
        by=accounts["editor"],
        organisations=organisations,
        topics={key: making.topic(*names) for key, names in TOPICS.items()},
        audiences={key: making.audience(*names) for key, names in AUDIENCES.items()},
        platforms=make_platforms(organisations),
        venues=make_venues(organisations),
    )


def make_organisations():
    negz = making.organisation(
        "negz",
        "Nationales E-Government Kompetenzzentrum e. V.",
        short_name="NEGZ",
        summary="Der Verein, zu dem das Nachwuchsnetzwerk N3GZ gehört.",
        website="https://negz.org/",
        contact_name="Geschäftsstelle (Demo)",
        contact_email="negz@example.org",
    )
    n3gz = making.organisation(
        "n3gz",
        "N3GZ – Nachwuchsnetzwerk Digitale Verwaltung",
        short_name="N3GZ",
        parent=negz,
        summary="Nachwuchskräfte aus Wissenschaft, Wirtschaft und Verwaltung, die an der digitalen Verwaltung "
        "arbeiten.",
        description=(
            "Im N3GZ finden sich Menschen am Anfang ihres Berufswegs: aus **Wissenschaft, Wirtschaft und "
            "Verwaltung**. Was sie verbindet, ist die Frage, wie öffentliche Stellen digital arbeiten können. "
            "Getragen wird das Netzwerk vom Nationalen E-Government Kompetenzzentrum e. V., dessen Gruppe es ist."
        ),
        website="https://n3gz.org/",
        contact_name="Orga-Team (Demo)",
        contact_email="n3gz@example.org",
    )
    bmfsfj = making.organisation(
        "bmfsfj",
        "Bundesministerium für Familie, Senioren, Frauen und Jugend",
        short_name="BMFSFJ",
        website="https://www.bmfsfj.de/",
    )
    return {
        "negz": negz,
        "n3gz": n3gz,
        "bmfsfj": bmfsfj,
        "innovation": making.organisation(
            "innovationsbuero",
            "Innovationsbüro",
            parent=bmfsfj,
            summary="Bringt digitale Zivilgesellschaft und Familienministerium an einen Tisch, jedes Vierteljahr neu.",
            contact_name="Team Innovationswerkstatt (Demo)",
            contact_email="innovationsbuero@example.org",
        ),
        "apiarista": making.organisation(
            "gescheiterweiter",
            "GeScheiterWeiter (Apiarista GmbH)",
            short_name="GeScheiterWeiter",
            summary="Geschichten vom Stolpern und Weitermachen in der öffentlichen Verwaltung.",
            website="https://www.gescheiterweiter.de/",
            contact_name="Redaktion (Demo)",
            contact_email="gescheiterweiter@example.org",
        ),
        "bitkom": making.organisation(
            "bitkom",
            "Bitkom e. V.",
            short_name="Bitkom",
            summary="Digitalverband und Mitveranstalter der Smart Country Convention.",
            website="https://www.bitkom.org/",
            contact_email="bitkom@example.org",
        ),
        "opengov": making.organisation(
            "open-gov-labs",
            "Netzwerk Open Gov Labs",
            short_name="Open Gov Labs",
            summary="Orte, an denen Verwaltung und Zivilgesellschaft zur selben Zeit am selben Tisch arbeiten.",
            contact_name="Koordination (Demo)",
            contact_email="opengovlabs@example.org",
        ),
        "citylab": making.organisation(
            "citylab-berlin",
            "CityLAB Berlin",
            summary="Öffentliches Innovationslabor im früheren Flughafen Tempelhof.",
            website="https://citylab-berlin.org/",
            contact_name="CityLAB Berlin",
            contact_email="info@citylab-berlin.org",
        ),
        "dit": making.organisation(
            "pg-dit",
            "Projektgruppe Digital Innovation Team im Bundesministerium des Innern",
            short_name="BMI PG DIT",
            summary="Die Innovationseinheit des Bundesinnenministeriums.",
            contact_email="dit@example.org",
        ),
    }


def make_accounts(organisations, password):
    """One account for each role; the manager's and the editor's also work for a second organisation."""
    accounts = {
        "admin": making.user("admin@example.org", "Ada Admin", password, is_superuser=True),
        "manager": making.user("leitung@example.org", "Leyla Leitung", password),
        "editor": making.user("redaktion@example.org", "Rada Redaktion", password),
        "viewer": making.user("lesen@example.org", "Lou Lesen", password),
    }
    for key, role in (("manager", Role.MANAGER), ("editor", Role.EDITOR), ("viewer", Role.VIEWER)):
        making.member(accounts[key], organisations["n3gz"], role)
    making.member(accounts["manager"], organisations["citylab"], Role.MANAGER)
    making.member(accounts["editor"], organisations["innovation"], Role.EDITOR)
    return accounts


def make_platforms(organisations):
    host = organisations["n3gz"]
    return {
        "zoom": making.platform(
            host,
            "Zoom",
            in_browser=True,
            phone_dial_in=True,
            test_url="https://zoom.us/test",
            website="https://zoom.us/",
            note="Läuft im Browser, auch ohne Programm. Wer kein gutes Netz hat, wählt sich per Telefon ein.",
        ),
        "wonder": making.platform(
            organisations["apiarista"],
            "Wonder.me",
            in_browser=True,
            phone_dial_in=False,
            live_captions=False,
            note="Ein Raum zum Umherlaufen im Browser; wer nah beieinander steht, hört sich. Den Dienst gibt es "
            "nicht mehr.",
        ),
        "bbb": making.platform(
            organisations["innovation"],
            "BigBlueButton",
            in_browser=True,
            phone_dial_in=True,
            live_captions=True,
            website="https://bigbluebutton.org/",
            note="Läuft im Browser. Untertitel schreiben zwei Menschen live mit.",
        ),
    }


def make_venues(organisations):
    return {
        "house": making.venue(
            organisations["innovation"],
            "Haus am Stellwerk (Demo)",
            kind=Venue.Kind.COMMUNITY,
            operator="Stellwerk gGmbH (erfunden)",
            street="Beispielstraße 12",
            postal_code="10115",
            city="Berlin",
            wheelchair="full",
            accessible_toilet=True,
            hearing_loop=True,
            accessibility_note=(
                "Stufenlos vom Hof, Tür 95 cm breit, Aufzug in alle Stockwerke. Ein ruhiger Raum liegt neben dem Saal."
            ),
            opening_hours="Montag bis Freitag 8 bis 22 Uhr, bei Veranstaltungen auch am Wochenende.",
            directions="Von der **S-Bahn** sind es vier Minuten zu Fuß, immer geradeaus. Fahrräder stehen im Hof.",
        ),
        "workshop": making.venue(
            organisations["opengov"],
            "Offene Werkstatt am Marktplatz (Demo)",
            kind=Venue.Kind.LAB,
            operator="Stadt Musterstadt und Werkstatt e. V. (beide erfunden)",
            street="Marktplatz 3",
            postal_code="99999",
            city="Musterstadt",
            wheelchair="partial",
            accessible_toilet=True,
            hearing_loop=False,
            accessibility_note="Das Erdgeschoss ist stufenlos. Zur Galerie führen zwölf Stufen, dort findet nichts "
            "statt.",
            opening_hours="Täglich 8 bis 22 Uhr.",
        ),
        "citylab": making.venue(
            organisations["citylab"],
            "CityLAB Berlin",
            kind=Venue.Kind.LAB,
            operator="Technologiestiftung Berlin",
            street="Platz der Luftbrücke 4",
            postal_code="12101",
            city="Berlin",
            wheelchair="full",
            accessible_toilet=True,
            website="https://citylab-berlin.org/",
            directions="U6 bis **Platz der Luftbrücke**, dann über den Vorplatz des früheren Flughafens.",
        ),
    }
