import time

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from civicevents.stored import triggers

LONGEST_WAIT = "2s"
TRIES, PAUSE = 60, 1  # seconds between them
IN_THE_WAY = ("55P03", "40P01")  # lock_not_available, deadlock_detected


class Command(migrate.Command):
    """Django's, which also makes the triggers that note changes of what is shown (``civicevents/stored/shown.py``).

    While migrations run there are none: they would meet columns that are not there yet.

    Visitors go on meanwhile. A migration that waits for a table makes everybody wait behind it, so it gives up after
    two seconds and tries again; what it had done is rolled back.
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            return super().handle(*args, **options)
        if _is_up_to_date(connection, options):
            triggers.compact(connection)  # a copy of another server's data may have been restored
            return super().handle(*args, **options)
        if settings.DATABASE_POOLED:
            raise CommandError(
                "This goes past the pooler: set DATABASE_URL to PostgreSQL itself, and DATABASE_POOLED=0."
            )
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT}'")
        patiently(lambda: triggers.remove(connection))
        try:
            return patiently(lambda: super(Command, self).handle(*args, **options))
        finally:
            patiently(lambda: triggers.install(connection))
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")


def patiently(change):
    """Make a change as soon as nobody stands in its way."""
    for _ in range(TRIES - 1):
        try:
            return change()
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in IN_THE_WAY:
                raise
            time.sleep(PAUSE)
    return change()


def _is_up_to_date(connection, options):
    executor = MigrationExecutor(connection)
    pending = options["app_label"] or executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not pending and triggers.are_installed(connection)
