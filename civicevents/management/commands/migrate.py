from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from civicevents.stored import triggers


class Command(migrate.Command):
    """Django's, which also makes the triggers that note changes of what is shown (``civicevents/stored/shown.py``).

    While migrations run there are none: they would meet columns that are not there yet.
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            return super().handle(*args, **options)
        if _is_up_to_date(connection, options):
            triggers.compact(connection)  # a copy of another server's data may have been restored
            return super().handle(*args, **options)
        triggers.remove(connection)
        try:
            return super().handle(*args, **options)
        finally:
            triggers.install(connection)


def _is_up_to_date(connection, options):
    executor = MigrationExecutor(connection)
    pending = options["app_label"] or executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not pending and triggers.are_installed(connection)
