"""Backups: one file with the database, the pictures and the journal of erasures; and the way back.

The archive is a tar (mode 600): ``manifest.json``, ``database.dump`` (pg_dump's custom format), ``erasures``,
``media/…`` and, where the portal made its key itself, ``capability-key``, on which the private links in mails depend.
"""

import contextlib
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg2.extensions import make_dsn

from civicevents.programs import binaries
from outbox.actions import hold_all
from registrations import journal
from registrations.actions.erasing import replay

NAME = re.compile(r"portal-(\d{8}T\d{6}Z)\.tar")
STAMP = "%Y%m%dT%H%M%SZ"
KEY = "capability-key"
# Of the connection's parameters; programs that are older than psycopg2's library do not know all the others.
ADDRESS = (
    "host", "hostaddr", "port", "dbname", "user", "passfile", "connect_timeout", "target_session_attrs", "sslmode",
    "sslrootcert", "sslcert", "sslkey", "sslcrl",
)  # fmt: skip


class BackupError(Exception):
    """A backup cannot be made or restored; the message says what to do."""


def refuse_a_pooler():
    """pg_dump and psql change settings of their connection, which a pooler would hand on to visitors."""
    if settings.DATABASE_POOLED:
        raise BackupError("This goes past the pooler: set DATABASE_URL to PostgreSQL itself, and DATABASE_POOLED=0.")


def make_backup(folder, *, now):
    """Write an archive into ``folder`` and return its path. Tables and counts are those of one moment."""
    refuse_a_pooler()
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"portal-{now.astimezone(dt.UTC):{STAMP}}.tar"
    journal.write_down(now=now)
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as work:
        draft, dump = Path(work, "draft"), Path(work, "database.dump")
        manifest = _dump(dump, now)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add_text(archive, "manifest.json", json.dumps(manifest, indent=1))
                archive.add(dump, dump.name)
                for path in (journal.place(), Path(settings.DATA_DIR, KEY), Path(settings.MEDIA_ROOT)):
                    if path.exists():
                        archive.add(path, "media" if path == Path(settings.MEDIA_ROOT) else path.name)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    return target


def forget_backups(folder, *, older_than, now):
    """Delete our archives that are older, but never the newest. Returns their names."""
    found = sorted(path for path in Path(folder).iterdir() if NAME.fullmatch(path.name))
    oldest = f"portal-{(now - older_than).astimezone(dt.UTC):{STAMP}}.tar"
    gone = [path for path in found[:-1] if path.name < oldest]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def restore_backup(path, *, now):
    """Bring a backup into an empty database. Returns a list of sentences about what was done.

    Mail is held back, because what was owed then may have been sent since; who was erased after the backup was made is
    erased again. Raises BackupError, with nothing changed, if this database or this version of the portal is not the
    place for it.
    """
    refuse_a_pooler()
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="restoring-")))
        try:
            archive = stack.enter_context(tarfile.open(path, "r:"))
            _unpack(archive, work)
            manifest = json.loads((work / "manifest.json").read_text())
        except (OSError, tarfile.TarError, ValueError) as error:
            raise BackupError(f"This is not a backup of the portal: {error}") from error
        _refuse_a_wrong_place(manifest, work)
        _load(work / "database.dump")
        differences = _differences(manifest["counts"], _counts())
        if differences:
            raise BackupError(
                f"Not everything arrived: {', '.join(differences)}. Make the database anew and try again."
            )
        hold_all(reason=f"restored from {Path(path).name}", now=now)
        done = [f"{sum(manifest['counts'].values())} rows in {len(manifest['counts'])} tables, as in the backup."]
        done.append(f"{_put_files(work)} files of pictures and logos.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        journal.write_down(now=now, more=journal.read(work / "erasures"))
        done.append(f"{replay(fingerprints=journal.read(), now=now)} people erased again by the journal.")
        done.append("All mail is held back: look at it, then run release_mail (--drop-before leaves old mail out).")
        return done


def _add_text(archive, name, text):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(text.encode()), 0o600
    archive.addfile(entry, io.BytesIO(text.encode()))


def _unpack(archive, folder):
    """Plain files, each within ``folder``, and nothing else; raises ValueError otherwise.

    By hand, because the Python of Debian 12 (3.11.2) has no filters for what an archive may do.
    """
    for entry in archive:
        target = (folder / entry.name).resolve()
        if entry.isdir():
            continue
        if not (entry.isfile() and target.is_relative_to(folder.resolve())):
            raise ValueError(f"no file of a backup is called {entry.name!r}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            shutil.copyfileobj(archive.extractfile(entry), file)


def _dump(target, now):
    """pg_dump sees the very moment at which the rows are counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        counts = _counts()
        _run(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={target}"
        )
    applied = sorted(map(list, MigrationLoader(connection).applied_migrations))
    return {"made_at": now.isoformat(), "base_url": settings.BASE_URL, "migrations": applied, "counts": counts}


def _run(program, *arguments):
    """PostgreSQL's own program, on the database that Django is connected to. The password is in no command line."""
    connection.ensure_connection()
    known = connection.connection.info.dsn_parameters
    known = {name: known[name] for name in ADDRESS if known.get(name)}
    secret = {"PGPASSWORD": password} if (password := connection.settings_dict["PASSWORD"]) else {}
    _call([binaries() / program, f"--dbname={make_dsn(**known)}", *arguments], os.environ | secret)


def _call(command, environment=None):
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BackupError(f"{command[0].name} failed: {result.stderr.strip()}")


def _tables():
    present = set(connection.introspection.table_names())
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed} & present)


