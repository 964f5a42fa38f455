"""Exports: what is in them, what does not run, and that they are noted. Promise 10."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from civicevents.testing import make_member, make_published, make_ticket_type, register
from registrations.exports import inert
from registrations.models import Export, Question

pytestmark = pytest.mark.django_db
FORMULAS = [
    "=1+1",
    " =1+1",
    "+49",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\x01=1",
    "\u00a0=1",
]


@pytest.fixture
def event(client):
    client.force_login(make_member())
    return make_ticket_type(make_published(slug="daten")).event


def taken(client, event, **data):
    values = {"format": "csv", "states": ["confirmed", "waitlisted", "pending"]} | data
    response = client.post(reverse("admin:registrations_signup_export", args=[event.pk]), values)
    assert response.status_code == 200
    return response.getvalue()


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_run_gets_an_apostrophe(text):
    assert inert(text).startswith("'")


def test_other_text_stays():
    assert [inert(value) for value in ("Änne", "a=b", None, 7, " Ulm ")] == ["Änne", "a=b", "", "7", "Ulm"]


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "＝1+1"])
def test_formulas_are_inert_in_both_files(client, event, formula):
    question = Question.objects.create(event=event, text=formula)
    register(event.ticket_types.get(), formula, "x@example.org", answers={question.pk: formula})
    head, row = csv_rows(taken(client, event))
    assert (row[0], row[-1], head[-1]) == (f"'{formula}",) * 3
    sheet = sheet_of(taken(client, event, format="xlsx"))
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert sheet["A2"].value == f"'{formula}"


def test_the_file_opens_right_in_excel(client, event):
    register(event.ticket_types.get(), "Änne Öz; die Dritte")
    content = taken(client, event)
    assert content.startswith(b"\xef\xbb\xbf")
    assert csv_rows(content)[1][0] == "Änne Öz; die Dritte"
    assert sheet_of(taken(client, event, format="xlsx"))["A2"].value == "Änne Öz; die Dritte"


def test_sensitive_answers_come_along_only_when_ticked(client, event):
    question = Question.objects.create(event=event, text="Was brauchen Sie?", sensitive=True)
    register(event.ticket_types.get(), "Anna", answers={question.pk: "Rampe"})
    assert "Rampe" not in taken(client, event).decode()
    assert "Rampe" in taken(client, event, with_sensitive="on").decode()
    assert list(Export.objects.order_by("pk").values_list("with_sensitive", flat=True)) == [False, True]


def test_every_export_is_noted(client, event):
    register(event.ticket_types.get(), "Anna")
    taken(client, event, format="xlsx")
    noted = Export.objects.get()
    assert (noted.event, noted.format, noted.rows) == (event, "xlsx", 1)
    assert noted.by.memberships.exists()


def test_looking_at_the_page_exports_nothing(client, event):
    client.get(reverse("admin:registrations_signup_export", args=[event.pk]))
    assert not Export.objects.exists()


def test_more_rows_than_are_fetched_at_once_come_in_order_and_once(client, event, monkeypatch):
    monkeypatch.setattr("registrations.exports.SHARE", 2)
    for name in ("A", "B", "C", "D", "E"):
        register(event.ticket_types.get(), name)
    assert [row[0] for row in csv_rows(taken(client, event))[1:]] == ["A", "B", "C", "D", "E"]
