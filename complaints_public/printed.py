"""Figures and tables as pages, files and charts take them: plain values, nothing to be looked up any more."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import get_script_prefix
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .charts import ChartData, Complaints, Series
from .models.tallies import LONGEST_DURATION

LEAST_BASIS = 10  # complaints that a share or a duration must rest on to say anything


def statistics_address():
    """The fixed address of the statistics page in the reader's language."""
    prefix = get_script_prefix()
    language = get_language() or settings.LANGUAGE_CODE
    return f"{prefix}statistik/" if language == settings.LANGUAGE_CODE else f"{prefix}{language}/statistik/"


def count_text(count):
    return _("hidden") if count is None else intcomma(count)


@dataclass(frozen=True)
class Figure:
    """One number with what makes it readable: label, date, definition and, of a share or duration, its basis."""

    label: str
    value: str
    as_of: date | None
    definition: str
    anchor: str
    count: int | None = None  # the bare number; None where it is hidden or not known
    basis: int | None = None  # on how many complaints it rests

    @property
    def definition_url(self):
        return f"{statistics_address()}#{self.anchor}"

    @property
    def anchor_url(self):
        """Of its definition on the page that shows both."""
        return f"#{self.anchor}"

    @property
    def is_words(self):
        """Hidden, or not known."""
        return self.count is None

    @property
    def basis_text(self):
        if not self.basis:
            return ""
        text = ngettext("of %(count)s complaint", "of %(count)s complaints", self.basis)
        return text % {"count": intcomma(self.basis)}


@dataclass(frozen=True)
class Row:
    """One line of a table; count is None where it is hidden."""

    label: str
    count: int | None
    key: object = None

    @property
    def value(self):
        return count_text(self.count)


@dataclass(frozen=True)
class Source:
    """Where a table comes from. version and published_at are None for live figures."""

    name: str
    caption: str
    as_of: date | None
    definition: str
    anchor: str
    version: int | None = None
    published_at: datetime | None = None

    @property
    def note(self):
        """Date and definition, for where the table stands alone."""
        date = _("Data as of %(date)s.") % {"date": date_format(self.as_of, "j F Y")} if self.as_of else ""
        return f"{date} {self.definition}".strip()


@dataclass(frozen=True)
class Table(Source):
    """A table of one dimension with its total; a Row of its own since it can be hidden too."""

    columns: tuple[str, str] = ("", "")
    rows: list[Row] = field(default_factory=list)
    total: Row = Row("", None)
    ticks: list | None = None

    @property
    def chart_data(self):
        """The rows without the total, as charts take them."""
        series = [Series(self.columns[1], [row.count for row in self.rows])]
        labels = [row.label for row in self.rows]
        return ChartData(self.caption, labels, series, Complaints(), self.ticks, self.columns[0], self.note)

    @property
    def cells(self):
        """Rows of plain values, the total last, as components/data_table.html takes them."""
        return [[row.label, row.value] for row in [*self.rows, self.total]]

    @property
    def has_hidden(self):
        return any(row.count is None for row in [*self.rows, self.total])


@dataclass(frozen=True)
class Grid(Source):
    """A table of two dimensions: counts[row][column], None where hidden; totals of rows, of columns, of all."""

    columns: list[Row] = field(default_factory=list)  # label, total of the column, key
    rows: list[Row] = field(default_factory=list)
    counts: list[list[int | None]] = field(default_factory=list)
    total: Row = Row("", None)
    heading: str = ""

    @property
    def headings(self):
        return [self.heading, *(column.label for column in self.columns), self.total.label]

    @property
    def cells(self):
        lines = [
            [row.label, *map(count_text, counts), row.value]
            for row, counts in zip(self.rows, self.counts, strict=True)
        ]
        return [*lines, [self.total.label, *(column.value for column in self.columns), self.total.value]]

    @property
    def has_hidden(self):
        return any(count is None for counts in self.counts for count in counts)


@dataclass(frozen=True)
class Duration:
    """Working days from the receipt, of complaints for which both days are known."""

    kind: str  # response or resolution
    year: str  # "" for all
    count: int
    median: int
    percentile_90: int

    @staticmethod
    def text(days):
        if days > LONGEST_DURATION:
            return _("more than %(days)s working days") % {"days": LONGEST_DURATION}
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


@dataclass(frozen=True)
class Punctual:
    """How many ended by their due day, of those for which both days are known; None where hidden."""

    label: str
    key: object
    on_time: int | None
    late: int | None

    @property
    def basis(self):
        return None if self.on_time is None or self.late is None else self.on_time + self.late

    @property
    def percent(self):
        """Rounded to a whole one; None where there is none."""
        return round(self.on_time * 100 / self.basis) if self.basis else None
