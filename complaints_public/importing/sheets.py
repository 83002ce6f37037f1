"""Turns a workbook (standard input) into CSV (standard output): each row begins with the number of its sheet.

A program of its own, which may take so much memory, time and disk and no more: a workbook of a few kilobytes can ask
for gigabytes (parts that unpack without end, one cell in the last corner, rows repeated a million times). Whatever
such a file does, it does to this process. Knows neither Django nor the register.
"""

import csv
import resource
import sys
from datetime import datetime, time, timedelta

MEMORY = 512 * 1024 * 1024  # bytes
OUTPUT = 2 * 1024 * 1024 * 1024  # bytes
SECONDS = 120
PASSWORD, DAMAGED, TOO_LARGE = 3, 4, 5  # how the program ends; killed is too large as well


def as_written(cell):
    """A cell as the text that parsing.py reads."""
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        return f"{cell:.6f}" if 0 < cell < 1 else repr(cell)  # a time of day, never taken for 0.25 as in 00:25
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    if isinstance(cell, timedelta):
        return str((datetime.min + cell).time()) if timedelta() <= cell < timedelta(days=1) else str(cell)
    return str(cell)  # whole numbers, days, times of day, yes and no


def convert(source, target):
    from python_calamine import CalamineWorkbook

    writer = csv.writer(target)
    workbook = CalamineWorkbook.from_filelike(source)
    for index in range(len(workbook.sheet_names)):
        sheet = workbook.get_sheet_by_index(index)
        writer.writerows([index] for _row in range(sheet.start[0] if sheet.start else 0))
        for row in sheet.iter_rows():
            cells = [cell if type(cell) is str else as_written(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            writer.writerow([index, *cells])


def main():
    from python_calamine import PasswordError

    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    try:
        convert(sys.stdin.buffer, sys.stdout)
        sys.stdout.flush()
    except PasswordError:
        return PASSWORD
    except (MemoryError, OSError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001  calamine raises its own kinds and, on damaged files, others
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
