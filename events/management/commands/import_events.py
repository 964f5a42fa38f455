import sys
import time

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from accounts.models import Organisation
from events.importing import import_events

WIDTH = 40


class Bar:
    """A progress bar on a terminal; in a log, a line for every fifth of the way."""

    def __init__(self, total, out):
        self.total, self.out, self.shown = total, out, 0

    def __call__(self, number):
        if self.out.isatty():
            filled = WIDTH * number // self.total
            self.out.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {number} of {self.total}")
            self.out.write("\n" if number == self.total else "", ending="")
        elif number * 5 // self.total > self.shown:
            self.shown = number * 5 // self.total
            self.out.write(f"{number} of {self.total} lines")


class Command(BaseCommand):
    help = "Publishes the events of a file (one JSON object a line) under an organisation. What is known is left alone."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file of JSON lines, or - for the standard input")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="who publishes the events")

    @no_translations
    def handle(self, *args, file, organisation, **options):
        started = time.monotonic()
        lines = self._lines(file)
        report = import_events(
            lines,
            organisation=self._organisation(organisation),
            now=timezone.now(),
            progress=Bar(len(lines), self.stderr),
        )
        for number, reason in report.broken:
            self.stderr.write(f"Line {number} was left out: {reason}")
        self.stdout.write(
            f"{report.created} imported, {report.known} known already, {len(report.broken)} left out "
            f"({time.monotonic() - started:.1f} s)"
        )

    def _lines(self, file):
        if file == "-":
            return sys.stdin.buffer.read().splitlines()
        try:
            with open(file, "rb") as lines:
                return lines.read().splitlines()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error

    def _organisation(self, slug):
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation “{slug}”. There are: {known}.")
        return found
