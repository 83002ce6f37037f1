"""Reads single cells. Pure functions: a cell is whatever a spreadsheet or a CSV file holds."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agus agust agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dec december",
        ),
        1,
    )
    for name in names.split()
}
_NAMED = re.compile(r"(\d{1,2})[\s\-./]+([A-Za-z]+)\.?[\s\-./,]+(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[\-/.](\d{1,2})[\-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[\-/.](\d{1,2})[\-/.](\d{4}|\d{2})(?!\d)")
_TIME = re.compile(r"(?<![\d.:/\-])(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\.\d+)?(?:\s*(?:WIB|wib))?(?!\d)")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")  # how a spreadsheet counts days, from 1954 to 2118
_FRACTION = re.compile(r"0?\.\d{3,}")  # of a day
_EXCEL_EPOCH = datetime(1899, 12, 30)
_DAY_BEFORE_TIME = re.compile(r".*\d{4}|^\d{4}\S+")
# What a text may not carry: NUL (PostgreSQL refuses it) and other control characters but line ends and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def as_text(cell) -> str:
    """A cell as text: whole numbers without a decimal point, no control characters, no outer white space."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _CONTROL.sub("", str(cell)).strip()


def as_texts(cells: dict[str, str]) -> dict[str, str]:
    """Every cell of a row as text. Hardly any row has a control character, so the whole row is searched for one."""
    if _CONTROL.search("".join(cells.values())):
        return {name: as_text(cell) for name, cell in cells.items()}
    return {name: cell.strip() for name, cell in cells.items()}


@lru_cache(maxsize=10_000)
def parse_day(cell) -> date | None:
    """The day a cell names: a date, a sheet's serial number, "4 Jan 2020", "2020-01-04" or "04/01/2020"."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell)[:80]
    if _SERIAL.fullmatch(text):
        return (_EXCEL_EPOCH + timedelta(days=int(text[:5]))).date()
    try:
        if match := _NAMED.search(text):
            return date(_year(match[3]), _MONTHS[match[2].casefold()], int(match[1]))
        if match := _ISO.search(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.search(text):
            return date(_year(match[3]), int(match[2]), int(match[1]))
    except (ValueError, KeyError):
        return None
    return None


def _year(digits):
    return int(digits) + (2000 if len(digits) == 2 else 0)


@lru_cache(maxsize=10_000)
def parse_time(cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    text = f"{cell:.6f}" if isinstance(cell, float) and 0 <= cell < 1 else as_text(cell)[:40]
    if _FRACTION.fullmatch(text):
        return (_EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400))).time()
    match = _TIME.search(text)
    try:
        return time(int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def parse_moment(cell, default_time=time(23, 59, 59)) -> datetime | None:
    """A day and, where it is named too, a time, in Asia/Jakarta."""
    day = parse_day(cell)
    if day is None:
        return None
    if isinstance(cell, datetime):
        clock = cell.time() if cell.time() != time() else None
    elif isinstance(cell, str):
        text = as_text(cell)
        is_serial = _SERIAL.fullmatch(text) and "." in text
        clock = parse_time(float(text) % 1 if is_serial else _DAY_BEFORE_TIME.sub("", text, count=1))
    else:
        clock = None
    return datetime.combine(day, clock or default_time, tzinfo=JAKARTA)
