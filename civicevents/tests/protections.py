"""Takes each protection of `protections.toml` away, in a copy of the sources, and sees whether its tests fail.

`script/protections` does so for all but the slow ones, `script/protections --slow` for the slow ones. Other arguments
are words: only what has one of them in its row, its description, its file or its tests is taken away. Fails if anything
goes unnoticed. In the copy its lines are edited one entry after the other; no file of the working tree is touched.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
GIT = shutil.which("git")
DATA_DIR = Path(os.environ.get("DATA_DIR") or "var").absolute() / "protections"  # beside other runs of the tests
MOST, MOST_OF_SLOW = 240, 900  # seconds
NONE_OF_THEM = 5  # pytest's exit code where none of the tests is of that kind
# What a fixture asserts afterwards (no breach of the policy, the invariants) is an error to pytest.
FAILED = re.compile(r"^(?:FAILED|ERROR(?=.* - (?:assert|AssertionError))) (\S+?)(?:\[.*?\])?(?: - (.*))?$", re.M)
# Whoever gets these has broken the program instead of taking its protection away.
BROKEN = re.compile(r"(Name|Import|ModuleNotFound|Syntax|Indentation|UnboundLocal|TemplateSyntax|Type)Error\b")


def entries():
    """What can be taken away, as written in the file; each has its one or more replacements as ``edits``."""
    listed = tomllib.loads((Path(__file__).parent / "protections.toml").read_text())["entry"]
    for entry in listed:
        entry["edits"] = [part for part in (entry, *entry.get("also", [])) if "protection" in part]
    return listed


@contextlib.contextmanager
def copy_of_the_sources():
    """A folder with everything that git knows or would take, as it is in the working tree."""
    with tempfile.TemporaryDirectory(prefix="protections-") as folder:
        names = subprocess.check_output([GIT, "ls-files", "-zco", "--exclude-standard"], cwd=BASE, text=True)
        for name in filter(None, names.split("\0")):
            if (BASE / name).is_file() and name != ".venv":
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(BASE / name, Path(folder) / name)
        (Path(folder) / ".venv").symlink_to(sys.prefix)
        # Its history, for the test of an update. Nothing there writes to it.
        history = subprocess.check_output([GIT, "rev-parse", "--absolute-git-dir"], cwd=BASE, text=True)
        (Path(folder) / ".git").write_text(f"gitdir: {history}")
        yield Path(folder)


def run_tests(folder, tests, slow, seconds):
    """Run the tests there; return pytest's exit code (None: too slow) and what it said."""
    options = ["-q", "--tb=no", "-p", "no:cacheprovider", *(["--slow"] if slow else [])]
    environment = os.environ | {"DATA_DIR": str(DATA_DIR), "COLUMNS": "250", "GIT_OPTIONAL_LOCKS": "0"}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *options, *tests],
            **{"cwd": folder, "env": environment, "stdout": said, "stderr": said, "start_new_session": True},
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said.seek(0)
        return code, said.read()


def take_away(folder, entry):
    """Edit the copy; return what undoes it, or None where the lines are not found exactly once."""
    texts = {edit["file"]: (folder / edit["file"]).read_text() for edit in entry["edits"]}
    changed = dict(texts)
    for edit in entry["edits"]:
        if changed[edit["file"]].count(edit["protection"]) != 1:
            return None
        changed[edit["file"]] = changed[edit["file"]].replace(edit["protection"], edit["without"])
    for name, text in changed.items():
        (folder / name).write_text(text)
    return lambda: [(folder / name).write_text(text) for name, text in texts.items()]


def verdict(code, said, tests):
    """Whether all these tests noticed it: failed, that is, and not because nothing worked any more."""
    failed = {}
    for test, reason in FAILED.findall(said):
        failed.setdefault(test, reason)
    silent = [test for test in tests if test.partition("[")[0] not in failed]
    broken = [reason for reason in failed.values() if BROKEN.match(reason.rpartition(".")[2])]
    if code != 1 or silent or broken:
        words = said.strip().splitlines()[-1:] if code != 1 else silent or broken
        return False, f"NOT NOTICED ({'too slow' if code is None else f'pytest: {code}'}) {' '.join(words)}"
    return True, f"noticed: {next(iter(failed.values()))[:100]}"


def main(arguments):
    slow, words = "--slow" in arguments, [word.lower() for word in arguments if word != "--slow"]
    chosen = [entry for entry in entries() if entry["edits"] and entry.get("slow", False) == slow]
    about = [f"{entry['row']} {entry['what']} {entry['file']} {entry['tests']}".lower() for entry in chosen]
    chosen = [entry for entry, text in zip(chosen, about, strict=True) if not words or any(w in text for w in words)]
    if not chosen:
        print("No protection has these words in its row, its name, its file or its tests.", file=sys.stderr)
        return 2
    noticed = 0
    with copy_of_the_sources() as folder:
        for entry in chosen:
            started, undo = time.monotonic(), take_away(folder, entry)
            if undo is None:
                found = "cannot be taken away (lines not found)"
            else:
                seconds = MOST_OF_SLOW if slow else MOST
                good, found = verdict(*run_tests(folder, entry["tests"], slow, seconds), entry["tests"])
                noticed += good
                undo()
            print(f"{entry['row']} | {entry['what']} | {found} ({time.monotonic() - started:.0f} s)", flush=True)
        print(f"{len(chosen)} taken away, {noticed} noticed; now the same tests with all in place", flush=True)
        tests, passed = sorted({test for entry in chosen for test in entry["tests"]}), True
        for kind in ("not browser", "browser"):  # apart, as in script/test
            code, said = run_tests(folder, ["-m", kind, *tests], slow, 2 * MOST_OF_SLOW)
            passed = passed and code in (0, NONE_OF_THEM)
            print(f"{kind}: {said.strip().splitlines()[-1]}")
    return 0 if noticed == len(chosen) and passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
