"""Writes many rows of a table at once, past what bulk_create() costs for each. Signals and save() are left out."""

import csv
from io import StringIO

from django.db import connection, models

from portal.encryption import EncryptedTextField

_NULL = "\\N"


def new_keys(model, count):
    """count primary keys that nobody else gets, in order. Call it in the transaction that inserts the rows."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # the transaction is the only one that writes
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return range(last + 1, last + 1 + count)
        # Whoever locks the table to seal what is in it must not meet keys that come to light later.
        cursor.execute(f"LOCK TABLE {_quoted(table)} IN ROW EXCLUSIVE MODE")
        next_keys = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(next_keys, [table, column, count])
        return sorted(key for (key,) in cursor.fetchall())


def insert(model, names, rows, is_coded=False):
    """Inserts rows (tuples of values, in the order of names), in a transaction that fails with them.

    is_coded: what is encrypted are codes that many rows share, and it may be seen which ones do.
    """
    fields, table = _fields(model, names), _quoted(model._meta.db_table)
    columns = ", ".join(_quoted(field.column) for field in fields)
    prepared = _prepared(fields, rows, is_coded)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            # OR FAIL spares the journal of each statement; the transaction takes back what comes before.
            cursor.executemany(f"INSERT OR FAIL INTO {table} ({columns}) VALUES ({marks})", list(prepared))  # noqa: S608
            return
        text = StringIO()
        writer = csv.writer(text)
        writer.writerows([_NULL if value is None else value for value in row] for row in prepared)
        text.seek(0)
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", text)


def update(model, names, rows):
    """Sets the columns of names in rows (tuples of values, in the order of names, then the primary key)."""
    fields = _fields(model, [*names, model._meta.pk.attname])
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    settings = ", ".join(f"{_quoted(field.column)} = %s" for field in fields[:-1])
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {settings} WHERE {key} = %s", list(_prepared(fields, rows)))  # noqa: S608


def _quoted(name):
    return connection.ops.quote_name(name)


def _fields(model, names):
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _prepared(fields, rows, is_coded=False):
    """rows as the database takes them; most columns take their value as it is, and many values come again."""
    changes = [(index, change) for index, field in enumerate(fields) if (change := _change(field))]
    private = {index for index, _change in changes if isinstance(fields[index], EncryptedTextField) and not is_coded}
    known = {}
    for row in rows:
        values, of_row = list(row), {}
        for index, change in changes:
            if value := values[index]:
                memory = of_row if index in private else known
                if value not in memory:
                    memory[value] = change(value)
                values[index] = memory[value]
        yield values


def _change(field):
    if isinstance(field, EncryptedTextField):
        return field.get_prep_value
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return connection.ops.adapt_datefield_value if isinstance(field, models.DateField) else None
