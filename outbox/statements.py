"""Statements that PostgreSQL plans once per connection, and rows whose INSERT or UPDATE is composed once per process.

Composing and planning a small statement takes longer than running it. Behind a pooler that changes connections between
transactions (DATABASE_POOLED) nothing is prepared: statements are composed once all the same, and planned each time.
"""

import re
from functools import cache
from itertools import count
from typing import NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

PLACE = "\N{WHITE MEDIUM STAR}place"  # of a parameter, while the SQL is composed
# Each statement is planned once for each connection: PostgreSQL itself would plan the first five executions anew.
PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan; "
_prepared = WeakKeyDictionary()  # names by statement, for each of the driver's connections
_numbers = count(1)


class Composed(NamedTuple):
    """A statement's SQL, with numbered places to be prepared, and with the driver's places for a pooler."""

    name: str
    prepared: str
    plain: str

    @classmethod
    def of(cls, name, sql):
        numbers = count(1)
        prepared = re.sub(PLACE, lambda _: f"${next(numbers)}", sql)
        return cls(name, prepared, sql.replace(PLACE, "%s"))

    def execute(self, cursor, values, command=""):
        """Execute it after a command without a result (``SET LOCAL …; ``), sent together."""
        if settings.DATABASE_POOLED:
            cursor.execute(command + self.plain, values)
            return
        names_of = _prepared.setdefault(connection.connection, {})
        name = names_of.get(self.prepared)
        if name is None:
            name = f"{self.name}_{next(_numbers)}"  # never one that was tried before, in a failed transaction
            command += f"{'' if names_of else PLANNED_ONCE}PREPARE {name} AS {self.prepared}; "
        places = f" ({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"{command}EXECUTE {name}{places}", values)
        names_of[self.prepared] = name


def insert(row):
    """What ``row.save()`` does for a new row of a model without relations to save, with a statement made once."""
    fields, composed = _insertion(type(row))
    with connection.cursor() as cursor:
        composed.execute(cursor, _values(row, fields, add=True))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row, names):
    """What ``row.save(update_fields=names)`` does, likewise, for a row that is locked and therefore there."""
    fields, composed = _changes(type(row), tuple(names))
    with connection.cursor() as cursor:
        composed.execute(cursor, _values(row, fields, add=False))


def _values(row, fields, *, add):
    return [field.get_db_prep_save(field.pre_save(row, add=add), connection) for field in fields]


@cache
def _changes(model, names):
    if model.save is not Model.save:
        raise TypeError(f"{model.__name__} has its own way of being saved")
    quoted = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    columns = ", ".join(f"{quoted(field.column)} = {PLACE}" for field in fields)
    sql = f"UPDATE {table} SET {columns} WHERE {key} = {PLACE}"  # noqa: S608 - names of our own
    return [*fields, model._meta.pk], Composed.of(f"update_{model._meta.model_name}", sql)


@cache
def _insertion(model):
    if model.save is not Model.save or not model._meta.auto_field:
        raise TypeError(f"{model.__name__} has its own way of being saved")
    quoted = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(quoted(field.column) for field in fields), ", ".join([PLACE] * len(fields))
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}"  # noqa: S608 - names of our own
    return fields, Composed.of(f"insert_{model._meta.model_name}", sql)
