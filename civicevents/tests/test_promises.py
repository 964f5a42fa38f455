import re

from django.conf import settings

NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_promise_names_tests_that_exist():
    rows = (settings.BASE_DIR / "docs/promises.md").read_text().splitlines()
    promises = [row for row in rows if re.match(r"\| \d+\. ", row)]
    assert len(promises) == 10
    for promise in promises:
        named = NAMED.findall(promise)
        assert named, promise
        for path, name in named:
            assert f"def {name}(" in (settings.BASE_DIR / path).read_text(), (path, name)
