from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civicevents import catalogue


class Command(BaseCommand):
    help = "Brings the catalogue of translations up to date with the sources, and compiles it."
    requires_system_checks = []

    def add_arguments(self, parser):
        task = parser.add_mutually_exclusive_group()
        task.add_argument("--check", action="store_true", help="only say what is missing; fail if anything is")
        task.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *args, check, compile, **options):
        if check:
            if faults := catalogue.faults(settings.BASE_DIR):
                raise CommandError("\n".join(faults))
            self.stdout.write("Every language is complete.")
            return
        if not compile:
            untranslated = catalogue.update(settings.BASE_DIR)
            self.stdout.write(f"Up to date; {untranslated} texts still need a translation.")
        catalogue.compile_all()
