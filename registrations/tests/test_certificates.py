"""Certificates of attendance: who gets one, what it proves, and that it stays true."""

import datetime as dt
import io
import resource

import pikepdf
import pytest
from django.utils import timezone, translation

from civicevents.testing import make_co_host, make_item, make_past, make_ticket_type, register
from events.models import ItemKind
from registrations.actions import Refused, cancel, certify, change_answers, check_in, erase_now
from registrations.certificates.codes import code_of
from registrations.certificates.contents import contact_minutes, contents_of
from registrations.certificates.letters import printed_name
from registrations.certificates.paper import pdf_of
from registrations.models import CertificateEdition, CertificateSettings, Registration
from registrations.views.certificates import proven

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def past_event(**fields):
    """Over since yesterday, 10:00 to 13:00 somewhere on the clock, with certificates."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) - 27 * HOUR
    event = make_past(**{"starts_at": start, "ends_at": start + 3 * HOUR, "publish_at": start - 500 * HOUR} | fields)
    CertificateSettings.objects.create(event=event, is_on=True, signer="Dr. Ida Amt", function="Leiterin")
    return event


def attended(event=None, name="Anna Muster", present=True, **fields):
    event = event or past_event()
    before = event.starts_at - 48 * HOUR
    anna = register(make_ticket_type(event), name, now=before, **fields)
    if present:
        check_in(registration=anna, now=event.starts_at)
    return Registration.objects.get(pk=anna.pk)


def address(registration, tail="certificate.pdf"):
    return f"/registrations/{registration.token}/{tail}"


def structure(node, found=None):
    """The tags of a PDF in reading order."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Array):
        for each in node:
            structure(each, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        if "/K" in node:
            structure(node.K, found)
    return found


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


# Who gets one


def test_whoever_was_present_gets_a_certificate_after_the_end(client):
    anna = attended()
    assert "Get the certificate" in client.get("/en" + address(anna, "")).content.decode()
    answer = client.post(address(anna))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-1.7")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert client.get(address(anna)).status_code == 302  # a scanner that follows links makes none


@pytest.mark.parametrize("why", ["absent", "off", "not over", "cancelled", "postponed"])
def test_nobody_else_gets_one(client, why):
    event = past_event(**{"ends_at": timezone.now() + HOUR} if why == "not over" else {})
    anna = attended(event, present=why != "absent")
    if why == "off":
        CertificateSettings.objects.update(is_on=False)
    if why == "cancelled":
        Registration.objects.update(state="cancelled", cancelled_at=timezone.now())
    if why == "postponed":
        type(event).objects.update(status="postponed", status_changed_at=timezone.now())
    assert "certificate" not in client.get("/en" + address(anna, "")).content.decode().lower()
    assert client.post(address(anna)).status_code == 409
    assert not CertificateEdition.objects.exists()


def test_the_name_is_fixed_once_it_stands_on_a_certificate():
    anna, now = attended(), timezone.now()
    change_answers(registration=anna, answers={}, name="Anna Mustermann", now=now)
    assert certify(registration=anna, now=now)[1] == "Anna Mustermann"
    with pytest.raises(Refused, match="Bescheinigung"):
        change_answers(registration=anna, answers={}, name="Ben Muster", now=now)


# What it says


def test_contact_time_is_what_is_on_the_agenda_without_breaks():
    event = past_event()
    start = event.starts_at
    make_item(event, "Vortrag", starts_at=start, ends_at=start + 50 * MINUTE)
    make_item(event, "Werkstatt A", starts_at=start + 50 * MINUTE, track="A")
    make_item(event, "Werkstatt B", starts_at=start + 50 * MINUTE, ends_at=start + 80 * MINUTE, track="B")
    make_item(event, "Pause", starts_at=start + 90 * MINUTE, kind=ItemKind.BREAK)
    make_item(event, "Rest", starts_at=start + 120 * MINUTE)
    assert contact_minutes(event, list(event.agenda_items.all())) == 90 + 60
    assert contents_of(event)["contents"] == ["Vortrag", "Werkstatt A", "Werkstatt B", "Rest"]


def test_without_a_timed_agenda_it_lasts_from_start_to_end_and_a_guess_is_no_certificate():
    event = past_event()
    make_item(event, "Irgendwann")
    items = list(event.agenda_items.all())
    assert contact_minutes(event, items) == 180
    event.open_end = True
    assert contact_minutes(event, items) is None
    event.certificate_settings.minutes = 45
    assert contents_of(event)["minutes"] == 45


@pytest.mark.parametrize(("language", "heading"), [("de", "Teilnahmebescheinigung"), ("en", "Certificate")])
def test_the_file_is_tagged_for_screen_readers(language, heading):
    event = past_event()
    make_item(event, "Begrüßung")
    make_co_host(event)
    contents, name = certify(registration=attended(event), now=timezone.now())
    with translation.override(language):
        pdf = opened(pdf_of(contents, name))
    assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == language
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title).startswith(heading)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
    tags = structure(pdf.Root.StructTreeRoot)
    assert tags[:2] == ["/Document", "/H1"] and {"/H2", "/L", "/LI", "/Figure", "/Link"} <= set(tags)
    for page in pdf.pages:
        assert "/StructParents" in page
        for font in page.Resources.Font.values():
            assert any(
                f"/FontFile{kind}" in each.FontDescriptor for kind in ("2", "3") for each in font.DescendantFonts
            )
            assert "/ToUnicode" in font


