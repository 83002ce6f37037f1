"""Opens an export of any accepted kind, finds its header, and gives its rows one by one."""

import codecs
import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from itertools import groupby, islice
from operator import itemgetter
from tempfile import TemporaryFile

from django.utils.translation import gettext as _

from . import sheets
from .columns import NOT_NEEDED, REQUIRED, could_be_headings, find_columns, is_header, simple_heading
from .parsing import as_text, parse_moment
from .refusals import (
    ImportRefused,
    is_workbook,
    refuse_damaged,
    refuse_password,
    refuse_too_large,
)

_HEADER_WITHIN = 60  # rows
_SAMPLE = 512 * 1024  # characters in which a text file's header stands
_DELIMITERS = ";,\t|^~:\x1f\x1e§¦"
_LONGEST_CELL = 10_000_000  # characters
csv.field_size_limit(_LONGEST_CELL)


class HeaderMissing(ImportRefused):
    """The file is readable, but its columns are not known.

    Of the row that looks like a header: used is field name → heading of what is known, unused the other headings.
    """

    def __init__(self, headings, remembered=None):
        super().__init__(
            _(
                "No header was found: the first rows need at least the columns “Tracking ID”, “Tanggal Laporan Masuk” "
                "and “Status Laporan”."
            )
        )
        columns = find_columns(headings, remembered)
        self.used = {name: headings[index] for name, index in columns.items()}
        self.unused = [heading for heading in headings if heading not in self.used.values()]


