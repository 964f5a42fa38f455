import argparse
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civicevents.database.base import cluster


class Command(BaseCommand):
    help = "Runs one of PostgreSQL's own programs on the embedded database: psql, pg_dump, pg_restore, …"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("program")
        parser.add_argument("arguments", nargs=argparse.REMAINDER)

    def handle(self, *args, program, arguments, **options):
        if settings.PRODUCTION:
            raise CommandError("This database is not ours: use the programs of its server.")
        sys.exit(cluster().run(program, *arguments).returncode)
