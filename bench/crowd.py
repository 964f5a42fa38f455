"""People who sign up by the form, many at once, with the durable commit of production."""

import datetime as dt
import itertools
import os
import re
import subprocess
import tempfile
from urllib.parse import urlencode

import load
import own
import table
from django.utils import timezone
from load import percentile
from usage import Usage

from civicevents.programs import binaries
from civicevents.testing import make_published, make_ticket_type
from outbox.models import Message
from registrations.models import Attempt, Registration

CONCURRENCY = 32
THREADS = 8  # of the web server: so many connections ask for the row of seats
MISSING = "pgbench is missing (Debian: postgresql-contrib): no ceiling for sign-ups."
PREPARED = r"DETAIL:  prepare: (?:SET [^;]*; )?PREPARE \1(?: \([^)]*\))? AS (.*); EXECUTE \1"
EXECUTED = re.compile(rf"EXECUTE (\S+) \((.*?)\)\n.*?{PREPARED}", re.S)
SET = re.compile(r"\ASET [^;]*(; |\Z)")
_numbers = itertools.count(1)


def measure(found, portal, *, people, rounds):
    """Sign-ups that get a seat, that wait, and that are refused."""
    ceiling = pgbench(found, portal, seconds=max(people // 100, 2))
    cases = [
        ("open event", {}, "/register/sent/", {"rate": (">=", 200), "cpu": ("<=", 7), "statements": ("<=", 12)}),
        ("full, waiting list", {"capacity": 0}, "/register/sent/waiting/", {"rate": (">=", 300), "cpu": ("<=", 4.5)}),
        (
            "full, refused",
            {"capacity": 0, "has_waiting_list": False},
            "",
            {"rate": (">=", 300), "cpu": ("<=", 4.5)},
        ),
    ]
    measured = {name: [] for name, *_ in cases}
    for _ in range(rounds):
        for name, kind, leads_to, _ in cases:
            measured[name].append(_signed_up(portal, _event(**kind), people, leads_to))
    for name, kind, _, goals in cases:
        event, values = _event(**kind), table.median(measured[name])
        load.people(portal.port, _forms(portal, event, 20), 4)  # every connection has its statements prepared
        values["statements"] = len(portal.statements(lambda e=event: load.people(portal.port, _forms(portal, e, 1), 1)))
        found.add("Sign-up, 32 at a time", name, values | ({"ceiling": ceiling} if not kind else {}), **goals)


def _event(capacity=None, **kind):
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=30), publish_at=now, title="Ansturm")
    make_ticket_type(event, capacity, **kind)
    return event


def _signed_up(portal, event, people, leads_to):
    _forget_attempts()
    load.people(portal.port, _forms(portal, event, CONCURRENCY), CONCURRENCY)
    with Usage(portal) as usage:
        answers = load.people(portal.port, _forms(portal, event, people), CONCURRENCY)
    expected = (303, event.get_absolute_url() + leads_to[1:]) if leads_to else (422, "")
    wrong = [answer[1:3] for answer in answers if answer[1:3] != expected]
    times = [answer[-1] for answer in answers]
    return usage.per(people) | {
        "rate": people / usage.seconds,
        **{f"p{percent}": percentile(times, percent) for percent in (50, 95, 99)},
        "wrong": len(wrong),
    }


def _forget_attempts():
    """The brake over all is not what is measured."""
    Attempt.objects.all().delete()


def _forms(portal, event, people, *, looks=False):
    """For each person the bytes of the form, after those of the page if they ``look`` at it first."""
    for number in itertools.islice(_numbers, people):
        client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        path = event.get_absolute_url()
        body = urlencode({"name": f"Ada Ansturm {number}", "email": f"ada.{number}@example.org"})
        form = load.request(portal.port, "POST", f"{path}register/", client, body)
        yield [load.request(portal.port, "GET", path, client), form] if looks else [form]


def rush(found, portal, *, people=500, seats=100):
    """Everybody opens the page at the same moment and sends the form at once; the worker sends mails meanwhile."""
    _forget_attempts()
    event = _event(seats)
    portal.go_on()
    try:
        with Usage(portal) as usage:
            answers = load.people(portal.port, list(_forms(portal, event, people, looks=True)), people)
    finally:
        portal.rest()
    times = [answer[-1] for answer in answers]
    wrong = [status for _, status, _, _ in answers if status not in (200, 303)]
    sold = Registration.objects.confirmed().filter(event=event).count()
    values = usage.per(people) | {
        "number": sold,
        "seconds": usage.seconds,
        "p50": percentile(times, 50),
        "p95": percentile(times, 95),
        "slowest": max(times),
        "wrong": len(wrong),
    }
    goals = {"number": ("==", seats), "seconds": ("<=", 4), "p95": ("<=", 2000), "wrong": ("==", 0)}
    found.add("Rush: 500 people, 100 seats, page and form; worker running", "page and form", values, **goals)


# The ceiling ------------------------------------------------------------------------------------------------------


def pgbench(found, portal, *, seconds):
    """How often a second PostgreSQL alone does what the transaction of one sign-up does; None without pgbench."""
    program = binaries() / "pgbench"
    if not program.exists():
        found.note(MISSING)
        return None
    event = _event()
    load.people(portal.port, _forms(portal, event, 20), 4)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_script(portal, event))
        script.flush()
        command = [program, "-n", "-M", "prepared", "-c", str(THREADS), "-T", str(seconds), "-f", script.name]
        environment = os.environ | {"PGHOST": str(own.place() / "socket"), "PGUSER": "portal", "PGDATABASE": "portal"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    rate = re.search(r"^tps = ([0-9.]+)", result.stdout, re.M)
    if result.returncode or not rate:
        raise SystemExit(f"pgbench: {result.stderr[-2000:]}")
    return float(rate.group(1))


def _script(portal, event):
    """The statements of a sign-up that has just been logged, from BEGIN to COMMIT, for other people each time."""
    logged = portal.logged(lambda: load.people(portal.port, _forms(portal, event, 1), 1))
    begin = max(number for number, sql in enumerate(logged) if sql == "BEGIN")
    asked = [SET.sub("", sql) for sql in logged[begin:]]  # nobody gives up waiting
    statements = [_plain(sql) for sql in asked if sql]
    person = Registration.objects.filter(event=event).latest("pk")
    mail = Message.objects.latest("pk")
    unique = {person.email: ":person", person.door_code: ":code", mail.message_id: ":code"}
    lines = [f"\\set {name} random(1, 2000000000)" for name in ("person", "code")]
    for sql in statements[: statements.index("COMMIT") + 1]:
        for literal, variable in unique.items():
            sql = sql.replace(f"'{literal}'", variable)
        lines.append(f"{sql};")
    return "\n".join(lines) + "\n"


def _plain(sql):
    """What an EXECUTE executes, with its values in place."""
    executed = EXECUTED.match(sql)
    if not executed:
        return sql
    _, values, statement = executed.groups()
    for number, value in enumerate(values.split(", "), start=1):
        statement = re.sub(rf"\${number}\b", value, statement)
    return statement