@dataclass
class Export:
    """What an export holds. columns: field name → index of its cell; rows are read from the file each time anew.

    headings: field name → heading of its column; unused: headings of the columns that are passed over.
    """

    table: object
    sheet: int
    header_line: int
    columns: dict[str, int]
    headings: dict[str, str]
    unused: list[str]
    generated_at: object = None

    @property
    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line of the file, cells) of each row below the header that is not empty."""
        return (
            (line, cells)
            for sheet, line, cells in self.table.rows()
            if sheet == self.sheet and line > self.header_line and any(map(str.strip, cells))
        )

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        names, indexes = zip(*self.columns.items(), strict=True)
        pick, width = itemgetter(*indexes), max(indexes) + 1
        for line, cells in self.rows:
            cells += [""] * (width - len(cells))
            yield line, dict(zip(names, pick(cells), strict=True))


def read_export(file, remembered=None) -> Export:
    """The Export in a binary file, which must stay open. Raises ImportRefused when there is none.

    remembered: simple heading → field name, for columns that go by another name.
    """
    table = _Workbook(file) if is_workbook(file) else _Text(file, remembered)
    exports, headings = [], []
    for sheet, first_rows in table.beginnings():
        export = _export_of(table, sheet, first_rows, remembered)
        exports += [export] if export else []
        headings = headings or _likely_headings(first_rows)
    if len(exports) > 1:
        raise ImportRefused(_("Several sheets of the file hold complaints. Save each as a file of its own."))
    if not exports:
        raise HeaderMissing(headings, remembered)
    return exports[0]


def _export_of(table, sheet, rows, remembered):
    """The Export of one sheet, or None where no row is a header, alone or together with the row below it."""
    for position, (line, cells) in enumerate(rows):
        below = rows[position + 1] if position + 1 < len(rows) else (line, [])
        for last_line, header in _headers(line, cells, below, remembered):
            columns = find_columns(header, remembered)
            if is_header(columns):
                headings = {name: as_text(header[index]) for name, index in columns.items()}
                others = [as_text(cell) for index, cell in enumerate(header) if index not in columns.values()]
                unused = [text for text in others if text and simple_heading(text) not in NOT_NEEDED]
                return Export(table, sheet, last_line, columns, headings, unused, _generated_at(rows[:position]))
    return None


def _headers(line, cells, below, remembered):
    """The row as a header, and before it the same in two lines where cells are merged: groups above, names below."""
    below_line, below_cells = below
    columns = find_columns(below_cells, remembered)
    if columns and not is_header(columns):
        width = max(len(cells), len(below_cells))
        upper, lower = (row + [""] * (width - len(row)) for row in (cells, below_cells))
        yield below_line, [name if name.strip() else group for group, name in zip(upper, lower, strict=True)]
    yield line, cells


def _likely_headings(rows):
    candidates = [cells for _line, cells in rows if could_be_headings(cells)]
    best = max(candidates, key=lambda cells: (len(find_columns(cells)), sum(map(bool, cells))), default=[])
    return [text for text in map(as_text, best) if text]


def _generated_at(rows_above):
    for _line, cells in rows_above:
        texts = [as_text(cell) for cell in cells]
        for index, text in enumerate(texts):
            if "tanggal generate" in text.casefold():
                values = [text.partition(":")[2], *cells[index + 1 :]]
                return next((m for m in map(parse_moment, values) if m), None)
    return None


class _Workbook:
    """A workbook, turned into a text table by sheets.py. Nothing of it stays behind: the copy has no name on disk."""

    def __init__(self, file):
        self.copy = TemporaryFile()  # noqa: SIM115  open as long as the export is read
        file.seek(0)
        with TemporaryFile() as source:
            _copy(file, source)
            source.seek(0)
            command = [sys.executable, "-I", "-X", "utf8", sheets.__file__]
            ended = subprocess.run(command, stdin=source, stdout=self.copy, stderr=subprocess.DEVNULL)  # noqa: S603
        if ended.returncode == sheets.PASSWORD:
            refuse_password()
        if ended.returncode == sheets.DAMAGED:
            refuse_damaged()
        if ended.returncode:
            refuse_too_large()

    def rows(self):
        """(sheet, line, cells) of every row."""
        self.copy.seek(0)
        text = TextIOWrapper(self.copy, encoding="utf-8", newline="")
        sheet, line = None, 0
        try:
            for number, *cells in csv.reader(text):
                sheet, line = number, line + 1 if number == sheet else 1
                yield sheet, line, cells
        finally:
            text.detach()

    def beginnings(self):
        """(sheet, its first rows) of every sheet."""
        for sheet, rows in groupby(self.rows(), key=itemgetter(0)):
            yield sheet, _first(rows)


def _first(rows):
    return [(line, cells) for _sheet, line, cells in islice(rows, _HEADER_WITHIN)]


def _copy(source, target):
    while chunk := source.read(1024 * 1024):
        target.write(chunk)


class _Text:
    """A text table: encoding and delimiter are found out from the file itself."""

    def __init__(self, file, remembered):
        self.file = file
        self.encoding = _encoding(file)
        text = self._open()
        sample = text.read(_SAMPLE)
        text.detach()
        # The delimiter is the one that makes a header of one of the first lines, else the one that cuts most cells.
        first_lines = sample.splitlines()[:_HEADER_WITHIN]
        by_count = sorted(_DELIMITERS, key=lambda mark: -max((line.count(mark) for line in first_lines), default=0))
        known = (mark for mark in by_count if _has_header(sample, mark, remembered))
        self.delimiter = next(known, by_count[0])

    def _open(self):
        self.file.seek(0)
        return TextIOWrapper(self.file, encoding=self.encoding, newline="")

    def rows(self):
        """(0, line, cells) of every row; line is that of the file, in which a cell may have several."""
        text = self._open()
        reader, line = csv.reader(text, delimiter=self.delimiter), 1
        try:
            for cells in reader:
                yield 0, line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise ImportRefused(_("The file is no readable text table: %(error)s") % {"error": error}) from error
        finally:
            text.detach()

    def beginnings(self):
        yield 0, _first(self.rows())


def _has_header(sample, delimiter, remembered):
    try:
        rows = list(islice(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), _HEADER_WITHIN))
    except csv.Error:
        return False
    return any(is_header(find_columns(cells, remembered)) for cells in rows)


def _encoding(file):
    """The first encoding that every byte of the file fits; latin-1 fits any."""
    file.seek(0)
    if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for name in ("utf-8-sig", "cp1252"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(name)()
        try:
            while chunk := file.read(1024 * 1024):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


__all__ = ["REQUIRED", "Export", "HeaderMissing", "ImportRefused", "read_export"]
