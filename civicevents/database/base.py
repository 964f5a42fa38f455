"""PostgreSQL as the portal uses it: with connections that are cheap to keep and, where no DATABASE_URL is set, from the
embedded server.
"""

import select

import psycopg2
from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base

from civicevents.database.creation import DatabaseCreation
from civicevents.embedded import Cluster, EmbeddedError

_clusters: dict[str, Cluster] = {}


def cluster(place=None):
    """The cluster in that folder, by default the one of the settings; one object for each folder and process."""
    options = settings.DATABASES["default"]["EMBEDDED"]
    place = str(place or options["place"])
    if place not in _clusters:
        _clusters[place] = Cluster(place, throwaway=options.get("throwaway", False))
    return _clusters[place]


def stop_unless_used():
    """Stop the embedded server, where that is the database, unless a process uses it."""
    if "EMBEDDED" in settings.DATABASES["default"]:
        cluster().stop_unless_used()


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation

    def get_new_connection(self, conn_params):
        if "EMBEDDED" not in self.settings_dict:
            return super().get_new_connection(conn_params)
        server = cluster()
        try:
            conn_params["host"] = server.use()
            return super().get_new_connection(conn_params)
        except EmbeddedError as error:
            raise OperationalError(str(error)) from error
        except psycopg2.OperationalError:
            server.restart_if_gone()
            return super().get_new_connection(conn_params)

    def is_usable(self):
        """Whether the server still holds this connection, which nobody uses at the moment.

        A server that ends says so or hangs up, and either can be read; one that holds it is silent. So the socket tells
        what Django would ask by a statement at the beginning of each request.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
