"""How form fields are written."""

from django import forms
from django.test import SimpleTestCase

from civicevents.templatetags.fields import as_attributes

HOSTILE = '"><script>'


class Fields(forms.Form):
    name = forms.CharField(initial=HOSTILE, widget=forms.TextInput({"title": HOSTILE}))
    kind = forms.ChoiceField(choices=[("a", "A & B"), ("Group <1>", [(HOSTILE, HOSTILE)])], initial=HOSTILE)


class FieldTest(SimpleTestCase):
    def test_attributes_are_names_or_names_with_values_or_left_out(self):
        assert (
            as_attributes({"required": True, "hidden": False, "rows": 3, "title": "a"})
            == ' required rows="3" title="a"'
        )
        assert as_attributes({}) == ""

    def test_what_is_typed_stays_text_in_inputs_attributes_and_options(self):
        html = Fields().as_p()
        assert "<script>" not in html
        assert html.count("&quot;&gt;&lt;script&gt;") == 4

    def test_a_select_has_its_groups_and_says_what_is_chosen(self):
        self.assertInHTML(
            '<select name="kind" id="id_kind"><option value="a">A &amp; B</option><optgroup label="Group &lt;1&gt;">'
            '<option value="&quot;&gt;&lt;script&gt;" selected>&quot;&gt;&lt;script&gt;</option></optgroup></select>',
            str(Fields()["kind"]),
        )
