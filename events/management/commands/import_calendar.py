import sys

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from events.foreign.bounds import MOST_BYTES
from events.importing.comparing import CHANGED, GONE, NEW, SAME, SKIPPED, compare
from events.importing.fetching import checked
from events.importing.files import read_file
from events.importing.showing import preview
from events.importing.sources import read_address, store
from events.importing.taking import take_over
from events.importing.words import Unusable
from events.models import Source
from events.times import DEFAULT_ZONE, validate_zone

SIGNS = {NEW: "new", CHANGED: "changed", GONE: "gone", SKIPPED: "skipped"}


class Command(BaseCommand):
    help = (
        "Imports a calendar (.ics) or a schedule (schedule.xml, schedule.json) from a file or address. Without --write "
        "it only says what would be new, changed, gone and skipped, and why. New entries become drafts."
    )

    def add_arguments(self, parser):
        parser.add_argument("calendar", help="a file, - for the standard input, or an address (https://, webcal://)")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="who publishes the events")
        parser.add_argument("--name", help="name of the source; by it a second run finds the events of the first")
        parser.add_argument("--zone", default=DEFAULT_ZONE, help="for times that name no zone (%(default)s)")
        parser.add_argument("--language", default="de", choices=["de", "en"], help="of the texts (%(default)s)")
        parser.add_argument("--licence", default="", help="licence of the texts, for example CC BY 4.0")
        parser.add_argument("--page", default="", help="public page of the source")
        parser.add_argument("--past", action="store_true", help="also take what is over, or private at the source")
        parser.add_argument("--overwrite", action="store_true", help="also replace what was edited here")
        parser.add_argument("--write", action="store_true", help="do it; without this nothing is written")

    @no_translations
    def handle(self, *args, calendar, **options):
        now = timezone.now()
        try:
            validate_zone(options["zone"])
        except Exception as error:
            raise CommandError(f"{options['zone']} is not a time zone.") from error
        source = self._source(calendar, options)
        reading = self._reading(calendar, source, now)
        source.name = (source.name or reading["name"] or calendar.rsplit("/", 1)[-1])[:150]
        known = Source.objects.filter(organisation=source.organisation, name=source.name).first()
        with transaction.atomic():
            source = store(source=known or source, reading=reading, now=now)
            plan = compare(source, now=now)
            self._tell(plan, now)
            chosen = [item for item in plan.items if item.kind in (NEW, CHANGED, GONE)]
            chosen = [item for item in chosen if item.wanted or options["past"]]
            if options["write"]:
                self._take(source, [item.mark for item in chosen], options["overwrite"], now)
            else:
                transaction.set_rollback(True)
                self.stdout.write(f"{len(chosen)} to take over. Nothing was written: add --write to do it.")

    def _source(self, calendar, options):
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation “{options['organisation']}”. There are: {known}.")
        url = ""
        if "://" in calendar:
            try:
                url = checked(calendar).geturl()
            except Unusable as error:
                raise CommandError(str(error)) from error
        return Source(
            organisation=organisation,
            name=options["name"] or "",
            url=url,
            page=options["page"],
            licence=options["licence"],
            language=options["language"],
            time_zone=options["zone"],
        )

    def _reading(self, calendar, source, now):
        try:
            if source.url:
                return read_address(source, now=now)
            return read_file(self._bytes(calendar), zone=source.time_zone, now=now)
        except Unusable as error:
            raise CommandError(str(error)) from error

    def _bytes(self, calendar):
        if calendar == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            with open(calendar, "rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{calendar} cannot be read: {error.strerror}.") from error

    def _tell(self, plan, now):
        shown = preview(plan, now=now, most=len(plan.items))
        for kind, rows in ((NEW, shown.new), (CHANGED, shown.changed), (GONE, shown.gone), (SKIPPED, shown.skipped)):
            for row in rows:
                words = [f"{SIGNS[kind]:8}{row.when}: {row.title}", *row.reasons, row.means]
                self.stdout.write(" ".join(filter(None, words)))
                for each in row.differences:
                    edited = " (edited here)" if each["edited"] else ""
                    self.stdout.write(f"        {each['label']}: {each['here']!r} → {each['there']!r}{edited}")
        for problem in shown.problems:
            self.stderr.write(": ".join(filter(None, [problem["entry"], problem["sentence"]])))
        counts = [f"{len(plan.of(kind))} {name}" for kind, name in [*SIGNS.items(), (SAME, "unchanged")]]
        self.stdout.write(", ".join(counts))

    def _take(self, source, marks, overwrite, now):
        report = take_over(source=source, marks=marks, overwriting=marks if overwrite else (), by=None, now=now)
        for title, words in report.refused:
            self.stderr.write(f"{title} was not taken over: {words}")
        self.stdout.write(
            f"{report.created} drafts made, {report.changed} events changed, {report.ended} ended, "
            f"{len(report.refused)} refused"
        )
