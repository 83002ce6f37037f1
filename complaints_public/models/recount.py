"""Counts the register anew, month by month, and compares it with the tallies: in flat memory, at any size."""

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime
from tempfile import TemporaryFile

from django.db import connection, transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from .complaint import Complaint
from .tallies import TABLES, DayCell, DayTally, DurationTally, Tally, cells_of, sums_of

_READ = (
    "received_at", "status", "close_reason", "visibility", "is_void", "agency_id", "topic_id", "complaint_class_id",
    "channel_id", "resolution_due_on", "ended_on", "response_days", "resolution_days",
)  # fmt: skip
_OF_THEIR_RECEIPT = ("received", "open")  # kinds of days that lie in the month of receipt
_BATCH = 2000


def recount(complaints):
    """Counter of cells, counted anew from complaints (a queryset of the register)."""
    rows = complaints.filter(is_void=False).order_by().values_list(*_READ, "public_text__live", named=True)
    counted = Counter()
    for row in rows.iterator(chunk_size=_BATCH):
        counted.update(cells_of(row, bool(row.public_text__live)))
    return counted


@contextmanager
def one_snapshot():
    """What is read inside is the database of one moment, whoever writes meanwhile; nobody has to wait."""
    is_outermost, mode = not connection.in_atomic_block, getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if is_outermost and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


def differences():
    """(kind of cells, cell without is_published, counted, kept) of each cell whose (count, published) is not true."""
    later = Counter()  # days that may lie in any month: as many as there are days, not complaints
    for month in _months():
        counted = recount(_received_in(month))
        for cell in [cell for cell in counted if _is_later(cell)]:
            later[cell] += counted.pop(cell)
        yield from _compare(counted, _kept_of(month))
    yield from _compare(later, {DayCell: DayTally.objects.exclude(kind__in=_OF_THEIR_RECEIPT)})


def rebuild():
    """Adds to the tallies what they lack, and returns how many cells changed.

    What a snapshot lacks is lacking whoever writes meanwhile, since they all add and subtract: nobody has to wait for
    the counting, and nothing of theirs is lost.
    """
    with TemporaryFile("w+") as lacks:
        changed = _write_lacks(lacks)
        if changed:
            _add(lacks)
    return changed


def _write_lacks(file):
    changed = 0
    with one_snapshot():
        for cell_type, key, counted, kept in differences():
            lack = [now - before for now, before in zip(counted, kept, strict=True)]
            file.write(json.dumps([cell_type.__name__, *key, *lack], default=date.isoformat) + "\n")
            changed += 1
    file.seek(0)
    return changed


@transaction.atomic
def _add(file):
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in TABLES.values())
        with connection.cursor() as cursor:  # a short while, so that nobody waits for us and we for them
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    by_name = {cell_type.__name__: cell_type for cell_type in TABLES}
    sums = {cell_type: {} for cell_type in TABLES}
    for line in file:
        name, *key, count, published = json.loads(line)
        waiting = sums[by_name[name]]
        waiting[tuple(key)] = (count, published)
        if len(waiting) == _BATCH:
            Tally.objects.add(by_name[name], waiting)
            waiting.clear()
    for cell_type, waiting in sums.items():
        Tally.objects.add(cell_type, waiting)


def _is_later(cell):
    return isinstance(cell, DayCell) and cell.kind not in _OF_THEIR_RECEIPT


def _compare(counted, kept):
    """kept: kind of cells → queryset of what is kept of them."""
    sums = sums_of(counted)
    for cell_type, rows in kept.items():
        true = sums[cell_type]
        names = (*cell_type._fields[:-1], "count", "published")
        for *key, count, published in rows.values_list(*names).iterator(chunk_size=_BATCH):
            now = true.pop(tuple(key), (0, 0))
            if now != (count, published):
                yield cell_type, tuple(key), now, (count, published)
        for key, now in true.items():
            if any(now):
                yield cell_type, key, now, (0, 0)


def _kept_of(month):
    first, following = _bounds(month)
    days = DayTally.objects.filter(kind__in=_OF_THEIR_RECEIPT, day__gte=first, day__lt=following)
    by_month = {cell: model.objects.filter(month=month) for cell, model in TABLES.items() if model is not DayTally}
    return by_month | {DayCell: days}


def _received_in(month):
    first, following = (timezone.make_aware(datetime(day.year, day.month, 1)) for day in _bounds(month))
    return Complaint.objects.filter(received_at__gte=first, received_at__lt=following)


def _bounds(month):
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def _months():
    """Every month in which the register or the tallies have something."""
    ends = Complaint.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    months = set()
    for model in (Tally, DurationTally):
        months.update(model.objects.values_list("month", flat=True).distinct())
    days = DayTally.objects.filter(kind__in=_OF_THEIR_RECEIPT)
    months |= {f"{year}-{month:02d}" for year, month in days.values_list(F("day__year"), F("day__month")).distinct()}
    if ends["first"]:
        first, last = (timezone.localtime(moment).isoformat()[:7] for moment in (ends["first"], ends["last"]))
        while first <= last:
            months.add(first)
            first = _bounds(first)[1].isoformat()[:7]
    return sorted(months)
