"""Papers of data protection: drafts with an organisation's facts, for its managers."""

import pytest
from django.urls import reverse

from accounts.models import AccessibilityTest, LegalPage, Role
from accounts.papers import Paper, text_of
from civicevents.testing import NOW, make_member, make_organisation
from outbox.markdown import MAX_LENGTH, render
from outbox.retention import PERSONAL

pytestmark = pytest.mark.django_db
HOSTILE = "Amt | *laut* <script>alert(1)</script> [x](javascript:y)"


def address(organisation, paper="record"):
    return reverse("admin:accounts_organisation_paper", args=[organisation.pk, paper])


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("paper", Paper.values)
def test_a_paper_has_the_facts_and_shows_what_is_missing(paper, language):
    organisation = make_organisation(postal_address="Münsterplatz 1\nUlm", privacy_contact="Petra Schutz")
    text = text_of(paper, organisation, language=language, today=NOW.date())
    assert organisation.name in text and "Petra Schutz" in text and "Münsterplatz 1, Ulm" in text
    assert "**[" in text and len(text) < MAX_LENGTH * 0.9


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_record_lists_all_that_is_kept(language):
    text = text_of("record", make_organisation(), language=language, today=NOW.date())
    assert text.count("\n| ") == len(PERSONAL) + 1


def test_facts_are_text_in_a_paper():
    text = text_of("record", make_organisation(contact_name=HOSTILE), language="de", today=NOW.date())
    html = render(text)
    assert "*laut*" in html and "<script" not in html and 'href="javascript' not in html


def test_a_manager_reads_it_and_takes_it_along(client):
    user = make_member(role=Role.MANAGER)
    organisation = user.memberships.get().organisation
    client.force_login(user)
    assert "Verzeichnis von Verarbeitungstätigkeiten" in client.get(address(organisation)).content.decode()
    file = client.get(address(organisation) + "?file")
    assert file.headers["Content-Disposition"] == f'attachment; filename="record-{organisation.slug}.md"'
    assert file.content.decode().startswith("# Verzeichnis")
    assert client.get(address(organisation, "nonsense")).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_others_do_not_answer_for_the_data(client, role):
    user = make_member(role=role)
    client.force_login(user)
    assert client.get(address(user.memberships.get().organisation)).status_code == 403
    assert client.get(address(make_organisation("Anderes Amt"))).status_code == 404


def test_the_notice_becomes_the_first_draft_of_the_privacy_page(client):
    user = make_member(role=Role.MANAGER)
    own, foreign = user.memberships.get().organisation, make_organisation("Anderes Amt")
    client.force_login(user)
    add = reverse("admin:accounts_legalpage_add")
    page = client.get(add, {"kind": "privacy", "organisation": own.pk, "language": "en"}).content.decode()
    assert "What for, and on which basis" in page
    for query in ({"organisation": foreign.pk}, {"organisation": "x"}, {"language": "xx"}, {"kind": "imprint"}):
        wanted = {"kind": "privacy", "organisation": own.pk, "language": "en"} | query
        assert "What for, and on which basis" not in client.get(add, wanted).content.decode()


@pytest.mark.parametrize("own_text", [True, False])
def test_the_privacy_page_always_lists_what_is_kept(client, own_text):
    if own_text:
        LegalPage.objects.create(kind="privacy", language="de", body="Unser Text")
    page = client.get("/privacy/").content.decode()
    assert page.count("<dt>") == len(PERSONAL)
    assert ("Unser Text" in page) == own_text


def test_the_statement_on_accessibility_says_who_tested_when(client, settings):
    settings.ACCESSIBILITY_CONTACT = "barrieren@example.org"
    page = client.get("/accessibility/").content.decode()
    assert "Nur automatisch geprüft" in page and "mailto:barrieren@example.org" in page
    assert f"{settings.AUTOMATICALLY_TESTED_ON.day}." in page
    AccessibilityTest.objects.create(tested_on="2026-12-03", tested_with="NVDA, Firefox", findings="<b>Karte</b>")
    page = client.get("/accessibility/").content.decode()
    assert "Nur automatisch geprüft" not in page
    assert "3. Dezember 2026" in page and "NVDA, Firefox" in page and "&lt;b&gt;Karte" in page
