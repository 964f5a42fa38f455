"""What script/protections takes away is still there, and every promise, attack, fault and limit has something of it."""

import pytest
from django.conf import settings

from civicevents.tests.protections import entries, verdict

ENTRIES = entries()
TABLES = ("Promises", "Attacks", "Faults", "Limits")


def rows(table):
    """The rows of a table of docs/security.md: what stands first in them, and the whole."""
    text = (settings.BASE_DIR / "docs/security.md").read_text().partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    return [(line.split("|")[1].strip(), line) for line in lines]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_protection_that_can_be_taken_away(table):
    found = rows(table)
    assert len(found) > 7
    for first, _line in found:
        assert [entry for entry in ENTRIES if first.startswith(entry["row"])], first


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['row'][:20]}: {entry['what']}")
def test_what_is_taken_away_is_there_and_so_are_the_tests_that_notice_it(entry):
    lines = [line for table in TABLES for first, line in rows(table) if first.startswith(entry["row"])]
    assert len(lines) == 1, "the row of docs/security.md that it belongs to"
    assert entry["edits"] or entry.get("reason")
    for edit in entry["edits"]:
        assert edit["protection"] != edit["without"]
        assert (settings.BASE_DIR / edit["file"]).read_text().count(edit["protection"]) == 1, edit["protection"]
    for test in entry.get("tests", []):
        path, _, name = test.partition("[")[0].partition("::")
        assert f"def {name}(" in (settings.BASE_DIR / path).read_text(), test
        assert "`" not in lines[0] or f"`{path}::{name}`" in lines[0], "docs/security.md does not name this test there"


FAILS = "FAILED a/test_b.py::test_c[x - y] - AssertionError: assert 2 == 1"


@pytest.mark.parametrize(
    ("code", "said", "noticed"),
    [
        (1, FAILS, True),
        (1, "ERROR a/test_b.py::test_c - AssertionError: what a fixture looks at afterwards", True),
        (1, "ERROR a/test_b.py::test_c - RuntimeError: before the test began", False),
        (1, "FAILED a/test_b.py::test_c - NameError: name 'x' is not defined", False),
        (1, "FAILED a/test_b.py::test_other - AssertionError", False),
        (2, f"{FAILS}\nERROR a/test_d.py - ImportError", False),
        (0, "1 passed", False),
        (5, "no tests ran", False),
        (None, "", False),
    ],
)
def test_only_a_test_that_failed_by_itself_has_noticed(code, said, noticed):
    assert verdict(code, said, ["a/test_b.py::test_c"])[0] is noticed
