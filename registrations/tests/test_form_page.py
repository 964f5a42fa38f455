"""The sign-up form, as visitors use it."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civicevents.testing import make_organisation, make_published, make_ticket_type
from events.models import CoHost, Status
from registrations.models import Question, Registration, State

pytestmark = pytest.mark.django_db


def coming(**fields):
    """A public event in three weeks that takes sign-ups."""
    kind = {name: fields.pop(name) for name in ("has_waiting_list",) if name in fields}
    capacity = fields.pop("capacity", 30)
    start = timezone.now() + dt.timedelta(days=21)
    event = make_published(starts_at=start, publish_at=start - dt.timedelta(days=40), **fields)
    make_ticket_type(event, capacity=capacity, **kind)
    return event


def post(client, event, **fields):
    data = {"name": "Ada Lovelace", "email": "ada@example.org"} | fields
    return client.post(f"/events/{event.slug}/register/", data)


def test_one_request_signs_up_and_leads_to_the_answer_page(client):
    event = coming()
    answer = post(client, event)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/events/{event.slug}/register/sent/"
    assert Registration.objects.get().state == State.CONFIRMED
    page = client.get(answer.headers["Location"])
    assert "Ihr Platz ist sicher" in page.content.decode()
    assert not page.cookies and not answer.cookies


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "status", "statements"),
    [
        ({"capacity": None}, 303, 7),
        ({"capacity": 30}, 303, 8),  # and how many seats are free
        ({"capacity": 0}, 303, 7),
        ({"capacity": 0, "has_waiting_list": False}, 422, 5),  # neither a person nor a mail
    ],
    ids=["without a limit", "limited", "waiting list", "refused"],
)
def test_a_sign_up_takes_a_fixed_number_of_statements(client, kind, status, statements):
    """Besides what frames transactions."""
    event = coming(**kind)
    post(client, event, email="before@example.org")
    with CaptureQueriesContext(connection) as queries:
        assert post(client, event).status_code == status
    asked = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(asked) == statements, asked


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_questions_takes_two_statements_more(client, number):
    event = coming(capacity=None)
    questions = [Question.objects.create(event=event, text=f"Frage {n}") for n in range(number)]
    answers = {f"question_{question.pk}": "Antwort" for question in questions}
    post(client, event, email="before@example.org", **answers)
    with CaptureQueriesContext(connection) as queries:
        assert post(client, event, **answers).status_code == 303
    frames = ("SAVEPOINT", "RELEASE")
    assert len([query for query in queries if not query["sql"].startswith(frames)]) == 7 + 2
    assert Registration.objects.latest("pk").answers.count() == number


def test_the_form_stands_on_the_page_of_the_meetup(client):
    event = coming()
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'action="/events/{event.slug}/register/"' in page
    assert 'name="email"' in page


def test_nothing_typed_is_lost_when_something_is_missing(client):
    event = coming()
    question = Question.objects.create(event=event, text="Ihr Labor", required=True)
    answer = post(client, event, email="ada@", **{f"question_{question.pk}": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Ada Lovelace"' in page and 'value="ada@"' in page
    assert page.index("error-summary") < page.index('name="name"')
    assert "Ihr Labor" in page and "<title>Fehler:" in page
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", " Stadtlabor ", "Stadtlabor"),
        ("long_text", "Zwei\nZeilen", "Zwei\nZeilen"),
        ("choice", "Land", "Land"),
        ("several", ["Bund", "Land"], ["Bund", "Land"]),
        ("yes_no", "no", False),
        ("number", "12,5", 12.5),
        ("date", "2026-12-01", "2026-12-01"),
        ("consent", "on", True),
    ],
)
def test_answers_of_every_kind_are_kept(client, kind, typed, stored):
    event = coming()
    question = Question.objects.create(event=event, text="Frage", kind=kind, options="Bund\nLand")
    assert post(client, event, **{f"question_{question.pk}": typed}).status_code == 303
    assert Registration.objects.get().answers.get().value == stored


def test_a_sensitive_answer_needs_its_own_consent(client):
    event = coming()
    question = Question.objects.create(event=event, text="Was brauchen Sie?", sensitive=True)
    answer = post(client, event, **{f"question_{question.pk}": "Schriftdolmetschung"})
    assert answer.status_code == 422 and "Was brauchen Sie?" in answer.content.decode()
    both = {f"question_{question.pk}": "Schriftdolmetschung", f"consent_{question.pk}": "on"}
    assert post(client, event, **both).status_code == 303


def test_a_filled_trap_shows_the_form_again_and_drops_nobody(client):
    event = coming()
    answer = post(client, event, reference_note="buy now")
    assert answer.status_code == 422
    assert "Leere" in answer.content.decode() or "leer" in answer.content.decode()
    assert post(client, event, reference_note="").status_code == 303


def test_a_foreign_site_cannot_send_the_form_and_a_missing_origin_is_fine(client):
    event = coming()
    foreign = client.post(
        f"/events/{event.slug}/register/",
        {"name": "A", "email": "a@example.org"},
        headers={"Origin": "https://x.example"},
    )
    assert foreign.status_code == 403 and not Registration.objects.exists()


@pytest.mark.parametrize("origin", ["null", "http://[", "http://[::1", "//testserver", "http://testserver:99999", "é"])
def test_an_origin_that_is_no_address_is_foreign(client, origin):
    event = coming()
    for url in (f"/events/{event.slug}/register/", "/registrations/"):
        answer = client.post(url, {"name": "A", "email": "a@example.org"}, headers={"Origin": origin})
        assert answer.status_code == 403
    assert not Registration.objects.exists()


def test_what_somebody_typed_is_kept_nowhere(client):
    event = coming()
    for email in ("ada@", "ada@example.org"):
        kept = post(client, event, email=email).headers["Cache-Control"]
        assert "no-store" in kept and "private" in kept
    assert client.get(f"/events/{event.slug}/register/").headers["Cache-Control"] == "no-cache"


def test_a_full_event_offers_the_waiting_list(client):
    event = coming(capacity=1)
    post(client, event, email="first@example.org")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Auf die Warteliste" in page
    answer = post(client, event)
    assert answer.headers["Location"].endswith("/sent/waiting/")


def test_who_comes_too_late_is_told_so_and_can_send_the_same_again(client):
    event = coming(capacity=0, has_waiting_list=False, contact_email="fragen@example.org")
    question = Question.objects.create(event=event, text="Ihr Labor", kind="several", options="Nord\nSüd")
    typed = {"name": "Ada <Lovelace>", f"question_{question.pk}": ["Nord", "Süd"]}
    answer = post(client, event, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "no-store" in answer.headers["Cache-Control"]
    assert "Alle Plätze sind vergeben" in page and "fragen@example.org" in page
    assert "Ada &lt;Lovelace&gt;" in page and "Nord, Süd" in page
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    assert {name for name, _ in hidden} == {"name", "email", f"question_{question.pk}"}
    event.ticket_types.update(capacity=1)
    again = {}
    for name, value in hidden:
        again.setdefault(name, []).append(html.unescape(value))
    action = re.search(r'<form action="([^"]*)" method="post">', page).group(1)
    assert client.post(action, again).status_code == 303
    found = Registration.objects.get()
    assert (found.name, found.answers.get().value) == ("Ada <Lovelace>", ["Nord", "Süd"])


def test_where_only_one_ticket_type_is_full_the_form_offers_the_others(client):
    event = coming(capacity=0, has_waiting_list=False)
    other = make_ticket_type(event, name="Online")
    full = event.ticket_types.exclude(pk=other.pk).get()
    page = post(client, event, ticket_type=full.pk).content.decode()
    assert "Alle Plätze sind vergeben" in page and f'value="{other.pk}"' in page and 'value="Ada Lovelace"' in page


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_an_event_that_takes_nobody_says_why_with_the_contact(client, status):
    event = coming(contact_email="fragen@example.org")
    type(event).objects.filter(pk=event.pk).update(status=status)
    answer = post(client, event)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "fragen@example.org" in page and "ada@example.org" in page
    assert 'type="hidden"' not in page  # sending it again would be of no use
    assert not Registration.objects.exists()


def test_a_ticket_types_condition_binds_only_who_chooses_it(client):
    event = coming()
    office = make_ticket_type(event, name="Verwaltung", condition="Ich arbeite in einer Verwaltung.")
    other = event.ticket_types.exclude(pk=office.pk).get()
    assert post(client, event, ticket_type=office.pk).status_code == 422
    assert post(client, event, ticket_type=other.pk).status_code == 303


def test_drafts_and_unknown_events_have_no_form(client):
    assert client.get("/events/gibt-es-nicht/register/").status_code == 404


def test_a_session_is_not_looked_at(client, django_user_model):
    event = coming()
    client.force_login(django_user_model.objects.create_user("x@example.org", "pw"))
    assert post(client, event).status_code == 303


def test_errors_are_summed_up_once_and_the_button_leads_to_the_form_on_the_same_page(client):
    event = coming()
    assert post(client, event, email="").content.decode().count('class="error-summary"') == 1
    assert 'href="#sign-up"' in client.get(event.get_absolute_url()).content.decode()


def test_the_form_names_everybody_who_answers_for_the_data(client):
    event = coming()
    for name, joint in (("Mitamt", True), ("Zaungast", False)):
        CoHost.objects.create(
            event=event, organisation=make_organisation(name), is_joint_controller=joint, accepted_at=timezone.now()
        )
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert "Gemeinsam verantwortlich für die Daten: " in page
    assert "Mitamt" in page and "Zaungast" not in page


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2066", "🦙", "12345", " \t "])
def test_a_name_that_nobody_can_call_up_is_asked_for_again(client, name):
    assert post(client, coming(), name=name).status_code == 422
    assert not Registration.objects.exists()


def test_a_name_is_kept_in_one_line_and_in_its_reading_order(client):
    post(client, coming(), name="Ada\u202e  Lovelace 🦙")
    assert Registration.objects.get().name == "Ada Lovelace 🦙"
