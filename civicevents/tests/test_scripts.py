"""What the two commands of the README say to whoever called them: the code they end with."""

import shutil
import subprocess

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


def _ends_with(folder, *arguments, others=0, browser=0, seconds_of_browser=0):
    """What ``script/test`` ends with in a folder where the tests themselves pass or fail as it is said here."""
    (folder / "script").mkdir()
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / "script/test", folder / "script/test")
    for path, text in (("script/setup", "#!/bin/sh\n"), (".venv/bin/python", PYTHON)):
        (folder / path).write_text(text)
        (folder / path).chmod(0o755)
    words = {"OTHERS": others, "BROWSER": browser, "SECONDS_OF_BROWSER": seconds_of_browser}
    environment = {"PATH": "/usr/bin:/bin"} | {name: str(value) for name, value in words.items()}
    done = subprocess.run([folder / "script/test", *arguments], env=environment, capture_output=True, timeout=30)
    return done.returncode


@pytest.mark.parametrize("seconds_of_browser", [0, 0.5])
def test_passed_when_both_runs_passed_whichever_ended_first(tmp_path, seconds_of_browser):
    assert _ends_with(tmp_path, seconds_of_browser=seconds_of_browser) == 0


@pytest.mark.parametrize("which", ["others", "browser"])
def test_failed_when_one_of_the_two_runs_failed(tmp_path, which):
    assert _ends_with(tmp_path, **{which: 1}) == 1


@pytest.mark.parametrize("code", [0, 1])
def test_with_arguments_it_ends_as_pytest_does(tmp_path, code):
    assert _ends_with(tmp_path, "events", others=code) == code
