"""The database's own refusal to change the timeline and its heads: triggers on SQLite and PostgreSQL.

SQLite drops a table's triggers when Django remakes the table, so they are put back after every migrate and a
system check proves that they are there.
"""

# table → (prefix of its triggers, when a row to be inserted would replace one that is there)
TABLES = {
    "complaints_public_timelineevent": (
        "timeline",
        "id = NEW.id OR (complaint_id = NEW.complaint_id AND sequence = NEW.sequence)",
    ),
    "complaints_public_release": ("release", "id = NEW.id OR version = NEW.version"),
    "complaints_public_timelinehead": ("timeline_head", "id = NEW.id OR day = NEW.day"),
}
_REFUSAL = "the timeline is append-only"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_timeline_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def install(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for (_table, name), moment in _triggers(connection).items():
            if connection.vendor == "sqlite":
                # Every single row is refused, so nothing of a statement can be half done. With ABORT, SQLite would
                # keep a journal of each statement for that, and an import would take a tenth longer.
                refusal = f"BEGIN SELECT RAISE(FAIL, '{_REFUSAL}'); END"
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {moment} {refusal}")
            else:
                refusal = "EXECUTE FUNCTION refuse_timeline_change()"
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {moment} {refusal}")


def lift(connection):
    """For the teardown of tests, which must empty the tables; nothing else may call it."""
    with connection.cursor() as cursor:
        for table, name in _triggers(connection):
            on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def is_installed(connection):
    if connection.vendor == "sqlite":
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(_triggers(connection)) <= set(cursor.fetchall())


def _triggers(connection):
    """(table, name of the trigger) → when it fires, of the tables that are there already."""
    triggers = {}
    for table in TABLES.keys() & set(connection.introspection.table_names()):
        name, is_same = TABLES[table]
        if connection.vendor == "sqlite":
            is_there = f"EXISTS (SELECT 1 FROM {table} WHERE {is_same})"  # noqa: S608  names of our own
            triggers |= {
                (table, f"{name}_no_update"): f"BEFORE UPDATE ON {table}",
                (table, f"{name}_no_delete"): f"BEFORE DELETE ON {table}",
                # INSERT OR REPLACE removes the row it replaces without asking the trigger above.
                (table, f"{name}_no_replace"): f"BEFORE INSERT ON {table} WHEN {is_there}",
            }
        else:
            triggers |= {
                (table, f"{name}_no_update"): f"BEFORE UPDATE ON {table} FOR EACH ROW",
                (table, f"{name}_no_delete"): f"BEFORE DELETE ON {table} FOR EACH ROW",
                (table, f"{name}_no_truncate"): f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
            }
    return triggers
