"""A disk that is full: visitors are told to come back, nothing is half done, and it goes on when there is room."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest

from civicevents.embedded import Cluster
from civicevents.programs import SYSTEM_HOME
from civicevents.testing import make_organisation, make_user
from civicevents.tests.running import Running, wait_until
from pictures.models import Picture
from pictures.tests.files import photo
from pictures.tests.test_forms import RIGHTS

pytestmark = pytest.mark.slow
MOUNT, UMOUNT = shutil.which("mount"), shutil.which("umount")


@pytest.fixture
def small_disk():
    """``small_disk(megabytes)`` is the folder of a disk of that size."""
    if os.geteuid() != 0 or not MOUNT:
        pytest.skip("needs root, to make a small disk of its own")
    made = []

    def make(megabytes):
        SYSTEM_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="small-", dir=SYSTEM_HOME))
        options = f"size={megabytes}m,mode=0711"
        mounted = subprocess.run(
            [MOUNT, "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if mounted.returncode:
            folder.rmdir()
            pytest.skip("needs to be allowed to mount a small disk of its own")
        made.append(folder)
        return folder

    yield make
    for folder in made:
        subprocess.run([UMOUNT, "-l", folder], check=True)
        folder.rmdir()


def fill_up(folder):
    """A file that takes all the room there is; delete it to give it back."""
    ballast = Path(folder, "ballast")
    try:
        with ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65536)
    except OSError:
        return ballast


@pytest.mark.django_db
def test_a_picture_that_finds_no_room_is_not_half_stored_and_may_be_sent_again(client, settings, small_disk):
    settings.MEDIA_ROOT = small_disk(2)
    ballast = fill_up(settings.MEDIA_ROOT)
    client.force_login(make_user(is_superuser=True))
    client.raise_request_exception = False

    def send():
        organisation = make_organisation().pk
        data = RIGHTS | {"organisation": organisation, "upload": photo()}
        return client.post("/admin/pictures/picture/add/", data)

    answer = send()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert not Picture.objects.exists()
    ballast.unlink()
    assert send().status_code == 302
    assert Picture.objects.count() == 1


def test_a_database_without_room_refuses_politely_and_goes_on_with_room(tmp_path, small_disk):
    disk = small_disk(200)
    running = Running(tmp_path / "portal")
    running.cluster = Cluster(disk / "postgres")
    with running as portal:
        slug = portal.new_event(seats=60)
        ballast = fill_up(disk)
        with pytest.raises(psycopg2.Error):
            portal.rows("CREATE TABLE large AS SELECT repeat(md5(n::text), 50) FROM generate_series(1, 100000) AS n")
        answers = []
        for number in range(30):
            data = {"name": "Ada L", "email": f"full{number}@example.org"}
            answers.append(portal.ask(f"/events/{slug}/register/", data)[0])
        assert set(answers) <= {303, 503}
        ballast.unlink()
        portal.start_database()  # as systemd does, should it have given up
        wait_until(lambda: portal.ask("/registrations/")[0] == 200)
        other = portal.new_event(seats=60)
        portal.rush(other, 80)
        portal.let_leases_run_out()
        portal.all_is_well(other, 80, 60)
