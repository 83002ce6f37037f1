"""The database's own refusal to change the timeline: triggers on SQLite and PostgreSQL.

SQLite drops a table's triggers when Django remakes the table, so they are put back after every migrate and a
system check proves that they are there.
"""

TABLE = "complaints_public_timelineevent"
_TRIGGERS = ("timeline_no_update", "timeline_no_delete")
_REFUSAL = "timeline events are append-only"


def _statements(vendor):
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS timeline_no_{action.lower()} BEFORE {action} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for action in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_timeline_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER timeline_no_update BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_timeline_change()",
        f"CREATE OR REPLACE TRIGGER timeline_no_delete BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_timeline_change()",
        f"CREATE OR REPLACE TRIGGER timeline_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_timeline_change()",
    ]


def install(connection):
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def lift(connection):
    """For the teardown of tests, which must empty the tables; nothing else may call it."""
    on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    names = _TRIGGERS if connection.vendor == "sqlite" else (*_TRIGGERS, "timeline_no_truncate")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def is_installed(connection):
    if connection.vendor == "sqlite":
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)"
    else:
        query = "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'D' AND tgname IN (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, _TRIGGERS)
        return cursor.fetchone()[0] == len(_TRIGGERS)
