"""Opens an export of any accepted kind and finds its header and its rows."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from .columns import find_header
from .parsing import as_text, parse_moment

_MAX_UNPACKED = 400 * 1024 * 1024  # bytes; a sheet of a million rows stays below it
_HEADER_WITHIN = 60  # rows


class ImportRefused(Exception):
    """The file as a whole cannot be read; the message says why, in the reader's language."""


@dataclass
class Export:
    """cells[i] is the row that stands at line lines[i] of the file; columns maps field name → index of its cell."""

    columns: dict[str, int]
    headings: dict[str, str]
    rows: list[tuple[int, list]]
    generated_at: object = None

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        for line, cells in self.rows:
            yield line, {name: cells[index] if index < len(cells) else "" for name, index in self.columns.items()}


def read_export(content: bytes) -> Export:
    """Raises ImportRefused when content is no sheet with the columns of an export."""
    if not content:
        raise ImportRefused(_("The file is empty."))
    is_packed = content[:2] == b"PK"
    sheets = _sheets(content) if is_packed or content[:4] == b"\xd0\xcf\x11\xe0" else [_csv_rows(content)]
    exports = [export for export in map(_export_of, sheets) if export]
    if len(exports) > 1:
        raise ImportRefused(_("Several sheets of the file hold complaints. Save each as a file of its own."))
    if exports:
        return exports[0]
    raise ImportRefused(
        _(
            "No header was found: the first rows need at least the columns “Tracking ID”, “Tanggal Laporan Masuk” and "
            "“Status Laporan”."
        )
    )


def _export_of(sheet):
    """The Export of one sheet, or None where no row is a header."""
    for position, (_line, cells) in enumerate(sheet[:_HEADER_WITHIN]):
        columns = find_header(cells)
        if columns:
            headings = {name: as_text(cells[index]) for name, index in columns.items()}
            rows = [(line, cells) for line, cells in sheet[position + 1 :] if any(as_text(c) for c in cells)]
            return Export(columns, headings, rows, _generated_at(sheet[:position]))
    return None


def _sheets(content):
    _refuse_bomb(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        names = workbook.sheet_names
        return [list(enumerate(workbook.get_sheet_by_name(n).to_python(skip_empty_area=False), 1)) for n in names]
    except Exception as error:  # calamine raises its own kinds and, on damaged files, others
        raise ImportRefused(_("The file is damaged or no spreadsheet (.xlsx, .ods, .xls or .csv).")) from error


def _refuse_bomb(content):
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except zipfile.BadZipFile as error:
        raise ImportRefused(_("The file is damaged or no spreadsheet (.xlsx, .ods, .xls or .csv).")) from error
    if unpacked > _MAX_UNPACKED:
        raise ImportRefused(_("The file unpacks to more than can be read safely."))


def _csv_rows(content):
    text = _decoded(content)
    # The delimiter is the one that cuts the most cells out of any of the first lines.
    first_lines = text.splitlines()[:_HEADER_WITHIN]
    delimiter = max(";,\t|", key=lambda mark: max((line.count(mark) for line in first_lines), default=0))
    csv.field_size_limit(10_000_000)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(_("The file is no readable text table: %(error)s") % {"error": error}) from error
    return rows


def _decoded(content):
    if b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ImportRefused(_("The file is damaged or no spreadsheet (.xlsx, .ods, .xls or .csv)."))
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _generated_at(rows_above):
    for _line, cells in rows_above:
        texts = [as_text(cell) for cell in cells]
        for index, text in enumerate(texts):
            if "tanggal generate" in text.casefold():
                values = [text.partition(":")[2], *cells[index + 1 :]]
                return next((m for m in map(parse_moment, values) if m), None)
    return None
