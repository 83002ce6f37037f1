"""Reads the tallies into figures and tables. What leaves here has been through the small-number rules."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Max, Sum
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import Chart, ChartData, Complaints, Series
from .disclosure import Cell, protect
from .models.choices import CloseReason, Status
from .models.imports import ImportRun
from .models.tallies import Tally


@dataclass(frozen=True)
class Figure:
    """One number with what makes it readable: label, date and definition."""

    label: str
    value: str
    as_of: date | None
    definition: str
    anchor: str

    @property
    def definition_url(self):
        return f"{statistics_address()}#{self.anchor}"


@dataclass(frozen=True)
class Row:
    """One line of a table; count is None where it is hidden."""

    label: str
    count: int | None

    @property
    def value(self):
        return _("hidden") if self.count is None else intcomma(self.count)


@dataclass(frozen=True)
class Table:
    """A public table of one dimension with its total; a Row of its own since it can be hidden too."""

    caption: str
    columns: tuple[str, str]
    rows: list[Row]
    total: Row
    as_of: date | None
    definition: str
    ticks: list | None = None

    @property
    def cells(self):
        """Rows of plain values, the total last, as components/data_table.html takes them."""
        return [[row.label, row.value] for row in [*self.rows, self.total]]

    @property
    def has_hidden(self):
        return any(row.count is None for row in [*self.rows, self.total])

    @property
    def chart_data(self):
        """The rows without the total, as charts take them."""
        series = [Series(self.columns[1], [row.count for row in self.rows])]
        labels = [row.label for row in self.rows]
        return ChartData(self.caption, labels, series, Complaints(), self.ticks, self.columns[0], self.note)

    @property
    def note(self):
        """Date and definition, for where the table stands alone."""
        date = _("Data as of %(date)s.") % {"date": date_format(self.as_of, "j F Y")} if self.as_of else ""
        return f"{date} {self.definition}".strip()


class RegisterTotals:
    """The two public breakdowns, protected together since both print the same grand total."""

    def __init__(self):
        months = _cells(Tally.objects.values_list("month"))
        outcomes = _cells(Tally.objects.values_list("status", "close_reason"))
        self.as_of = data_as_of()
        self.years = sorted({int(month[:4]) for (month,), cell in months.items() if cell.count}, reverse=True)
        self.month_groups = [[months[(f"{year}-{month:02d}",)] for month in range(1, 13)] for year in self.years]
        closed = [(Status.CLOSED, reason) for reason in ("", *CloseReason.values)]
        others = [(status, "") for status in Status if status != Status.CLOSED]
        self.outcome_keys = [[key for key in keys if outcomes[key].count] for keys in (closed, others)]
        self.outcome_groups = [[outcomes[key] for key in keys] for keys in self.outcome_keys]
        self.by_month, self.by_outcome = protect(self.month_groups), protect(self.outcome_groups)
        self.is_total_hidden = self.by_month.is_total_hidden or self.by_outcome.is_total_hidden
        self.total = sum(map(sum_cells, self.month_groups), Cell(0))

    def row(self, label, cell, is_hidden):
        return Row(str(label), None if is_hidden or self.is_total_hidden else cell.count)


def statistics_address():
    """The fixed address of the statistics page in the reader's language."""
    prefix = get_script_prefix()
    language = get_language() or settings.LANGUAGE_CODE
    return f"{prefix}statistik/" if language == settings.LANGUAGE_CODE else f"{prefix}{language}/statistik/"


def sum_cells(cells):
    return sum(cells, Cell(0))


def data_as_of():
    """The newest moment that an export (not undone) spoke of, as a date in Asia/Jakarta; None before the first."""
    moment = ImportRun.objects.dating().aggregate(newest=Max("as_of"))["newest"]
    return timezone.localdate(moment) if moment else None


def years():
    """Years with complaints, newest first."""
    return RegisterTotals().years


def headline():
    """Figures received, closed, not closed, as Tabel 1 of Perbup 22/2022 counts; [] for an empty register."""
    totals = RegisterTotals()
    if not totals.total.count:
        return []
    closed, others = map(sum_cells, totals.outcome_groups)
    rows = [
        totals.row("", totals.total, False),
        totals.row("", closed, 0 in totals.by_outcome.groups),
        totals.row("", others, 1 in totals.by_outcome.groups),
    ]
    return [
        Figure(label, row.value, totals.as_of, text, anchor)
        for row, (anchor, label, text) in zip(rows, definitions(), strict=True)
    ]


def definitions():
    """[(anchor, label, definition)] of the headline figures, in their order."""
    return [
        (
            "definisi-diterima",
            _("Complaints received"),
            _("Every complaint in the register by the day it was filed, whatever became of it."),
        ),
        (
            "definisi-ditutup",
            _("Closed"),
            _(
                "Every closed complaint, whoever closed it. Tabel 1 of Perbup 22/2022 calls these “diselesaikan”; "
                "it does not mean that each matter is settled."
            ),
        ),
        (
            "definisi-belum-ditutup",
            _("Not closed"),
            _("Every other complaint: waiting, in progress, answered, postponed or archived."),
        ),
    ]


def received_by_month(year):
    """The Table of complaints received in each month of year, empty months included; None for a year without."""
    totals = RegisterTotals()
    if year not in totals.years:
        return None
    index = totals.years.index(year)
    cells, hidden = totals.month_groups[index], totals.by_month.cells[index]
    return Table(
        _("Complaints received per month, %(year)s") % {"year": year},
        (_("Month"), _("Complaints received")),
        [totals.row(MONTHS[n + 1], cell, n in hidden) for n, cell in enumerate(cells)],
        totals.row(_("Total"), sum_cells(cells), index in totals.by_month.groups),
        totals.as_of,
        _("Every complaint counts in the month in which it was filed (Asia/Jakarta)."),
        [str(MONTHS_3[n]).title() for n in range(1, 13)],
    )


def by_outcome():
    """The Table of complaints by where they stand, closed ones by their reason."""
    totals = RegisterTotals()
    rows = []
    for keys, cells, hidden in zip(totals.outcome_keys, totals.outcome_groups, totals.by_outcome.cells, strict=True):
        for index, ((status, reason), cell) in enumerate(zip(keys, cells, strict=True)):
            label = CloseReason(reason).label if reason else Status(status).label
            rows.append(totals.row(label, cell, index in hidden))
    return Table(
        _("Complaints by outcome"),
        (_("Outcome"), _("Complaints")),
        rows,
        totals.row(_("Total"), totals.total, False),
        totals.as_of,
        _("Where each complaint stands in the newest data. Closed by the system is never counted as settled."),
    )


def chart(name, year=""):
    """The Chart of a table by the name in its address, or None: per-bulan (of a year, else the newest), hasil."""
    if name == "hasil":
        return Chart("bars", by_outcome().chart_data)
    found = years()
    asked = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else next(iter(found), None)
    if name != "per-bulan" or asked not in found or (year and str(asked) != year):
        return None
    return Chart("columns", received_by_month(asked).chart_data)


def _cells(grouped):
    """{key tuple: Cell} of a values_list() grouping, a missing key being an empty cell."""
    cells = defaultdict(lambda: Cell(0))
    grouped = grouped.order_by().annotate(all_count=Sum("count"), public_count=Sum("published"))
    for *key, count, published in grouped:
        cells[tuple(key)] = Cell(count, published)
    return cells
