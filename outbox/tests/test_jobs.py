from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from outbox.jobs import JOBS, job, run_due_jobs
from outbox.models import JobRun
from outbox.tests.cast import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran():
    before, ran = dict(JOBS), []
    JOBS.clear()
    yield ran
    JOBS.clear()
    JOBS.update(before)


@pytest.mark.django_db
def test_a_job_runs_when_it_is_due(ran):
    job("tests.ten", every=10 * MINUTE)(ran.append)
    for minutes in (0, 5, 10, 15, 25):
        run_due_jobs(now=NOW + minutes * MINUTE)
    assert ran == [NOW, NOW + 10 * MINUTE, NOW + 25 * MINUTE]


@pytest.mark.django_db
def test_a_clock_that_was_ahead_by_a_year_stops_no_job_when_it_is_set_right(ran):
    job("tests.daily", every=timedelta(days=1))(ran.append)
    ahead = NOW + timedelta(days=365)
    for now in (NOW, ahead, NOW + MINUTE, NOW + 2 * MINUTE, NOW + timedelta(days=1, minutes=1)):
        run_due_jobs(now=now)
    assert ran == [NOW, ahead, NOW + MINUTE, NOW + timedelta(days=1, minutes=1)]


@pytest.mark.django_db
def test_a_failing_job_stops_no_other_and_is_tried_again_soon(ran):
    @job("tests.a", every=timedelta(days=1))
    def broken(now):
        raise RuntimeError("no disk")

    job("tests.b", every=timedelta(days=1))(ran.append)
    assert run_due_jobs(now=NOW) == ["tests.b"]
    failed = JobRun.objects.get(name="tests.a")
    assert failed.error == "RuntimeError: no disk" and failed.succeeded_at is None
    assert failed.due_at == NOW + 5 * MINUTE
    assert JobRun.objects.get(name="tests.b").succeeded_at == NOW


@pytest.mark.django_db
def test_a_killed_job_is_picked_up_again(ran):
    @job("tests.killed", every=timedelta(days=1))
    def killed(now):
        ran.append(now)
        if len(ran) == 1:
            raise SystemExit  # as far as the job's row is concerned, the same as kill -9

    with pytest.raises(SystemExit):
        run_due_jobs(now=NOW)
    run_due_jobs(now=NOW + 4 * MINUTE)
    run_due_jobs(now=NOW + 5 * MINUTE)
    assert len(ran) == 2


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_in_one_worker_at_a_time(ran):
    def other_worker():
        run_due_jobs(now=NOW + timedelta(hours=1))
        connection.close()

    @job("tests.slow", every=MINUTE)
    def slow(now):
        ran.append(now)
        if len(ran) == 1:
            other = Thread(target=other_worker)
            other.start()
            other.join()

    run_due_jobs(now=NOW)
    assert ran == [NOW]
    run_due_jobs(now=NOW + timedelta(hours=2))
    assert len(ran) == 2
