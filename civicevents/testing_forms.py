"""Fill in a form as a browser does: read what the page would send, change some of it, send it."""

from html.parser import HTMLParser

BUTTONS = {"submit", "button", "image", "reset"}


class _Form(HTMLParser):
    """Collects the successful controls of one form (HTML, "constructing the entry list")."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data, self.select, self.textarea = {}, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = attributes.get("id") == self.form_id
        if not self.inside:
            return
        name, value = attributes.get("name"), attributes.get("value")
        if tag == "select":
            self.select, self.first, self.multiple = name, None, "multiple" in attributes
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = value
            if "selected" in attributes:
                self.data.setdefault(self.select, []).append(value or "")
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = [""]
        elif tag == "input" and name:
            kind = attributes.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in attributes:
                    self.data.setdefault(name, []).append(value or "on")
            elif kind not in BUTTONS and kind != "file":
                self.data.setdefault(name, []).append(value or "")

    def handle_data(self, text):
        if self.textarea:
            self.data[self.textarea][0] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            self.data[self.textarea][0] = self.data[self.textarea][0].removeprefix("\n")
            self.textarea = None
        elif tag == "select" and self.select:
            if not self.multiple and self.select not in self.data and self.first is not None:
                self.data[self.select] = [self.first]
            self.select = None


def filled(response, form_id, **changes):
    """The values that the page's form would send, with some changed; None leaves a field out."""
    form = _Form(form_id)
    form.feed(response.content.decode())
    assert form.data, f"no form {form_id} on this page"  # noqa: S101
    data = form.data | changes
    return {name: value for name, value in data.items() if value is not None}


def with_row(data, prefix, **values):
    """One more row of an inline, as "add another" makes it from the empty form."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    empty = f"{prefix}-__prefix__-"
    row = {name.replace("__prefix__", str(number)): value for name, value in data.items() if name.startswith(empty)}
    row |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": [str(number + 1)]}
