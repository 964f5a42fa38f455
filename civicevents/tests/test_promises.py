import re

from django.conf import settings

NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_promise_and_every_attack_names_tests_that_exist():
    text = (settings.BASE_DIR / "docs/security.md").read_text()
    promises = [row for row in text.splitlines() if re.match(r"\| \d+\. ", row)]
    assert len(promises) == 10
    attacks = text.partition("## Attacks")[2].partition("\n## ")[0].splitlines()[4:-1]
    assert len(attacks) > 8
    for row in promises + attacks:
        named = NAMED.findall(row)
        assert named, row
        for path, name in named:
            assert f"def {name}(" in (settings.BASE_DIR / path).read_text(), (path, name)
