"""What breaks in the middle of a rush: nothing is sold twice, nothing is lost, and it goes on by itself.

Everything runs for real, on one machine and as several machines do (deploy/several-machines.md).
"""

import shutil
import time

import pytest

from civicevents.tests.running import Running, wait_until

pytestmark = pytest.mark.slow
ONE = pytest.param(False, id="one machine")
SEVERAL = pytest.param(
    True,
    id="several machines",
    marks=pytest.mark.skipif(
        not (shutil.which("pgbouncer") and shutil.which("nginx")), reason="needs pgbouncer and nginx"
    ),
)


@pytest.fixture(scope="module", params=[ONE, SEVERAL])
def portal(request, tmp_path_factory):
    with Running(tmp_path_factory.mktemp("portal"), pooled=request.param) as running:
        yield running


def test_of_a_rush_everybody_gets_a_seat_or_a_place_and_one_mail(portal):
    slug = portal.new_event(seats=40)
    assert set(portal.rush(slug, 80)) == {303}
    portal.all_is_well(slug, 80, 40)


def test_a_web_process_is_killed_in_a_rush(portal):
    slug = portal.new_event(seats=40)
    statuses = portal.rush(slug, 80, meanwhile=portal.kill_a_web_worker)
    assert set(statuses) <= {303, 0, 502, 503}
    portal.all_is_well(slug, 80, 40)
    wait_until(lambda: all(portal.answers(port) for port in portal.web_ports))


def test_the_mail_worker_is_killed_in_a_rush(portal):
    slug = portal.new_event(seats=40)
    assert set(portal.rush(slug, 80, meanwhile=portal.kill_a_mail_worker)) == {303}
    portal.workers.append(portal.start_worker())  # as systemd does
    portal.let_leases_run_out()
    portal.all_is_well(slug, 80, 40)


def test_the_database_is_restarted_at_once_in_a_rush(portal):
    slug = portal.new_event(seats=40)
    stored, made = f"/events/{slug}/", "/registrations/"
    assert portal.ask(stored)[0] == 200
    down, back = {}, {}

    def restart():
        portal.stop_database()
        for path, data in [(stored, None), (f"/events/{slug}/register/", {"name": "A", "email": "a@b.example"})]:
            status, headers, body = portal.ask(path, data)
            down[path] = (status, headers.get("Retry-After"), "Gerade nicht erreichbar" in body)
        assert portal.ask("/health/")[0] == 503
        portal.start_database()
        started = time.monotonic()
        for path in (stored, made, f"/events/{slug}/register/"):
            wait_until(lambda path=path: portal.ask(path)[0] == 200)
        back["seconds"] = time.monotonic() - started

    statuses = portal.rush(slug, 80, meanwhile=restart)
    assert set(down.values()) == {(503, "5", True)}
    assert back["seconds"] < 10
    assert set(statuses) <= {303, 503}
    portal.let_leases_run_out()
    portal.all_is_well(slug, 80, 40)
    assert portal.health()["database"] == "ok"


def test_the_mail_server_is_gone_in_a_rush(portal):
    slug, port = portal.new_event(seats=40), portal.mail_server.port
    assert set(portal.rush(slug, 80, meanwhile=portal.mail_server.stop)) == {303}
    assert portal.owed()
    assert portal.run("check_invariants", check=False).strip() == "All is well."
    portal.start_mail_server(port)
    portal.all_is_well(slug, 80, 40)


@pytest.mark.parametrize("portal", [SEVERAL], indirect=True)
def test_a_standby_takes_over_in_a_rush(portal):
    """The machine of the database is gone for good; nobody who got an answer is forgotten."""
    standby, seconds = portal.make_a_standby(), []

    def lose_the_machine():
        portal.stop_database()
        assert portal.ask("/events/")[0] == 503
        started = time.monotonic()
        portal.take_over(standby)
        wait_until(lambda: portal.ask("/events/")[0] == 200)
        seconds.append(time.monotonic() - started)

    slug = portal.new_event(seats=40)
    assert set(portal.rush(slug, 80, meanwhile=lose_the_machine)) <= {303, 503}
    portal.let_leases_run_out()
    portal.all_is_well(slug, 80, 40)
    assert seconds[0] < 30
    portal.make_a_standby()  # on the former machine, by the same commands
    assert portal.ask("/events/")[0] == 200


def test_figures_of_all_processes_are_there_afterwards(portal):
    text = portal.ask("/metrics?key=key")[2]
    answered = next(line for line in text.splitlines() if line.startswith('portal_requests_total{status="3xx"}'))
    assert int(answered.split()[1]) > 20
    assert "portal_up 1" in text
