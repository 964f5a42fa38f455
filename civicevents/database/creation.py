"""Test databases of the embedded server: copied from one that was migrated before, as long as nothing changed.

Migrating takes as long as some hundred tests, because Django builds every model anew for each step.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.db.backends.postgresql import creation

PREFIX = "migrated_"
OUR_SQL = "civicevents/stored/*.py"  # the triggers that `migrate` makes


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(self, *args, keepdb=False, **options):
        """Django's; the database is a copy where one with the same migrations was made before."""
        if keepdb:
            return super().create_test_db(*args, keepdb=keepdb, **options)
        migrated = PREFIX + digest()
        self.connection.settings_dict["TEST"]["TEMPLATE"] = migrated if self._exists(migrated) else None
        name = super().create_test_db(*args, keepdb=keepdb, **options)
        if not self._exists(migrated):
            self.connection.close()
            self._keep(name, migrated)
        return name

    def _exists(self, name):
        with self._nodb_cursor() as cursor:
            return self._database_exists(cursor, name)

    def _keep(self, name, migrated):
        """Copy the database for the next runs, and drop the copies of former migrations."""
        quote = self.connection.ops.quote_name
        with self._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
            for (former,) in cursor.fetchall():
                with suppress(Error):  # another run is copying it
                    cursor.execute(f"DROP DATABASE IF EXISTS {quote(former)}")
            with suppress(Error):  # another run was faster
                cursor.execute(f"CREATE DATABASE {quote(migrated)} TEMPLATE {quote(name)}")


def digest():
    """Of all that decides what a migrated database is like."""
    folders = [Path(config.path, "migrations") for config in apps.get_app_configs()]
    files = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    files += sorted(Path(settings.BASE_DIR).glob(OUR_SQL))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
