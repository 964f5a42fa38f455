"""Statements that are composed once per process and planned once per connection, and not for every visitor.

Django composes a queryset's SQL anew each time, and PostgreSQL plans it; for a small statement, both take longer than
running it. What runs for every visitor in the same shape is therefore a function from its parameters to a queryset:

    @composed_once
    def topics_of(event: int):
        return Topic.objects.filter(events=event)

    topics_of(event=event.pk)  # a list of topics

The rows are those of the queryset, with ``select_related``, ``only`` and annotations; of ``values_list`` they are
tuples. The parameters are numbers, texts, instants and lists of numbers (``any_of``), and must reach the SQL as they
are: no test of their value in the function, no look-up that changes them (``iexact``, ``contains``). Whatever hides one
is noticed at the first call.

They are prepared, see ``outbox.statements``.
"""

import datetime as dt
import re
from functools import update_wrapper

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Subquery, Value
from django.db.models.query import ModelIterable, get_related_populators

from outbox.statements import PLACE, Composed

# What stands for a parameter while the SQL is composed: a value that nobody writes.
STANDS_FOR = {
    int: lambda number: -(2**40) - number,
    str: lambda number: f"\N{WHITE MEDIUM STAR}parameter {number}",
    dt.datetime: lambda number: dt.datetime(1, 1, 1, microsecond=number, tzinfo=dt.UTC),
    list: lambda number: [-(2**40) - number],
}


class Statement:
    """See above."""

    def __init__(self, queryset_of):
        self._queryset_of = queryset_of
        self._composed = None
        update_wrapper(self, queryset_of)

    def __call__(self, **values):
        return self.after("", **values)

    def after(self, command, /, **values):
        """The same after a command without a result (``SET LOCAL …;``), sent together: one way to the database less."""
        with connection.cursor() as cursor:
            if self._composed is None:
                self._compose(cursor)
            self._composed.execute(cursor, [values[name] for name in self._names], command)
            return self._read(cursor.fetchall())

    def _compose(self, cursor):
        kinds = {name: kind for name, kind in self._queryset_of.__annotations__.items() if name != "return"}
        markers = {name: STANDS_FOR[kind](number) for number, (name, kind) in enumerate(kinds.items(), start=1)}
        queryset = self._queryset_of(**markers)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = [_named(parameter, markers) for parameter in parameters]
        if hidden := markers.keys() - set(names):
            raise TypeError(f"{self.__name__}: {', '.join(sorted(hidden))} do not reach the SQL as they are")
        fixed = [_Raw(PLACE) if name else value for name, value in zip(names, parameters, strict=True)]
        sql = cursor.mogrify(sql, fixed).decode().replace("%", "%%")
        self._names, self._read = [name for name in names if name], _reader(queryset, compiler)
        self._composed = Composed.of(self.__name__, sql)


composed_once = Statement


def written(name, sql):
    """The same for SQL that is written out, with ``%(parameter)s``; gives tuples."""
    statement = Statement.__new__(Statement)
    statement.__name__ = name
    statement._names, statement._read = re.findall(r"%\((\w+)\)s", sql), lambda rows: rows
    statement._composed = Composed.of(name, re.sub(r"%\(\w+\)s", PLACE, sql))
    return statement


def any_of(field, numbers):
    """The condition ``field__in=numbers``, which would need a place for each of them. Also for an ArraySubquery."""
    array = Value(numbers, output_field=ArrayField(BigIntegerField())) if isinstance(numbers, list) else numbers
    return Func(F(field), array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


def in_set(field, numbers):
    """The condition ``field__in=numbers`` for a queryset of many numbers: each row is looked up in the set of them.
    "IS TRUE", because PostgreSQL would join a bare IN and read all that it leads to, without the order of an index.
    """
    is_in = Func(F(field), Subquery(numbers), template="(%(expressions)s)", arg_joiner=" IN ")
    return Func(is_in, template="%(expressions)s IS TRUE", output_field=BooleanField())


class _Raw:
    """A place for a parameter, for psycopg2: written as it is."""

    def __init__(self, text):
        self.text = text

    def __conform__(self, protocol):
        return self

    def getquoted(self):
        return self.text.encode()


def _named(parameter, markers):
    return next((name for name, marker in markers.items() if marker == parameter), None)


def _reader(queryset, compiler):
    """A function from the database's rows to what the queryset would give."""
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])

    def converted(rows):
        return compiler.apply_converters(rows, converters) if converters else rows

    if queryset._iterable_class is not ModelIterable:
        return lambda rows: [tuple(row) for row in converted(rows)]
    info, annotations = compiler.klass_info, list((compiler.annotation_col_map or {}).items())
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    related = get_related_populators(info, compiler.select, connection.alias)

    def objects(rows):
        found = []
        for row in converted(rows):
            instance = info["model"].from_db(connection.alias, names, row[first:last])
            for populator in related:
                populator.populate(row, instance)
            for name, column in annotations:
                setattr(instance, name, row[column])
            found.append(instance)
        return found

    return objects
