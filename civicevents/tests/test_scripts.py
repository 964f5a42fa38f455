"""What the README's commands say to whoever called them: the code they end with."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

# In the place of Python: fails where it is told to by the words it is called with.
PYTHON = """#!/bin/sh
case "$*" in
    *"not browser"*) exit "$OTHERS" ;;
    *"-m browser"*) sleep "$SECONDS_OF_BROWSER"; exit "$BROWSER" ;;
esac
exit "$OTHERS"
"""


def _run(folder, script, stand_ins, *arguments, **environment):
    """The code and output of one of the project's scripts in a folder where others are what ``stand_ins`` says."""
    shutil.copytree(settings.BASE_DIR / Path(script).parent, (folder / script).parent)
    for path, text in stand_ins.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
        (folder / path).chmod(0o755)
    environment = {"PATH": "/usr/bin:/bin"} | {name: str(value) for name, value in environment.items()}
    command = [folder / script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout


def _ends_with(folder, *arguments, others=0, browser=0, seconds_of_browser=0):
    """What ``script/test`` ends with in a folder where the tests themselves pass or fail as it is said here."""
    stand_ins = {"script/setup": "#!/bin/sh\n", ".venv/bin/python": PYTHON}
    words = {"OTHERS": others, "BROWSER": browser, "SECONDS_OF_BROWSER": seconds_of_browser}
    return _run(folder, "script/test", stand_ins, *arguments, **words)[0]


@pytest.mark.parametrize("seconds_of_browser", [0, 0.5])
def test_passed_when_both_runs_passed_whichever_ended_first(tmp_path, seconds_of_browser):
    assert _ends_with(tmp_path, seconds_of_browser=seconds_of_browser) == 0


@pytest.mark.parametrize("which", ["others", "browser"])
def test_failed_when_one_of_the_two_runs_failed(tmp_path, which):
    assert _ends_with(tmp_path, **{which: 1}) == 1


@pytest.mark.parametrize("code", [0, 1])
def test_with_arguments_it_ends_as_pytest_does(tmp_path, code):
    assert _ends_with(tmp_path, "events", others=code) == code


# In the place of ``script/test``: says what pytest says at the end of both runs; given a test, ends as that one does.
TESTS = """#!/bin/sh
case "${1-}" in
    ?*) echo "tried $1"; exit "$AGAIN" ;;
esac
printf '%s\\n' "$SAID"
exit "$CODE"
"""
BOTH_ENDED = "== 2 failed, 140 passed in 12.50s ==\n==== 3700 passed, 142 deselected in 1700.70s (0:28:20) ===="


def _of_ci(folder, said, *, code=1, again=0):
    """The code and output of ``.ci/tests`` where ``script/test`` says and ends with this."""
    return _run(folder, ".ci/tests", {"script/test": TESTS}, SAID=said, CODE=code, AGAIN=again)


def _failed(*names):
    return "\n".join([f"FAILED {name} - Error: a - b::c" for name in names] + [BOTH_ENDED])


def test_in_ci_few_failed_tests_are_tried_once_more_and_named(tmp_path):
    code, output = _of_ci(tmp_path, _failed("a/test_b.py::test_c[with JavaScript]", "a/test_b.py::test_d"))
    assert code == 0
    for name in ("a/test_b.py::test_c[with JavaScript]", "a/test_b.py::test_d"):
        assert f"tried {name}\nPassed only when tried once more: {name}\n" in output


@pytest.mark.parametrize(
    ("said", "code", "again"),
    [
        (_failed("test_a.py::test_a"), 1, 1),
        (_failed(*(f"test_a.py::test_{n}" for n in range(4))), 1, 0),
        (_failed("test_a.py::test_a"), 139, 0),
        ("FAILED test_a.py::test_a\n=== 3700 passed in 9.00s ===", 1, 0),
        (BOTH_ENDED, 1, 0),
    ],
    ids=["failed again", "many failed", "broke off", "one run has no end", "nothing is named"],
)
def test_in_ci_nothing_else_passes(tmp_path, said, code, again):
    assert _of_ci(tmp_path, said, code=code, again=again)[0] == code


def test_in_ci_what_passed_is_not_tried_again(tmp_path):
    code, output = _of_ci(tmp_path, BOTH_ENDED, code=0)
    assert code == 0 and "once more" not in output
