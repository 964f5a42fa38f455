"""Figures for Prometheus, in its text format 0.0.4. They name nobody."""

from itertools import accumulate
from typing import NamedTuple

from django.db.models import Count

from civicevents import VERSION
from civicevents.requests import LIMITS, figures
from civicevents.watching import failed_lately, oldest_waiting
from events.models import Event
from outbox.jobs import JOBS
from outbox.models import JobRun, Message
from registrations.models import Registration


class Metric(NamedTuple):
    """``rows`` are pairs of labels (as they are written, with a suffix of the name before them) and a number."""

    name: str
    kind: str
    help: str
    rows: list


def of_requests():
    """What the web processes of this machine have answered since they were started."""
    by_status, by_duration, seconds = figures()
    yield Metric("info", "gauge", "The version that runs.", [(f'{{version="{VERSION}"}}', 1)])
    yield Metric("requests_total", "counter", "Requests answered.", [_by("status", pair) for pair in by_status.items()])
    limits = zip([*LIMITS, "+Inf"], accumulate(by_duration), strict=True)
    buckets = [(f'_bucket{{le="{limit}"}}', total) for limit, total in limits]
    rows = [*buckets, ("_sum", round(seconds, 6)), ("_count", sum(by_duration))]
    yield Metric("request_seconds", "histogram", "How long answers took to be made.", rows)


def of_database(now):
    """What there is and what is owed, the same on every machine."""
    oldest = oldest_waiting(now)
    runs = [run for run in JobRun.objects.order_by("name") if run.name in JOBS]
    done = [_by("job", (run.name, int(run.succeeded_at.timestamp()))) for run in runs if run.succeeded_at]
    failed = [_by("job", (run.name, int(bool(run.error)))) for run in runs]
    return [
        Metric("up", "gauge", "Whether the database answers.", [("", 1)]),
        Metric("mails", "gauge", "Mails by state.", _counted(Message)),
        Metric("mails_failed_lately", "gauge", "Mails that failed for good within a day.", [("", failed_lately(now))]),
        Metric(
            "oldest_mail_seconds",
            "gauge",
            "How long the mail that waits longest could have been sent.",
            [("", max(0, round((now - oldest).total_seconds())) if oldest else 0)],
        ),
        Metric("job_last_success_seconds", "gauge", "When a timed job went well last.", done),
        Metric("job_failed", "gauge", "Whether a timed job failed when it ran last.", failed),
        Metric("events", "gauge", "Events by status.", _counted(Event, "status")),
        Metric("registrations", "gauge", "Registrations by state.", _counted(Registration)),
    ]


def as_text(metrics):
    lines = []
    for metric in metrics:
        name = f"portal_{metric.name}"
        lines += [f"# HELP {name} {metric.help}", f"# TYPE {name} {metric.kind}"]
        lines += [f"{name}{label} {number}" for label, number in metric.rows]
    return "\n".join([*lines, ""])


def _counted(model, field="state"):
    rows = model.objects.order_by(field).values_list(field).annotate(number=Count("pk"))
    return [_by(field, row) for row in rows]


def _by(label, pair):
    return f'{{{label}="{pair[0]}"}}', pair[1]
