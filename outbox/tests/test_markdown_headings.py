"""Headings in organisers' texts fit below the heading of the page, whatever they begin with."""

import re

import pytest

from outbox.markdown import render


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# One\n## Two\n### Three", [3, 4, 5]),
        ("## One\n### Two", [3, 4]),
        ("# One\n#### Four\n## Two", [3, 4, 4]),
        ("### Three\n# One", [3, 3]),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", [3, 4, 5, 6, 6, 6]),
    ],
)
def test_levels_begin_where_they_should_and_rise_one_by_one(text, levels):
    html = render(text, heading=3)
    assert [int(level) for level in re.findall(r"<h(\d)>", html)] == levels
    assert re.findall(r"<h(\d)>", html) == re.findall(r"</h(\d)>", html)
