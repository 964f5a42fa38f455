"""What came of two meetups: the real one of 2021, of which no minutes are known, with an invented example of all that
can stand there; and an invented one under the Chatham House Rule.
"""

import datetime as dt

from django.core.files.base import ContentFile

from civicevents.demo import drawing, making
from civicevents.demo.slides import slides
from events.models import Event, Section
from participation import uploads
from participation.actions.results import publish
from participation.models import Material, Results
from pictures.models import Licence

INVENTED = "*Ein erfundenes Beispiel: Was an diesem Abend wirklich besprochen wurde, ist uns nicht bekannt.*"
KIND = Material.Kind


def load(house):
    state_and_volunteers(house)
    under_the_rule(house)
    plain_language()


def _without_results(number):
    """The event of that number, unless it is gone or has results already."""
    return Event.objects.filter(source="", source_id=number, results=None).first()


def _file(event, title, pages, **fields):
    material = Material(event=event, title=title, **fields)
    uploads.take(material, ContentFile(slides(pages), "folien.pdf"))
    material.save()


def state_and_volunteers(house):
    """Minutes, decisions, what follows, slides, a recording, a photo: everything, and nothing of it real."""
    event = _without_results("n3gz-2021-04-29")
    if event is None:
        return
    Results.objects.create(
        event=event,
        summary="Beispiel: Wer Ehrenamt und Amt zusammenbringen will, braucht Zuständige auf beiden Seiten.",
        takeaways=f"{INVENTED}\n\n- Ohne Ansprechperson im Amt versandet jede Übergabe.\n- Geld hilft, ein Vertrag "
        "über die Pflege hilft länger.\n- Wer früh fragt, muss später nichts abschalten.",
        decided="- Wir sammeln Projekte, die eine Übergabe suchen, an einer Stelle.\n- Beim nächsten Mal sitzt eine "
        "Vergabestelle mit am Tisch.",
        follow_up="1. **Bis Ende Mai:** Die Moderation stellt eine Vorlage für Übergaben ins Netz.\n2. **Im Juni:** "
        "Zwei Projekte probieren sie aus und berichten.",
        discussed="Nach einer kurzen Runde ging es um drei Fragen: Was macht ein Ehrenamt zuverlässig? Was darf eine "
        "Behörde übernehmen? Und wer bezahlt, wenn das Neue alt ist?",
    )
    _file(
        event,
        "Drei Wege der Zusammenarbeit",
        [
            ("Drei Wege der Zusammenarbeit", "Beispiel, erfunden für die Vorführung des Portals"),
            ("Fördern", "Geld auf Zeit", "Gut für Neues, schlecht für Pflege"),
            ("Beauftragen", "Ein Vertrag, auch über den Betrieb", "Braucht eine Vergabestelle, die mitdenkt"),
            ("Übernehmen", "Das Amt betreibt es selbst", "Braucht Menschen, die es verstehen"),
        ],
        author=making.DRAWN_BY,
        licence=Licence.CC_BY_4,
        position=1,
    )
    rows = [
        (KIND.MINUTES, "Mitschrift aus dem gemeinsamen Pad", "https://example.org/mitschrift", "Beispiel, erfunden"),
        (
            KIND.RECORDING,
            "Der ganze Abend",
            "https://example.org/aufzeichnung",
            "erfunden; 74 Min., Untertitel",
        ),
        (KIND.LINK, "Frag den Staat", "https://fragdenstaat.de/", ""),
    ]
    for position, (kind, title, url, note) in enumerate(rows, start=2):
        Material.objects.create(event=event, kind=kind, title=title, url=url, note=note, position=position)
    text = "Gezeichnetes Netz aus drei Linien, die sich an einem Halt treffen; Platzhalter für ein Foto des Abends."
    picture = making.picture(event.organisation, drawing.network("n3gz-2021"), text)
    Material.objects.create(event=event, kind=KIND.PHOTO, title="Drei Linien, ein Halt", picture=picture, position=9)
    publish(event=event, by=house.by, now=event.ends_at + dt.timedelta(days=2))


def under_the_rule(house):
    """Who said what stays out: no recording, no names."""
    event = _without_results("demo-n3gz-recent")
    if event is None:
        return
    Results.objects.create(
        event=event,
        summary="23 Menschen haben überlegt, wie Wissen bleibt, wenn jemand geht.",
        takeaways="- Eine Übergabe beginnt am ersten Arbeitstag, nicht am letzten.\n- Wer zu zweit arbeitet, übergibt "
        "nebenbei.\n- Was nur im Kopf steht, steht nirgends.",
        follow_up="Wir treffen uns in einem halben Jahr wieder und schauen, was davon geblieben ist.",
        attendance=23,
    )
    pages = [("Checkliste für Übergaben", "Zugänge", "Ansprechpersonen", "Was schiefgehen kann")]
    _file(event, "Checkliste für Übergaben", pages, kind=KIND.OTHER, author=making.DRAWN_BY, licence=Licence.CC0_1)
    publish(event=event, by=house.by, now=min(event.ends_at + dt.timedelta(days=2), house.calendar.now))


def plain_language():
    """The next edition can be read in plain language."""
    event = Event.objects.filter(source="", source_id="demo-n3gz-next", plain_title="").first()
    if event is None:
        return
    event.plain_title = "Wer kümmert sich um Computer·programme?"
    event.plain_summary = (
        "Viele Menschen machen Computer·programme für alle.\nSie bekommen dafür kein Geld.\n"
        "Die Programme müssen gepflegt werden.\nWir reden darüber: Wer macht das?"
    )
    event.save(update_fields=["plain_title", "plain_summary"])
    texts = {
        "Das Thema": (
            "Darum geht es",
            "Neue Programme bekommen oft Geld.\nAlte Programme bekommen oft kein Geld.\nAber viele brauchen die alten "
            "Programme.\n\nZum Beispiel:\n\n- Damit finden Menschen den nächsten Bus.\n- Damit lesen Menschen, was der "
            "Stadt·rat beschließt.",
        ),
        "Das Format": (
            "So läuft das Treffen ab",
            "Zuerst erzählen 3 Menschen von ihrer Arbeit.\nDanach reden alle zusammen.\nSie können Fragen stellen.\n"
            "Sie können auch nur zuhören.",
        ),
    }
    for section in Section.objects.filter(event=event, heading__in=texts):
        section.plain_heading, section.plain_body = texts[section.heading]
        section.save()
