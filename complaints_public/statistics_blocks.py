"""The blocks of the statistics page: each one question, with its chart, its table and what makes both readable."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .charts import Chart, ChartData, Complaints, Percent, Series, WorkingDays
from .definitions import definitions
from .printed import LEAST_BASIS, Duration, count_text
from .public_tables import DIMENSIONS

RANKED_FROM = LEAST_BASIS  # below that chance decides a place
_MOST_MONTHS, _MOST_PICTURES = 60, 12
BREAKDOWNS = ("agency", "topic", "complaint_class", "channel", "outcome")
GRIDS = ("agency-stage", "agency-outcome", "agency-punctuality")


@dataclass(frozen=True)
class Block:
    """name: in the addresses of its files. query: what they need besides. data: name of its public table."""

    name: str
    heading: str
    chart: Chart
    anchor: str
    data: str
    query: str = ""
    notes: list = field(default_factory=list)
    year: int | None = None  # that it is narrowed to
    columns: list = None
    rows: list = None

    @property
    def caption(self):
        return self.chart.data.caption

    @property
    def definition(self):
        return definitions()[self.anchor][1]

    @cached_property
    def table(self):
        """(headings, rows), as components/data_table.html takes them."""
        if self.rows is not None:
            return self.columns, self.rows
        return self.chart.data.columns, self.chart.data.rows

    @property
    def period(self):
        return str(self.year) if self.year else _("Every year")

    @property
    def is_wide(self):
        """Whether the table has no room beside the chart."""
        return len(self.table[0]) > 3

    @property
    def files(self):
        pictures = [(reverse(f"chart_{form}", args=[self.name]) + self.query, form.upper()) for form in ("png", "svg")]
        return [*pictures, *((f"/data/statistik-{self.data}.{form}", form.upper()) for form in ("csv", "json"))]


def blocks(figures, year=None, by="agency"):
    """Every Block of the page, in its order. year narrows what has years; by is one of BREAKDOWNS or GRIDS."""
    made = [trend(figures, year), seasons(figures), breakdown(figures, by, year), agencies(figures), stages(figures)]
    made += [punctuality(figures), ages(figures), durations(figures)]
    return [block for block in made if block]


def block(figures, name, year=None):
    """The one whose files are addressed by name, or None."""
    for by in BREAKDOWNS if year else (*BREAKDOWNS, *GRIDS):
        if name == slug(by):
            return breakdown(figures, by, year)
    fixed = {
        "musim": seasons,
        "instansi-tiap-tahun": agencies,
        "tahap": stages,
        "ketepatan": punctuality,
        "umur": ages,
        "hari-kerja": durations,
    }
    if name == "bulan":
        return trend(figures, year)
    return fixed[name](figures) if name in fixed and not year else None


def slug(dimensions):
    return "-".join(DIMENSIONS[dimension].slug for dimension in dimensions.split("-"))


def by_choices():
    """(name, words) of every breakdown that can be asked for."""
    for by in (*BREAKDOWNS, *GRIDS):
        first, *others = [str(DIMENSIONS[dimension].label) for dimension in by.split("-")]
        both = _("%(first)s and %(second)s")
        yield by, both % {"first": first, "second": others[0].lower()} if others else first


def _query(year):
    return f"?tahun={year}" if year else ""


def trend(figures, year=None):
    heading = _("Complaints per month")
    if year:
        table = figures.received_by_month(year)
        rows, notes = table.cells, []
        if figures.as_of and figures.as_of.year == year and figures.as_of.month < 12:
            month = f"{MONTHS[figures.as_of.month]} {year}"
            notes = [_("%(month)s is not over in these data, and later months have not come.") % {"month": month}]
        return Block(
            "bulan", heading, Chart("columns", table.chart_data), table.anchor, "bulan", _query(year), notes, year,
            columns=list(table.columns), rows=rows,
        )  # fmt: skip
    months = _months(figures)
    labels = [figures.label("month", month) for month in months]
    ticks = [f"{MONTHS[int(month[5:])][:3]}\n{month[:4]}" for month in months]
    series = Series(_("Complaints received"), [figures.count("month", month) for month in months])
    note = figures.received_by_month(figures.years[0]).note
    data = ChartData(_("Complaints received per month"), labels, [series], Complaints(), ticks, _("Month"), note)
    return Block(
        "bulan", heading, Chart("lines", data), "definisi-diterima", "bulan", columns=_month_headings(months),
        rows=list(_months_by_year(figures, set(months))),
    )  # fmt: skip


def _months(figures):
    """The months of the data, at most so many. One that is not over yet is left out: it would look like a fall."""
    known = [month for month in figures.keys("month") if figures.count("month", month) != 0]
    over = (figures.as_of.replace(day=1) - timedelta(days=1)).isoformat()[:7] if figures.as_of else ""
    last = max(known[0], over) if over else known[-1]
    months, (year, month) = [], map(int, known[0].split("-"))
    while (key := f"{year}-{month:02d}") <= last:
        months.append(key)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months[-_MOST_MONTHS:]


def _month_headings(months):
    return [_("Month"), *sorted({month[:4] for month in months})]


def _months_by_year(figures, months):
    years = sorted({month[:4] for month in months})
    for number in range(1, 13):
        keys = [f"{year}-{number:02d}" for year in years]
        cells = [count_text(figures.count("month", key)) if key in months else "–" for key in keys]
        yield [str(MONTHS[number]), *cells]


def seasons(figures):
    """Month by whole year, as a calendar of shades; of one year alone the trend says it all."""
    counted = Counter(month[:4] for month in _months(figures))
    years = [year for year, months in sorted(counted.items()) if months == 12]
    if len(years) < 2:
        return None
    names = [str(MONTHS[number]) for number in range(1, 13)]
    series = [
        Series(year, [figures.count("month", f"{year}-{number:02d}") for number in range(1, 13)]) for year in years
    ]
    note = figures.received_by_month(figures.years[0]).note
    data = ChartData(
        _("Complaints received by month and year"), names, series, Complaints(), [name[:3] for name in names],
        _("Month"), note,
    )  # fmt: skip
    return Block("musim", _("Seasons"), Chart("heat", data), "definisi-diterima", "bulan")


def agencies(figures):
    """A small picture for each agency that has enough, on one scale."""
    years = [str(year) for year in sorted(figures.years)]
    shown = [key for key in figures.keys("agency") if (figures.count("agency", key) or 0) >= RANKED_FROM]
    if len(years) < 2 or not shown:
        return None
    shown.sort(key=lambda key: -figures.count("agency", key))
    series = [
        Series(figures.label("agency", key), [figures.count("year", year, "agency", key) for year in years])
        for key in shown[:_MOST_PICTURES]
    ]
    note = figures.table("year-agency").note
    data = ChartData(
        _("Complaints of each agency, year by year"), years, series, Complaints(), None,
        str(DIMENSIONS["year"].label), note,
    )  # fmt: skip
    rows = [[one.name, *map(count_text, one.values)] for one in series]
    columns = [str(DIMENSIONS["agency"].label), *years]
    return Block(
        "instansi-tiap-tahun", _("Agencies year by year"), Chart("multiples", data), "definisi-diterima",
        "tahun-instansi", columns=columns, rows=rows,
    )  # fmt: skip


def breakdown(figures, by, year=None):
    if by in GRIDS:
        return _grid(figures, by)
    table = figures.breakdown(by, year)
    heading = str(table.caption)
    data, notes = table.chart_data, []
    if by != "outcome":
        data, notes = _ranked(data)
    order = {label: place for place, label in enumerate(data.labels)}
    rows = sorted(table.rows, key=lambda row: order[row.label])
    cells = [[row.label, row.value] for row in [*rows, table.total]]
    name = slug(by)
    return Block(
        name, heading, Chart("bars", data), table.anchor, f"tahun-{name}" if year else name, _query(year), notes,
        year, columns=list(table.columns), rows=cells,
    )  # fmt: skip


def _ranked(data):
    """Large ones by their number, then those too small for a place, by name; hidden ones among these."""
    (series,) = data.series
    pairs = sorted(
        zip(data.labels, series.values, strict=True),
        key=lambda pair: (-pair[1] if (pair[1] or 0) >= RANKED_FROM else 1, str(pair[0])),
    )
    small = sum((value or 0) < RANKED_FROM for _label, value in pairs)
    notes = [
        _("Those with fewer than %(count)s complaints are not ranked, but listed by name.") % {"count": RANKED_FROM}
    ]
    values = [value for _label, value in pairs]
    ranked = replace(data, labels=[label for label, _v in pairs], series=[Series(series.name, values)], ticks=None)
    return ranked, notes if small else []


def _grid(figures, by):
    grid = figures.table(by)
    # The largest parts are drawn; what is beyond the colours that can be told apart is gathered.
    places = sorted(range(len(grid.columns)), key=lambda place: -(grid.columns[place].count or 0))
    places = places if by == "agency-outcome" else range(len(grid.columns))
    series = [Series(grid.columns[place].label, [counts[place] for counts in grid.counts]) for place in places]
    data = ChartData(
        str(grid.caption), [row.label for row in grid.rows], series, Complaints(), None, grid.heading, grid.note
    )
    return Block(
        slug(by),
        str(grid.caption),
        Chart("stacks", data),
        grid.anchor,
        slug(by),
        columns=grid.headings,
        rows=grid.cells,
    )


def stages(figures):
    grid = figures.table("year-stage")
    rows, counts = grid.rows[::-1], grid.counts[::-1]  # the oldest year first, as a reader expects time to run
    series = [Series(column.label, [row[place] for row in counts]) for place, column in enumerate(grid.columns)]
    data = ChartData(
        _("What became of the complaints of each year"),
        [row.label for row in rows], series, Complaints(), None, grid.heading, grid.note,
    )  # fmt: skip
    return Block(
        "tahap", _("What became of them"), Chart("stacks", data), grid.anchor, "tahun-tahap",
        columns=grid.headings, rows=grid.cells,
    )  # fmt: skip


def punctuality(figures):
    """By agency; a share only where it rests on enough."""
    known = [one for one in figures.punctuality("agency") if one.basis is None or one.basis]
    if not known:
        return None
    large = sorted(
        (one for one in known if (one.basis or 0) >= RANKED_FROM), key=lambda one: (-one.percent, one.label)
    )
    heading, anchor = _("Punctuality by agency"), "definisi-tepat-waktu"
    data = ChartData(
        _("Answered or closed by the due day, in percent"),
        [one.label for one in large], [Series(_("On time"), [one.percent for one in large])], Percent(), None,
        str(DIMENSIONS["agency"].label), figures.table("agency-punctuality").note,
    )  # fmt: skip
    rows = [
        [
            one.label,
            count_text(one.on_time),
            count_text(one.late),
            f"{one.percent} %" if (one.basis or 0) >= RANKED_FROM else "–",
        ]
        for one in [*large, *(one for one in known if one not in large)]
    ]
    notes = [_("A share is given from %(count)s complaints on whose days are known.") % {"count": RANKED_FROM}]
    columns = [str(DIMENSIONS["agency"].label), _("On time"), _("Late"), _("Share on time")]
    return Block(
        "ketepatan",
        heading,
        Chart("bars", data),
        anchor,
        "instansi-ketepatan",
        notes=notes,
        columns=columns,
        rows=rows,
    )


def ages(figures):
    table = figures.table("age")
    overdue = figures.count("overdue", "yes")
    notes = [_("Overdue: %(count)s of the open ones.") % {"count": count_text(overdue)}]
    return Block(
        "umur", _("Age of open complaints"), Chart("bars", table.chart_data), table.anchor, "umur", notes=notes,
        columns=list(table.columns), rows=table.cells,
    )  # fmt: skip


def durations(figures):
    """Median and 90th percentile by year of receipt."""
    years = [str(year) for year in sorted(figures.years)]
    ends = {row.year: row for row in figures.durations if row.kind == "resolution" and row.count >= LEAST_BASIS}
    years = [year for year in years if year in ends]
    if not years:
        return None
    series = [
        Series(_("Median"), [ends[year].median for year in years]),
        Series(_("90th percentile"), [ends[year].percentile_90 for year in years]),
    ]
    data = ChartData(
        _("Working days from the receipt to the answer or closing"),
        years, series if len(years) > 1 else series[:1], WorkingDays(), None, str(DIMENSIONS["year"].label),
        figures.table("year-known_end").note,
    )  # fmt: skip
    rows = [
        [year, Duration.text(ends[year].median), Duration.text(ends[year].percentile_90), ends[year].count]
        for year in years
    ]
    columns = [str(DIMENSIONS["year"].label), _("Median"), _("90th percentile"), _("Complaints it rests on")]
    kind = "lines" if len(years) > 1 else "bars"
    return Block(
        "hari-kerja", _("How long it takes"), Chart(kind, data), "definisi-hari-kerja", "tahun-hari-berakhir",
        columns=columns, rows=rows,
    )  # fmt: skip


UNKNOWN_GENDER = gettext_lazy(
    "Gender of the reporters: not known of any complaint (100 %). The exports of SP4N-LAPOR! do not say it, and it is "
    "not guessed from names."
)
