"""The triggers that note what shown content a transaction changed (``events.models.ContentChange``).

They follow from ``shown.py`` and are made by ``manage.py migrate``, not by migrations: those would have to repeat it.
"""

import hashlib

from django.db import connection, transaction

from civicevents.stored.shown import ALL, CHANGES, SHOWN

TABLE = "events_contentchange"
NOW = "pg_current_xact_id()::text::bigint"
NOTE = f"INSERT INTO {TABLE} (scope, about, txid) {{what}} ON CONFLICT DO NOTHING"
SCOPE = "SELECT '{scope}', n, {now} FROM ({numbers}) o (n) WHERE n IS NOT NULL"
EVERYTHING = f"""
CREATE FUNCTION content_of_everything() RETURNS trigger LANGUAGE plpgsql AS $function$ BEGIN
    {NOTE.format(what=f"VALUES ('{ALL}', 0, {NOW})")};
    RETURN NULL;
END $function$;
"""
FUNCTION = """
CREATE FUNCTION content_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $function$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        {before}
    END IF;
    IF TG_OP <> 'DELETE' THEN
        {after}
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER content_added_or_removed AFTER INSERT OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION content_of_{table}();
CREATE TRIGGER content_changed AFTER UPDATE ON {table}
    FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION content_of_{table}();
CREATE TRIGGER content_emptied AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION content_of_everything();
"""
COMPACT = f"""
WITH replaced AS (
    DELETE FROM {TABLE} WHERE (scope, about) IN (SELECT scope, about FROM {TABLE} GROUP BY 1, 2 HAVING count(*) > 1)
        OR txid > {NOW}
    RETURNING scope, about
)
{NOTE.format(what=f"SELECT DISTINCT scope, about, {NOW} FROM replaced")}
"""  # noqa: S608
INSTALLED = "SELECT obj_description(to_regprocedure('content_of_everything()'), 'pg_proc')"
FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'content\\_of\\_%' AND prorettype = 2279"

TRIGGERS = """
    SELECT tgrelid::regclass::text, array_agg(tgname::text) FROM pg_trigger
    WHERE NOT tgisinternal AND tgfoid IN (SELECT oid FROM pg_proc WHERE proname LIKE 'content\\_of\\_%') GROUP BY 1
"""


def trigger_sql(table):
    """What makes one table's triggers."""
    notes = {"before": _notes(table, "OLD"), "after": _notes(table, "NEW")}
    return FUNCTION.format(table=table, differs=_differs(table), **notes)


def _notes(table, row):
    scopes = {scope: sql.format(row=row) for scope, sql in SHOWN[table].items()}
    whats = [SCOPE.format(scope=scope, now=NOW, numbers=numbers) for scope, numbers in scopes.items()]
    return "\n        ".join(NOTE.format(what=what) + ";" for what in whats)


def _differs(table):
    def values(row):
        return ", ".join(f"{row}.{expression}" for expression in CHANGES.get(table, "*"))

    return f"ROW({values('OLD')}) IS DISTINCT FROM ROW({values('NEW')})"


SQL = {table: trigger_sql(table) for table in SHOWN}
FINGERPRINT = hashlib.sha256("".join([EVERYTHING, *SQL.values()]).encode()).hexdigest()


def are_installed(database):
    with database.cursor() as cursor:
        cursor.execute(INSTALLED)
        return cursor.fetchone()[0] == FINGERPRINT


def remove(database):
    """Drop triggers and functions, one table after the other: visitors go on meanwhile, and whoever holds one table's
    lock never waits for another's.
    """
    with database.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        functions = [function for (function,) in cursor.fetchall()]
        if "content_of_everything()" in functions:
            cursor.execute("COMMENT ON FUNCTION content_of_everything() IS NULL")  # from here on they are not whole
        cursor.execute(TRIGGERS)
        for table, triggers in cursor.fetchall():
            _at_once(database, *(f"DROP TRIGGER {trigger} ON {table}" for trigger in triggers))
        for function in functions:
            cursor.execute(f"DROP FUNCTION {function}")


def install(database):
    """Make the triggers of all tables there are, and note that anything may have changed meanwhile."""
    tables = set(database.introspection.table_names())
    if TABLE not in tables:
        return
    remove(database)
    _at_once(database, EVERYTHING)
    for table in SQL.keys() & tables:
        _at_once(database, SQL[table])
    note = NOTE.format(what=f"VALUES ('{ALL}', 0, {NOW})")
    _at_once(database, f"COMMENT ON FUNCTION content_of_everything() IS '{FINGERPRINT}'", note)


def _at_once(database, *statements):
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def compact(database=connection):
    """One row, of this transaction, for each scope that has several; and for what another server's transactions left
    in a restored copy, which ours would meet again.
    """
    with database.cursor() as cursor:
        cursor.execute(COMPACT)
