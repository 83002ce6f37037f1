"""What the register says in numbers: of the current release for everybody, of the tallies as they are for staff.

Nothing public leaves here that no release has printed.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .definitions import definitions as definitions_by_anchor
from .live_figures import data_as_of, live_figures
from .models.choices import CloseReason
from .models.deadlines import DeadlineRule
from .models.recount import one_snapshot
from .models.releases import Release
from .printed import LEAST_BASIS, Duration, Figure, Grid, Punctual, Row, Table, count_text, statistics_address
from .public_tables import ANSWERED, ARCHIVED, BY_NAME, CLOSED, DIMENSIONS, OPEN, PUBLIC_TABLES, YES, name_of
from .releasing import content_of

__all__ = [
    "LEAST_BASIS",
    "NOT_CLOSED",
    "PUBLIC_TABLES",
    "count_text",
    "current_release",
    "data_as_of",
    "definitions",
    "headline",
    "kept",
    "live",
    "published",
    "releases",
    "statistics_address",
]


NOT_CLOSED = (OPEN, ANSWERED, ARCHIVED)  # stages


def current_release():
    """The newest release whose time has come, or None."""
    return Release.objects.public().first()


def releases():
    """Those that readers may know of, the newest first: version, as_of, publish_at, corrects, note."""
    return (
        Release.objects.public()
        .select_related("corrects")
        .defer("content", "memory", "corrects__content", "corrects__memory")
    )


def published(version=None):
    """The Figures of the current release, or of an earlier one; None where there is none."""
    release = Release.objects.public().filter(version=version).first() if version else current_release()
    return Figures(release.content, release.as_of, release) if release else None


def live():
    """The Figures as they are now, nothing hidden: for staff only."""
    with one_snapshot():
        figures = live_figures()
    return Figures(content_of(figures), figures.as_of)


class Printed(NamedTuple):
    """Of an excerpt: which release it was taken from."""

    version: int
    publish_at: datetime


def kept(excerpt):
    """The Figures of an excerpt, as they were when it was taken."""
    release = Printed(excerpt["version"], datetime.fromisoformat(excerpt["published_at"]))
    return Figures(excerpt, date.fromisoformat(excerpt["as_of"]), release)


class Figures:
    def __init__(self, content, as_of, release=None):
        self.content, self.as_of, self.release = content, as_of, release

    @cached_property
    def _counts(self):
        return {
            name: {tuple(values): count for *values, count in rows} for name, rows in self.content["tables"].items()
        }

    def count(self, *cell):
        """count("year", "2020", "agency", 3), count() for all: a number, or None where it is hidden."""
        return self._counts[name_of(cell[::2])].get(tuple(cell[1::2]), 0)

    def excerpt(self, tables):
        """What a page keeps of a release to show the same for good: the tables of those names, as JSON."""
        dimensions = {dimension for name in tables for dimension in BY_NAME[name].dimensions}
        return {
            "version": self.release.version,
            "published_at": self.release.publish_at.isoformat(),
            "as_of": self.as_of.isoformat(),
            "tables": {name: self.content["tables"][name] for name in tables},
            "names": {name: rows for name, rows in self.content["names"].items() if name in dimensions},
            "durations": self.content["durations"],
            "limits": self.limits,
        }

    @cached_property
    def limits(self):
        """Step → the working days it may take, by class: {"verify": [3], "resolution": [5, 14, 60]}."""
        if "limits" in self.content:
            return self.content["limits"]
        rules = DeadlineRule.objects.filter(urgency="", agency=None, district=None).exclude(working_days=None)
        limits = {step: set() for step in DeadlineRule.Step.values}
        for rule in rules:
            if (rule.valid_from or date.min) <= self.as_of <= (rule.valid_to or date.max):
                limits[rule.step].add(rule.working_days)
        return {step: sorted(days) for step, days in limits.items()}

    @cached_property
    def years(self):
        """Newest first."""
        return sorted((int(year) for (year,), count in self._counts["year"].items() if count != 0), reverse=True)

    @property
    def is_empty(self):
        return self.count() == 0

    def keys(self, dimension):
        """The values that occur, in the order in which they are shown."""
        known = {values[table.dimensions.index(dimension)]
                 for table in PUBLIC_TABLES if dimension in table.dimensions
                 for values in self._counts.get(table.name, ())}  # fmt: skip
        fixed = DIMENSIONS[dimension].values
        if fixed:
            return [value for value in fixed if value in known]
        if dimension in self.content["names"]:
            return sorted(known, key=lambda key: (key == 0, self.label(dimension, key)))
        return sorted(known)

    def label(self, dimension, key):
        fixed = DIMENSIONS[dimension].values
        if fixed:
            return str(fixed[key])
        if dimension in self.content["names"]:
            name, name_en = self.content["names"][dimension].get(str(key), ("", ""))
            is_english = name_en and get_language() == "en"
            return (name_en if is_english else name) or _("Unknown")
        if dimension in ("month", "end_month"):
            return f"{MONTHS[int(key[5:])]} {key[:4]}"
        return str(key)

    def _source(self, name, caption="", anchor=""):
        table = BY_NAME[name]
        anchor = anchor or table.anchor
        return {
            "name": name,
            "caption": caption or str(table.caption),
            "as_of": self.as_of,
            "anchor": anchor,
            "definition": definitions_by_anchor()[anchor][1],
            "version": self.release.version if self.release else None,
            "published_at": self.release.publish_at if self.release else None,
        }

    def long(self, name):
        """The table of that name, a line for each cell: (keys of its dimensions, their words, count or None)."""
        dimensions = BY_NAME[name].dimensions
        for keys, count in sorted(self._counts[name].items(), key=str):
            yield keys, [self.label(*pair) for pair in zip(dimensions, keys, strict=True)], count

    def table(self, name):
        """The Table or the Grid of that name, see PUBLIC_TABLES."""
        dimensions = BY_NAME[name].dimensions
        return self._grid(name, *dimensions) if len(dimensions) == 2 else self._list(name, *dimensions)

    def _list(self, name, dimension=None):
        keys = self.keys(dimension) if dimension else []
        rows = [Row(self.label(dimension, key), self.count(dimension, key), key) for key in keys]
        heading = str(DIMENSIONS[dimension].label) if dimension else ""
        return Table(**self._source(name), columns=(heading, _("Complaints")), rows=rows, total=self._total(dimension))

    def _total(self, dimension):
        """Of what a table of the dimension counts."""
        cells = {"age": ("stage", OPEN), "overdue": ("stage", OPEN), "end_month": ("known_end", YES)}
        return Row(_("Total"), self.count(*cells.get(dimension, ())))

    def _grid(self, name, first, second):
        rows, columns = (
            [Row(self.label(dimension, key), self.count(dimension, key), key) for key in self.keys(dimension)]
            for dimension in (first, second)
        )
        rows = rows[::-1] if first == "year" else rows
        counts = [[self.count(first, row.key, second, column.key) for column in columns] for row in rows]
        heading = str(DIMENSIONS[first].label)
        source = self._source(name)
        return Grid(**source, columns=columns, rows=rows, counts=counts, total=self._total(None), heading=heading)

    def breakdown(self, dimension, year=None, agency=None):
        """The Table of complaints by agency, topic, complaint_class, channel, outcome or stage, of one year or all.

        Of one agency by outcome or stage, of all years.
        """
        if year is None and agency is None:
            return self.table(dimension)
        within = ("year", str(year)) if agency is None else ("agency", agency)
        name = f"{within[0]}-{dimension}"
        keys = self.keys(dimension)
        rows = [Row(self.label(dimension, key), self.count(*within, dimension, key), key) for key in keys]
        rows = [row for row in rows if row.count != 0]
        texts = {"caption": BY_NAME[dimension].caption, "year": self.label(*within)}
        caption = _("%(caption)s, %(year)s") % texts
        total = Row(_("Total"), self.count(*within))
        columns = (str(DIMENSIONS[dimension].label), _("Complaints"))
        return Table(**self._source(name, caption), columns=columns, rows=rows, total=total)

    def received_by_month(self, year):
        """The Table of complaints received in each month of year, empty months included; None for a year without."""
        if year not in self.years:
            return None
        months = [(n, f"{year}-{n:02d}") for n in range(1, 13)]
        return Table(
            **self._source("month", _("Complaints received per month, %(year)s") % {"year": year}),
            columns=(_("Month"), _("Complaints received")),
            rows=[Row(str(MONTHS[n]), self.count("month", month), month) for n, month in months],
            total=Row(_("Total"), self.count("year", str(year))),
            ticks=[str(MONTHS_3[n]).title() for n in range(1, 13)],
        )

    def ended_by_month(self, year):
        """The Table of complaints that were answered or closed in each month of year, on a day that is known."""
        months = [(n, f"{year}-{n:02d}") for n in range(1, 13)]
        rows = [Row(str(MONTHS[n]), self.count("end_month", month), month) for n, month in months]
        total = None if any(row.count is None for row in rows) else sum(row.count for row in rows)
        return Table(
            **self._source("end_month", _("Answered and closed complaints per month, %(year)s") % {"year": year}),
            columns=(_("Month"), _("Complaints")),
            rows=rows,
            total=Row(_("Total"), total),
        )

    def by_outcome(self):
        """The Table of complaints by where they stand, closed ones by their reason."""
        return self.breakdown("outcome")

    def punctuality(self, dimension="year"):
        """A Punctual for each year (newest first) or agency."""
        keys = [str(year) for year in self.years] if dimension == "year" else self.keys(dimension)
        return [
            Punctual(
                self.label(dimension, key),
                key,
                *(self.count(dimension, key, "punctuality", value) for value in ("on_time", "late")),
            )
            for key in keys
        ]

    @property
    def durations(self):
        """Every Duration that may be shown: of all years (year "") and of each."""
        return [Duration(*row) for row in self.content["durations"]]

    def duration(self, kind, year=""):
        return next((row for row in self.durations if (row.kind, row.year) == (kind, str(year))), None)

    def headline(self, year=None):
        """Every Figure that Tabel 1 of Perbup 22/2022 and the page ask for; [] for an empty register."""
        if self.is_empty:
            return []
        of_year = ("year", str(year)) if year else ()
        counts = {
            "definisi-diterima": self.count(*of_year),
            "definisi-terbuka": self.count(*of_year, "stage", OPEN),
            "definisi-ditutup": self.count(*of_year, "stage", CLOSED),
            "definisi-tuntas": self.count(*of_year, "outcome", CloseReason.SOLVED.value),
            "definisi-ditutup-sistem": self.count(*of_year, "outcome", CloseReason.BY_SILENCE.value),
            "definisi-diarsipkan": self.count(*of_year, "stage", ARCHIVED),
        }
        figures = [self._figure(anchor, count_text(count), count) for anchor, count in counts.items()]
        return [*figures, self._on_time(of_year), *self._days(of_year)]

    def _figure(self, anchor, value, count=None, basis=None):
        label, text = definitions_by_anchor()[anchor]
        return Figure(label, value, self.as_of, text, anchor, count, basis)

    def all_punctual(self, *of_year):
        """The Punctual of all agencies together."""
        return Punctual("", None, *(self.count(*of_year, "punctuality", value) for value in ("on_time", "late")))

    def _on_time(self, of_year):
        all_ = self.all_punctual(*of_year)
        if all_.basis is None:
            return self._figure("definisi-tepat-waktu", _("hidden"))
        if not all_.basis:
            return self._figure("definisi-tepat-waktu", _("not known yet"), basis=0)
        if all_.basis < LEAST_BASIS:
            return self._figure("definisi-tepat-waktu", _("too few to say"), basis=all_.basis)
        return self._figure("definisi-tepat-waktu", f"{all_.percent} %", all_.percent, all_.basis)

    def _days(self, of_year):
        shown = (
            ("definisi-median", "resolution", "median"),
            ("definisi-persentil-90", "resolution", "percentile_90"),
            ("definisi-tanggapan-pertama", "response", "median"),
        )
        for anchor, kind, name in shown:
            known = "known_end" if kind == "resolution" else "responded"
            duration = self.duration(kind, *of_year[1:])
            if duration and duration.count < LEAST_BASIS:
                yield self._figure(anchor, _("too few to say"), basis=duration.count)
            elif duration:
                days = getattr(duration, name)
                yield self._figure(anchor, Duration.text(days), days, duration.count)
            elif self.count(*of_year, known, YES) is None:
                yield self._figure(anchor, _("hidden"))
            else:
                yield self._figure(anchor, _("not known yet"), basis=0)


def headline():
    """Of the current release; [] before the first."""
    figures = published()
    return figures.headline() if figures else []


def definition_of(anchor):
    return definitions_by_anchor()[anchor][1]


def definitions():
    """[(anchor, label, definition)] of all that is shown, first the headline figures."""
    return [(anchor, *texts) for anchor, texts in definitions_by_anchor().items()]
