"""What the portal publishes as open data: apps register their tables here, /data/ shows and serves them."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from itertools import islice

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LICENCE_NAME = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
BOM = "\ufeff".encode()
_LINES_AT_A_TIME = 500
_TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "boolean": _("true or false"),
    "date": _("date"),
    "year": _("year"),
}
# A sheet would compute a cell that begins so.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Frequency(TextChoices):
    """How often a table changes; the values are codes of the EU's vocabulary of frequencies, as DCAT-AP asks."""

    LIVE = "CONT", _("At once, with every change")
    AS_CHANGED = "IRREG", _("When something changes; this is looked at every night")
    MONTHLY = "MONTHLY", _("Every month")


class Theme(TextChoices):
    """The catalogue's groups, in their order."""

    COMPLAINTS = "complaints", _("Complaints")
    STATISTICS = "statistics", _("Statistics")
    RULES = "rules", _("Codes and rules")
    PLAN = "plan", _("Plan and publications")


@dataclass(frozen=True)
class Column:
    """name stands in the files; type is one of _TYPES, named as in Frictionless; choices are (code, label)."""

    name: str
    type: str
    title: str
    description: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def type_in_words(self):
        return _TYPES[self.type]

    @property
    def codes(self):
        return [str(code) for code, _label in self.choices]


@dataclass(frozen=True)
class Table:
    """rows() yields tuples of str, int, bool, date or None in the order of columns, without loading all of them.

    A table that is_live is read anew for each reader and keeps no versions: so that what is taken offline is gone
    at once, or because its source is frozen and numbered itself.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[tuple]]
    source: str
    theme: Theme
    # The statistical particulars of Satu Data Indonesia (Perpres 39/2019).
    concept: str
    definition: str
    unit: str
    measure: str = _("Count")
    classification: str = ""
    primary_key: tuple[str, ...] = ()
    frequency: Frequency = Frequency.AS_CHANGED
    is_live: bool = False
    keywords: tuple[str, ...] = ()
    # The day that the data speaks of, where that is another one than the day of the version.
    as_of: Callable[[], date | None] = field(default=lambda: None)

    @property
    def summary(self):
        """The first sentence of the description."""
        return f"{str(self.description).partition('. ')[0].removesuffix('.')}."

    @property
    def details(self):
        """What the description says beyond that."""
        return str(self.description).partition(". ")[2]


_tables = {}


def register(*tables):
    _tables.update({table.name: table for table in tables})


def tables():
    """Every table, theme by theme."""
    themes = list(Theme)
    return sorted(_tables.values(), key=lambda table: themes.index(table.theme))


def find(name):
    return _tables.get(name)


def sample(table, count):
    """The first rows, each cell as the CSV has it."""
    return [list(map(_csv_cell, row)) for row in islice(table.rows(), count)]


def as_csv(table):
    """The table as RFC 4180 has it, in UTF-8, some lines at a time. No text in it is a formula to a sheet."""
    yield _csv_lines([[column.name for column in table.columns]])
    for rows in _batches(table.rows()):
        yield _csv_lines(map(_csv_cell, row) for row in rows)


def as_json(table):
    """The table as an array with an object on each line, some lines at a time."""
    names, separator = [column.name for column in table.columns], "[\n"
    for rows in _batches(table.rows()):
        lines = [_json_object(dict(zip(names, row, strict=True))) for row in rows]
        yield (separator + ",\n".join(lines)).encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"


WRITERS = {"csv": as_csv, "json": as_json}


def _batches(rows):
    rows = iter(rows)
    while batch := list(islice(rows, _LINES_AT_A_TIME)):
        yield batch


def _csv_lines(rows):
    lines = StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def _csv_cell(value):
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


_json_object = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
