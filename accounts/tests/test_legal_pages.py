import pytest

from accounts.models import LegalPage
from civicevents.testing import make_organisation

pytestmark = pytest.mark.django_db
KINDS = ["imprint", "privacy", "accessibility"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_says_something_before_anybody_entered_it(client, kind):
    organisation = make_organisation(contact_email="amt@example.org")
    for prefix in ("", "/en"):
        for address in (f"{prefix}/{kind}/", f"{prefix}/organisations/{organisation.slug}/{kind}/"):
            answer = client.get(address)
            assert answer.status_code == 200 and "<p>" in answer.content.decode().split("prose")[1]
            assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")


def test_the_statement_on_accessibility_claims_no_more_than_was_tested(client):
    page = client.get("/accessibility/").content.decode()
    assert "Nur automatisch geprüft" in page and "kein Mensch das Portal mit einem Screenreader geprüft" in page


def test_an_entered_text_takes_the_place_of_the_default(client):
    LegalPage.objects.create(kind="imprint", language="de", body="# Wir\n\n<b>Amt</b>, **Ulm**")
    page = client.get("/imprint/").content.decode()
    assert "<h2>Wir</h2>" in page and "<strong>Ulm</strong>" in page and "<b>" not in page


def test_a_text_in_the_other_language_is_shown_and_marked(client):
    LegalPage.objects.create(kind="imprint", language="de", body="Amt in Ulm")
    page = client.get("/en/imprint/").content.decode()
    assert "only available in German" in page and '<div class="prose" lang="de">' in page and "Amt in Ulm" in page


def test_an_organisation_has_its_own_text_and_else_its_own_facts(client):
    organisation = make_organisation(
        contact_email="amt@example.org", postal_address="Münsterplatz 1\nUlm", privacy_contact="Petra Schutz"
    )
    LegalPage.objects.create(kind="imprint", language="de", body="Das Portal")
    LegalPage.objects.create(kind="privacy", language="de", body="Das Portal")
    own = f"/organisations/{organisation.slug}"
    assert "Münsterplatz 1<br>Ulm" in client.get(f"{own}/imprint/").content.decode()
    assert "Petra Schutz" in client.get(f"{own}/privacy/").content.decode()
    LegalPage.objects.create(kind="imprint", language="de", organisation=organisation, body="Das Amt")
    assert "Das Amt" in client.get(f"{own}/imprint/").content.decode()
    assert "Das Amt" not in client.get("/imprint/").content.decode()


def test_an_unknown_organisation_has_none(client):
    assert client.get("/organisations/nobody/imprint/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_takes_one_query_for_each_thing_on_it(client, kind, django_assert_num_queries):
    tests = kind == "accessibility"  # one statement more
    with django_assert_num_queries(1 + tests):
        client.get(f"/{kind}/")
    organisation = make_organisation()
    organisation.get_absolute_url()
    with django_assert_num_queries(2 + tests):
        client.get(f"/organisations/{organisation.slug}/{kind}/")
