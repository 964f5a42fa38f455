"""A backup brings everything back on a clean machine, except who was erased since and what was mailed since."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command

from accounts.models import User
from civicevents.backup import BackupError, forget_backups, make_backup, restore_backup
from civicevents.programs import binaries
from civicevents.testing import NOW, PASSWORD, at, make_member, make_ticket_type, register
from registrations import journal
from registrations.actions import invite
from registrations.actions.erasing import erase_due, erase_now

LOOK = """
import json
from django.test import Client
from accounts.models import User
from outbox.models import Hold
from registrations.models import Registration
people = sorted(Registration.objects.values_list("name", flat=True))
user = User.objects.get()
sign_in = Client(headers={"host": "localhost"}).post(
    "/accounts/login/", {"login": user.email, "password": "correct horse battery staple"}
)
print(json.dumps([people, sign_in.status_code, sign_in.headers.get("Location"), Hold.objects.exists()]))
"""
WAITING = "from outbox.models import Message; print(Message.objects.filter(state='queued').count())"


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    (settings.MEDIA_ROOT / "logos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "logos" / "a.webp").write_bytes(b"a logo")
    return settings.DATA_DIR


@pytest.fixture
def clean_machine(tmp_path):
    """The environment of a portal that was never started, with a database of its own."""
    folder = tmp_path / "clean"
    folder.mkdir()
    environment = os.environ | {"DATA_DIR": str(folder), "CAPABILITY_KEY": settings.CAPABILITY_KEY}
    environment |= {"DJANGO_SETTINGS_MODULE": "civicevents.settings", "ENV_FILE": "/dev/null"}
    yield environment
    shutil.rmtree((folder / "postgres").resolve(), ignore_errors=True)


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=240
    )


def mails_that_wait_after(environment, *arguments):
    manage(environment, *arguments)
    return int(manage(environment, "shell", "-v0", "-c", WAITING).stdout)


@pytest.mark.django_db(transaction=True)
def test_a_clean_machine_gets_everything_back_but_the_erased(data_folder, clean_machine, tmp_path):
    member = make_member()
    # as production keeps it; the tests' own way is quicker
    member.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", 1000)
    member.save()
    ticket_type = make_ticket_type()
    anna, _ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
    backup = make_backup(tmp_path / "backups", now=NOW)
    assert backup.name == "portal-20261102T110000Z.tar"
    assert backup.stat().st_mode & 0o077 == 0
    erase_now(registration=anna, now=NOW)
    journal.write_down(now=NOW)
    shutil.copy(journal.place(), clean_machine["DATA_DIR"])

    restored = manage(clean_machine, "restore", backup)
    assert restored.returncode == 0, restored.stderr
    assert "1 people erased again" in restored.stdout
    people, status, leads_to, held = json.loads(manage(clean_machine, "shell", "-v0", "-c", LOOK).stdout)
    assert people == ["Ben"]
    assert status == 302 and "/admin/" in leads_to
    assert held
    assert mails_that_wait_after(clean_machine, "work", "--once") == 1
    manage(clean_machine, "release_mail")
    assert mails_that_wait_after(clean_machine, "work", "--once") == 0
    assert Path(clean_machine["DATA_DIR"], "media/logos/a.webp").read_bytes() == b"a logo"

    again = manage(clean_machine, "restore", backup)
    assert again.returncode == 1
    assert "This database is in use" in again.stderr


def text_of(backup, folder):
    """All that a backup holds, its dump as SQL."""
    shutil.unpack_archive(backup, folder)
    dump = folder / "database.dump"
    sql = subprocess.run([binaries() / "pg_restore", "--file=-", dump], capture_output=True, text=True, check=True)
    others = [path.read_text() for path in folder.iterdir() if path.is_file() and path != dump]
    return "\n".join([sql.stdout, *others]).lower()


@pytest.mark.django_db(transaction=True)
def test_a_dump_made_after_the_deletion_day_holds_nothing_of_who_was_there(data_folder, tmp_path):
    kind, mia = make_ticket_type(capacity=1), make_member()
    note = kind.event.questions.create(text="Anmerkung?")
    anna = register(kind, "Annegret Zwirnsfaden", answers={note.pk: "Kennwort Zwirn"})
    register(kind, "Benno Zwirn")  # waits
    invite(ticket_type=kind, guests=[("Zwirn", "zwirn@example.org")], by=mia, now=NOW)
    of = ContentType.objects.get_for_model(anna)
    LogEntry.objects.create(
        user=mia, content_type=of, object_id=str(anna.pk), object_repr=anna.name, action_flag=CHANGE,
        change_message="Zwirnsfaden",
    )  # fmt: skip
    before = text_of(make_backup(tmp_path / "before", now=NOW), tmp_path / "opened before")
    assert before.count("zwirn") > 10 and mia.email in before
    deletion_day = at("2026-12-12 00:00")
    erase_due(now=deletion_day)
    after = text_of(make_backup(tmp_path / "after", now=deletion_day), tmp_path / "opened after")
    assert "zwirn" not in after and mia.email in after


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(data_folder, tmp_path):
    backup = make_backup(tmp_path / "backups", now=NOW)
    shutil.unpack_archive(backup, tmp_path / "open")
    manifest = json.loads((tmp_path / "open/manifest.json").read_text())
    manifest["migrations"].append(["events", "9999_from_tomorrow"])
    (tmp_path / "open/manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "newer.tar", "w") as archive:
        archive.add(tmp_path / "open", "")
    with pytest.raises(BackupError, match=r"events\.9999_from_tomorrow"):
        restore_backup(tmp_path / "newer.tar", now=NOW)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name"),
    [(tarfile.REGTYPE, name) for name in ("../{0}", "{1}/{0}", "media/../../{0}")]
    + [(kind, "media") for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE)],
)
@pytest.mark.django_db
def test_an_archive_that_wants_to_write_elsewhere_is_refused_and_writes_nothing(kind, name, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    entry = tarfile.TarInfo(name.format("written-elsewhere", tmp_path))
    entry.type, entry.linkname = kind, str(tmp_path / "target")
    hostile = tmp_path / "hostile.tar"
    with tarfile.open(hostile, "w") as archive:
        archive.addfile(entry)
    with pytest.raises(CommandError, match="not a backup of the portal: no file of a backup is called"):
        call_command("restore", str(hostile))
    assert {path.name for path in tmp_path.rglob("*")} == {"temporary", "hostile.tar"}


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b broken"])
@pytest.mark.django_db
def test_what_is_no_backup_is_refused_with_a_sentence(content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(tmp_path / "file"))


@pytest.mark.django_db
def test_behind_a_pooler_backups_are_told_the_way_past_it(settings, tmp_path):
    settings.DATABASE_POOLED = True
    for command in ("backup", "restore"):
        with pytest.raises(CommandError, match="DATABASE_POOLED=0"):
            call_command(command, str(tmp_path))


def test_old_backups_end_but_never_the_newest_and_nothing_foreign(tmp_path):
    names = ["portal-20260901T030000Z.tar", "portal-20261001T030000Z.tar", "portal-20261101T030000Z.tar", "notes.txt"]
    for name in names:
        (tmp_path / name).touch()
    gone = forget_backups(tmp_path, older_than=dt.timedelta(days=14), now=NOW)
    assert gone == names[:2]
    assert forget_backups(tmp_path, older_than=dt.timedelta(), now=NOW) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", names[2]]


@pytest.mark.django_db
def test_the_journal_keeps_what_a_restored_database_has_forgotten(data_folder):
    anna = register(make_ticket_type(), "Anna")
    erase_now(registration=anna, now=NOW)
    journal.write_down(now=NOW)
    (fingerprint,) = journal.read()
    anna.event.delete()
    type(anna).objects.all().delete()
    from_elsewhere = {"f" * 32: "2026-10-30", "e" * 32: "2026-01-01"}
    journal.write_down(now=NOW + dt.timedelta(days=50), more=from_elsewhere)
    assert set(journal.read()) == {fingerprint, "f" * 32}
    journal.write_down(now=NOW + dt.timedelta(days=101))
    assert journal.read() == {}
