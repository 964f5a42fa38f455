"""Whether an error is the database's and will be over soon, rather than a mistake of ours."""

import psycopg2
from django.db import InterfaceError, OperationalError

TEMPORARY = (OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError)


def is_temporary(error):
    """No connection, no lock in time, no room: also where the driver just says that the server hung up."""
    while error is not None:
        hung_up = type(error) is psycopg2.DatabaseError and error.pgcode is None
        if hung_up or isinstance(error, TEMPORARY):
            return True
        error = error.__cause__ or error.__context__
    return False
