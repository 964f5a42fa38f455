"""What Python writes instead of templates (form_renderer.py, templatetags/fields.py) is what these would write."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib import admin
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.translation import gettext_lazy

from accounts.models import Role
from civicevents.form_renderer import PortalFormRenderer
from civicevents.templatetags.fields import as_lines
from civicevents.testing import make_appearance, make_event, make_item, make_member
from civicevents.testing_forms import filled

HOSTILE = "\"><script>alert(1)</script>&amp;'Ä"
FIELDSET = Path(admin.__file__).parent / "templates" / "admin" / "includes" / "fieldset.html"


def tree(html):
    """The elements with their attributes and texts, without the space between them."""
    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=True):
        text.replace_with(" ".join(text.split()))
    return str(soup)


class Everything(forms.Form):
    text = forms.CharField(label=HOSTILE, max_length=10, help_text="<b>Hilfe</b>")
    number = forms.IntegerField(min_value=-1, localize=True)
    hidden = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))
    yes = forms.BooleanField(label=gettext_lazy("Event"))
    long = forms.CharField(widget=forms.Textarea({"rows": 3, "data-note": HOSTILE, "disabled": False}))
    one = forms.ChoiceField(
        choices=[("", HOSTILE), (HOSTILE, "A"), ("Gruppe <", [(1, "<B>"), (2, gettext_lazy("Event"))])]
    )
    several = forms.MultipleChoiceField(choices=[(number, number) for number in range(3)])
    truth = forms.NullBooleanField()


@pytest.mark.parametrize("data", [None, {}, dict.fromkeys(Everything.base_fields, HOSTILE), {"several": [1, 2]}])
def test_inputs_are_those_of_djangos_templates_whatever_was_typed(data):
    ours, theirs = Everything(data, renderer=PortalFormRenderer()), Everything(data, renderer=DjangoTemplates())
    for name in Everything.base_fields:
        assert tree(str(ours[name])) == tree(str(theirs[name]))
        assert tree(ours[name].label_tag()) == tree(theirs[name].label_tag())


def lines_of(response):
    fieldsets = [*response.context["adminform"]]
    for inline in response.context["inline_admin_formsets"]:
        fieldsets += [fieldset for form in inline for fieldset in form]
    return fieldsets


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_rows_of_the_event_form_are_those_of_djangos_template(client, role):
    event = make_event()
    make_item(event, people=[make_appearance(event)])
    client.force_login(make_member(event.organisation, role))
    path = f"/admin/events/event/{event.pk}/change/"
    pages = [client.get(path)]
    if role == Role.EDITOR:
        pages.append(
            client.post(path, filled(pages[0], "event_form") | {"title": "", "agenda_items-0-title": "", "ends": "x"})
        )
    for page in pages:
        assert page.status_code == 200
        for fieldset in lines_of(page):
            theirs = BeautifulSoup(
                Template(FIELDSET.read_text()).render(Context({"fieldset": fieldset})), "html.parser"
            )
            rows = "".join(str(row) for row in theirs.select(".form-row"))
            assert tree(as_lines(fieldset)) == tree(rows)
