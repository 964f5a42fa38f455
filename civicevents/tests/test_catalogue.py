"""Message ids are extracted exactly as Django looks them up; the check finds what is missing."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.template import Context, Template
from django.utils import translation

from civicevents import catalogue

TEMPLATES = [
    ('{% translate "Save" %}', "Save"),
    ("{% translate 'Say \"yes\"' %}", 'Say "yes"'),
    ('{% translate "100 % free" %}', "100 %% free"),
    ('{% translate "May" context "month" %}', ("month", "May")),
    ('{{ _("Open")|upper }}', "Open"),
    ('{% with a=_("Past") %}{{ a }}{% endwith %}', "Past"),
    ("{% blocktranslate %}By {{ name }}{% endblocktranslate %}", "By %(name)s"),
    ("{% blocktranslate trimmed %}\n  One\n  two „three“ 50 %\n{% endblocktranslate %}", "One two „three“ 50 %%"),
    ('{% blocktranslate context "verb" %}Open{% endblocktranslate %}', ("verb", "Open")),
    (
        "{% blocktranslate count n=n trimmed %}\n{{ n }} event\n{% plural %}\n{{ n }} events\n{% endblocktranslate %}",
        ("%(n)s event", "%(n)s events"),
    ),
]


def extracted(source):
    file = BytesIO(("{% load i18n %}" + source).encode())
    return [message for _line, _function, message, _comments in catalogue.messages_of_template(file, {}, [], {})]


@pytest.mark.parametrize(("source", "message"), TEMPLATES)
def test_templates_yield_their_messages(source, message):
    assert extracted(source) == [message]


@pytest.mark.parametrize(("source", "message"), TEMPLATES)
@pytest.mark.parametrize("number", [1, 3])
def test_what_is_extracted_is_what_django_looks_up(source, message, number, own_catalogue):
    translated = Catalog(locale="de", fuzzy=False)
    plural = "count n" in source
    context, ids = (None, message) if isinstance(message, str) or plural else message
    mark = "übersetzt %(name)s" if "name" in source else "übersetzt"
    translated.add(ids, string=(mark, mark) if plural else mark, context=context)
    own_catalogue(translated)

    with translation.override("de", deactivate=True):
        text = Template("{% load i18n %}" + source).render(Context({"n": number, "name": "Mia"}))

    assert text.lower() == mark.replace("%(name)s", "mia")


@pytest.fixture
def own_catalogue(settings, tmp_path):
    """Returns a function that puts a catalogue in place of the project's German one."""

    def put(catalogue):
        folder = tmp_path / "de" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with open(folder / "django.mo", "wb") as file:
            write_mo(file, catalogue)
        settings.LOCALE_PATHS = [tmp_path]
        forget_loaded_translations()

    yield put
    forget_loaded_translations()


def forget_loaded_translations():
    translation.trans_real._translations = {}
    translation.trans_real._default = None
    translation.deactivate()


@pytest.fixture
def project(settings, tmp_path):
    """A project with one template and one module; returns a function that writes the template."""
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "views.py").write_text(
        'gettext_lazy("Title")\nngettext("%(n)s seat", "%(n)s seats", 2)\npgettext_lazy("month", "May")\n'
    )

    def write(text):
        (tmp_path / "app" / "templates" / "page.html").write_text("{% load i18n %}" + text)
        return tmp_path

    return write


def translate(message, string):
    text = catalogue.path_of("de").read_text()
    catalogue.path_of("de").write_text(
        text.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{string}"')
    )


def test_texts_of_modules_and_templates_are_found(project):
    root = project('{% translate "Save" %}')

    assert catalogue.update(root) == 4
    found = catalogue.read("de")
    assert {message.id for message in found if message.id} == {"Title", "Save", "May", ("%(n)s seat", "%(n)s seats")}
    assert found.get("May", context="month") is not None


def test_an_update_keeps_translations_and_drops_what_is_gone(project):
    root = project('{% translate "Save" %} {% translate "Old" %}')
    catalogue.update(root)
    translate("Save", "Speichern")

    project('{% translate "Save" %} {% translate "New" %}')
    catalogue.update(root)

    found = catalogue.read("de")
    assert found.get("Save").string == "Speichern"
    assert found.get("New") is not None and found.get("Old") is None


def test_a_second_update_changes_nothing(project):
    root = project('{% translate "Save" %}')
    catalogue.update(root)
    before = catalogue.path_of("de").read_bytes()

    catalogue.update(root)

    assert catalogue.path_of("de").read_bytes() == before


def test_the_check_names_what_is_missing_doubtful_or_broken(project):
    root = project("{% blocktranslate %}By {{ name }}{% endblocktranslate %}")
    catalogue.update(root)
    translate("Title", "Titel")
    translate("By %(name)s", "Von %(nmae)s")

    faults = "\n".join(catalogue.faults(root))

    assert "not translated: '%(n)s seat'" in faults
    assert "'By %(name)s'" in faults
    assert "'Title'" not in faults


def test_the_check_sees_a_catalogue_that_is_out_of_date(project):
    root = project('{% translate "Save" %}')
    catalogue.update(root)
    project('{% translate "Save it" %}')

    assert any("out of date" in fault for fault in catalogue.faults(root))


def test_the_check_names_what_is_looked_up_alone_and_with_a_plural(project):
    both = '{% translate "Seat" %}{% blocktranslate count n=n CONTEXT %}Seat{% plural %}Seats{% endblocktranslate %}'

    def named(context):
        root = project(both.replace("CONTEXT", context))
        catalogue.update(root)
        return [fault for fault in catalogue.faults(root) if "alone and with a plural" in fault]

    assert named("") == ["alone and with a plural, one of them needs a context: 'Seat'"]
    assert named('context "heading"') == []


def test_english_has_its_plural_without_a_catalogue():
    with translation.override("en"):
        assert translation.ngettext("one made-up thing", "made-up things", 2) == "made-up things"
        assert translation.ngettext("one made-up thing", "made-up things", 1) == "one made-up thing"