def _counts():
    counts = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names of our models)
            counts[table] = cursor.fetchone()[0]
    return counts


def _differences(expected, found):
    names = sorted(expected.keys() | found.keys())
    wrong = [name for name in names if expected.get(name, 0) != found.get(name, 0)]
    return [f"{name} has {found.get(name, 0)} rows instead of {expected.get(name, 0)}" for name in wrong]


def _refuse_a_wrong_place(manifest, work):
    loader = MigrationLoader(None)
    unknown = [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in loader.disk_migrations]
    if unknown:
        raise BackupError(f"The backup is of a newer version of the portal, it has {', '.join(unknown)}. Update first.")
    counts = _counts()
    if counts.get("accounts_user") or counts.get("events_event"):
        raise BackupError("This database is in use. Restore into an empty one.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise BackupError("Something else uses this database. Stop the portal first.")
    ours, theirs = Path(settings.DATA_DIR, KEY), work / KEY
    if theirs.exists() and ours.exists() and theirs.read_text() != ours.read_text() and journal.place().exists():
        raise BackupError(f"{ours} is another portal's key. Restore into a data folder of its own.")


def _load(dump):
    """By way of a script, because pg_restore sets a parameter that servers before PostgreSQL 17 do not know."""
    script = dump.with_suffix(".sql")
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--no-comments"]
    _call([binaries() / "pg_restore", *options, f"--file={script}", dump])
    known = script.with_suffix(".known.sql")
    with script.open("rb") as lines, known.open("wb") as kept:
        for line in lines:
            if not line.startswith(b"SET transaction_timeout"):
                kept.write(line)
            if line.startswith(b"SELECT"):  # the head with the parameters is over, data may follow
                break
        shutil.copyfileobj(lines, kept)
    connection.ensure_connection()
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={known}")
    connection.close()  # what it knew of the former tables is out of date


def _put_files(work):
    """Move pictures and key to where the portal looks for them. Returns the number of pictures."""
    number = 0
    for path in (work / "media").rglob("*"):
        if path.is_file():
            target = Path(settings.MEDIA_ROOT, path.relative_to(work / "media"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            number += 1
    if (work / KEY).exists() and not settings.PRODUCTION:
        ours = Path(settings.DATA_DIR, KEY)
        ours.unlink(missing_ok=True)
        with os.fdopen(os.open(ours, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write((work / KEY).read_text())
        settings.CAPABILITY_KEY = ours.read_text()  # the journal's fingerprints are made with it
    return number
