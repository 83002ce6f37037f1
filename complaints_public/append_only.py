"""The database's own refusal to change the timeline: triggers on SQLite and PostgreSQL.

SQLite drops a table's triggers when Django remakes the table, so they are put back after every migrate and a
system check proves that they are there.
"""

TABLE = "complaints_public_timelineevent"
_TRIGGERS = ("timeline_no_update", "timeline_no_delete")
_ONLY_SQLITE, _ONLY_POSTGRESQL = "timeline_no_replace", "timeline_no_truncate"
_REFUSAL = "timeline events are append-only"


def _statements(vendor):
    if vendor == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        same = "id = NEW.id OR (complaint_id = NEW.complaint_id AND sequence = NEW.sequence)"
        is_there = f"EXISTS (SELECT 1 FROM {TABLE} WHERE {same})"  # noqa: S608  names of our own
        return [
            f"CREATE TRIGGER IF NOT EXISTS timeline_no_update BEFORE UPDATE ON {TABLE} {refusal}",
            f"CREATE TRIGGER IF NOT EXISTS timeline_no_delete BEFORE DELETE ON {TABLE} {refusal}",
            # INSERT OR REPLACE removes the row it replaces without asking the trigger above.
            f"CREATE TRIGGER IF NOT EXISTS {_ONLY_SQLITE} BEFORE INSERT ON {TABLE} WHEN {is_there} {refusal}",
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_timeline_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER timeline_no_update BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_timeline_change()",
        f"CREATE OR REPLACE TRIGGER timeline_no_delete BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_timeline_change()",
        f"CREATE OR REPLACE TRIGGER {_ONLY_POSTGRESQL} BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_timeline_change()",
    ]


def install(connection):
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def lift(connection):
    """For the teardown of tests, which must empty the tables; nothing else may call it."""
    on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in _names(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _names(connection):
    return (*_TRIGGERS, _ONLY_SQLITE if connection.vendor == "sqlite" else _ONLY_POSTGRESQL)


def is_installed(connection):
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} >= set(_names(connection))
