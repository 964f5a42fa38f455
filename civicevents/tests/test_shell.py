"""The page frame: what every page shares."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import get_default_renderer
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from accounts.required_sentences import RequiredSentences
from civicevents import errors, stylesheet

REQUEST = RequestFactory()


def page_at(path, **query):
    with translation.override("en" if path.startswith("/en/") else "de"):
        return errors.not_found(REQUEST.get(path, query))


def test_the_language_switch_leads_to_the_same_page_with_its_filters():
    html = page_at("/events/", q="labor").content.decode()
    assert '<a href="/en/events/?q=labor" lang="en" hreflang="en">English</a>' in html
    html = page_at("/en/events/", q="labor").content.decode()
    assert '<a href="/events/?q=labor" lang="de" hreflang="de">Deutsch</a>' in html


def test_an_address_cannot_break_out_of_the_language_switch():
    html = page_at('/events/"><script>alert(1)</script>/').content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.csrf_failure, 403), (errors.not_found, 404)],
)
def test_error_pages_need_no_database_and_set_no_cookie(handler, status):
    response = handler(REQUEST.get("/nowhere/"))
    assert response.status_code == status
    assert b"<h1>" in response.content
    assert not response.cookies


@pytest.mark.parametrize("name", ["410.html", "429.html", "500.html"])
def test_the_other_error_pages_render_without_a_context(name):
    html = engines["django"].get_template(name).render()
    assert "<h1>" in html
    assert settings.SITE_NAME in html


def test_an_error_is_answered_even_where_static_files_were_never_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    response = errors.server_error(REQUEST.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_the_stylesheet_holds_every_part_and_no_comment():
    css = stylesheet.assemble()
    assert css.startswith("@layer reset, tokens, base, layout, components, utilities, print;")
    assert ".status--waitlist" in css
    assert "/*" not in css
    assert css.count("{") == css.count("}")


# Form fields ----------------------------------------------------------------------------------------------------------


class EveryWidget(RequiredSentences, forms.Form):
    PAIRS = [("a", "A"), ("b", "B")]
    text = forms.CharField(label="Text", help_text="<b>not markup</b>")
    number = forms.IntegerField(label="Number")
    email = forms.EmailField(label="Mail", required=False)
    url = forms.URLField(label="Link", required=False, assume_scheme="https")
    search = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    long = forms.CharField(label="Long", widget=forms.Textarea)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    moment = forms.SplitDateTimeField(
        label="Moment",
        help_text="Date and time",
        widget=forms.SplitDateTimeWidget(date_attrs={"aria-label": "Date"}, time_attrs={"aria-label": "Time"}),
    )
    years = forms.DateField(label="Birthday", required=False, widget=forms.SelectDateWidget(years=[2000, 2001]))
    choice = forms.ChoiceField(label="Choice", choices=PAIRS)
    several = forms.MultipleChoiceField(label="Several", choices=PAIRS)
    radio = forms.ChoiceField(label="Radio", choices=PAIRS, widget=forms.RadioSelect, help_text="One")
    boxes = forms.MultipleChoiceField(label="Boxes", choices=PAIRS, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="Agree", help_text="Must")
    unknown = forms.NullBooleanField(label="Yes or no", required=False)
    file = forms.FileField(label="File")
    picture = forms.ImageField(label="Picture", required=False, widget=forms.ClearableFileInput)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    own = forms.CharField(label="Own", error_messages={"required": "Tell us your own."})


class Page(HTMLParser):
    """Collects ids and what refers to them; complains about unbalanced tags."""

    VOID = {"input", "br", "img", "meta", "link", "use", "path", "circle", "hr"}

    def __init__(self, html):
        super().__init__()
        self.ids, self.references, self.open = [], set(), []
        self.feed(html)
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        self.references |= {attributes[name] for name in ("for",) if name in attributes}
        self.references |= set((attributes.get("aria-describedby") or "").split())
        self.references |= set((attributes.get("aria-labelledby") or "").split())
        if (attributes.get("href") or "").startswith("#"):
            self.references.add(attributes["href"][1:])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag, tag


def render(source, **context):
    return engines["django"].from_string("{% load crispy_forms_tags %}" + source).render(context)


def check(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids)), "an id twice"
    assert page.references <= set(page.ids), page.references - set(page.ids)
    return html


@pytest.mark.parametrize("data", [None, {}], ids=["empty", "refused"])
def test_every_widget_is_labelled_described_and_well_formed(data):
    form = EveryWidget(data)
    html = check(render("<form>{{ form|crispy }}</form>", form=form))
    if data is not None:
        assert '<a href="#id_text">' in html
        assert '<a href="#id_radio_0">' in html
        assert '<a href="#id_moment_0">' in html


def test_help_texts_are_text():
    assert "&lt;b&gt;not markup&lt;/b&gt;" in render("{{ form.text|as_crispy_field }}", form=EveryWidget())


def test_djangos_own_rendering_looks_the_same():
    assert get_default_renderer().field_template_name == "portal/field.html"
    form = EveryWidget({})
    for name in ("text", "radio", "agree", "long"):
        own = render("{{ field.as_field_group }}", field=form[name])
        assert " ".join(own.split()) == " ".join(render("{{ field|as_crispy_field }}", field=form[name]).split())


def test_formsets_are_well_formed():
    formset = forms.formset_factory(EveryWidget, extra=2)()
    check(render("{% crispy formset %}", formset=formset))


def test_a_missing_entry_is_called_by_its_name():
    with translation.override("en"):
        errors_of = EveryWidget({}).errors
        assert errors_of["number"] == ["Please fill in: Number"]
        assert errors_of["own"] == ["Tell us your own."]