NAMES = [
    "Şükrü Yıldız",
    "Анна Иванова",
    "Ελένη",
    "محمد عبد الله",
    "דוד לוי",
    "Nguyễn Thị Ánh",
    "A" * 150,
    "Anna 👩🏽\u200d💻 \u202eMuster",
    "e\u0301\u0327\u0323 Zoë",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_many_kinds_are_set(name):
    contents, printed = certify(registration=attended(name=name), now=timezone.now())
    assert "\u202e" not in printed and "👩" not in printed
    assert opened(pdf_of(contents, printed)).Root.MarkInfo.Marked


def test_a_name_that_cannot_be_set_is_told_so_and_can_be_changed(client):
    anna = attended(name="王芳 Fang Wang")
    answer = client.post("/en" + address(anna))
    assert answer.status_code == 409 and "王 芳" in answer.content.decode()
    assert Registration.objects.get().certified_at is None
    with pytest.raises(Refused, match="kein einziger Buchstabe"):
        printed_name("🦙 !")


def test_what_organisers_typed_never_stops_a_certificate():
    event = past_event(title="#text[x] $1$ 王 <b> \u0601\u0300 👾", room="*")
    make_item(event, "\u0628\u0302\u05b0 #panic() \\ @x ```")
    CertificateSettings.objects.update(signer="🦙", function="#sys.inputs")
    contents, name = certify(registration=attended(event), now=timezone.now())
    assert opened(pdf_of(contents, name)).Root.MarkInfo.Marked


def test_the_portal_does_not_grow_with_the_certificates_it_makes():
    contents, name = certify(registration=attended(), now=timezone.now())
    pdf_of(contents, name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _each in range(12):
        pdf_of(contents, name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_000  # kB


# Checking it


def check(client, code, name, prefix="/en"):
    return client.post(f"{prefix}/certificates/check/", {"code": code, "name": name}).content.decode()


def test_it_can_be_verified_when_the_registration_is_gone(client):
    event, now = past_event(), timezone.now()
    make_item(event, "Datenpflege")
    contents, name = certify(registration=attended(event), now=now)
    erase_now(registration=Registration.objects.get(), now=now)
    page = check(client, code_of(contents, name), "anna  MUSTER")
    assert "is genuine" in page and "Datenpflege" in page and "Dr. Ida Amt, Leiterin" in page
    assert "3 h" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_code_proves_nothing_for_another_name_meetup_or_seal(client):
    contents, name = certify(registration=attended(), now=timezone.now())
    other, other_name = certify(registration=attended(past_event(title="Zweite Runde")), now=timezone.now())
    code, other_code = code_of(contents, name), code_of(other, other_name)
    last = "0" if code[-1] != "0" else "1"
    typed = [(code[:-1] + last, name), (code[:10] + other_code[10:], name), ("0" * 24, name), ("x", name), (code, "X")]
    pages = [check(client, *pair).replace(f'value="{pair[0]}"', "").replace(f'value="{pair[1]}"', "") for pair in typed]
    answers = set(pages)
    assert len(answers) == 1 and "do not belong together" in answers.pop()


def test_a_certificate_stays_true_when_the_meetup_is_changed_afterwards():
    event = past_event()
    contents, name = certify(registration=attended(event), now=timezone.now())
    type(event).objects.update(title="Anders")
    CertificateSettings.objects.update(signer="Wer anders", minutes=10)
    assert proven(code_of(contents, name).lower().replace("-", " "), name) == contents
    again, name = certify(registration=Registration.objects.get(), now=timezone.now())
    assert again["title"]["de"] == "Anders" and code_of(again, name) != code_of(contents, name)
    assert CertificateEdition.objects.count() == 2


def test_a_wording_that_was_tampered_with_proves_nothing():
    contents, name = certify(registration=attended(), now=timezone.now())
    CertificateEdition.objects.update(contents=contents | {"minutes": 3000})
    assert proven(code_of(contents, name), name) is None


def test_a_code_made_with_another_key_proves_nothing(settings):
    contents, name = certify(registration=attended(), now=timezone.now())
    code = code_of(contents, name)
    settings.CAPABILITY_KEY = "ein anderer Schlüssel, lang genug für alles"
    assert proven(code, name) is None


def test_what_is_stored_for_verifying_names_nobody_who_took_part():
    certify(registration=attended(name="Ada Geheimnis"), now=timezone.now())
    assert "Geheimnis" not in str(list(CertificateEdition.objects.values()))


def test_the_page_takes_the_code_of_the_picture_and_asks_for_the_name(client):
    page = client.get("/certificates/check/?code=ABCD-EFGH").content.decode()
    assert 'value="ABCD-EFGH"' in page
    answer = client.post("/certificates/check/", {"code": "ABCD"})
    assert answer.status_code == 422 and 'value="ABCD"' in answer.content.decode()
    assert not answer.cookies


def test_a_certificate_is_told_with_ones_own_data(client):
    anna = attended()
    client.post(address(anna))
    assert client.get(address(anna, "data.json")).json()["registration"]["certified_at"]


def test_cancelled_people_have_no_certificate_left(client):
    event = past_event(ends_at=timezone.now() + HOUR)
    anna = attended(event)
    cancel(registration=anna, now=timezone.now())
    assert client.post(address(anna)).status_code == 409
