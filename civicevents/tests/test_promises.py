import re

from django.conf import settings

NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_promise_attack_and_fault_names_tests_that_exist():
    text = (settings.BASE_DIR / "docs/security.md").read_text()
    promises = [row for row in text.splitlines() if re.match(r"\| \d+\. ", row)]
    assert len(promises) == 10
    attacks, faults = (text.partition(f"\n{head}")[2].partition("\n## ")[0] for head in ("## Attacks", "## Faults"))
    attacks, faults = ([row for row in part.splitlines() if "`" in row and "|" in row] for part in (attacks, faults))
    assert len(attacks) > 8 and len(faults) > 6
    for row in promises + attacks + faults:
        named = NAMED.findall(row)
        assert named, row
        for path, name in named:
            assert f"def {name}(" in (settings.BASE_DIR / path).read_text(), (path, name)
