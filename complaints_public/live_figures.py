"""Every figure of the public tables as the tallies have them now, unprotected: for staff, and for making releases."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from django.db.models import Case, F, Max, Sum, When
from django.db.models.functions import Substr
from django.utils import timezone

from portal.models import Agency, Channel, ComplaintClass, Topic

from .models.imports import ImportRun
from .models.tallies import DayTally, DurationTally, Tally
from .public_tables import AGES, DERIVED, NO, YES, tables_of

CORE = ("agency", "outcome", "punctuality")
LEAVES = ("topic", "complaint_class", "channel")
_LISTS = {"agency": Agency, "topic": Topic, "complaint_class": ComplaintClass, "channel": Channel}


@dataclass
class LiveFigures:
    """counts: (dimensions, values) → (count, published). parts: year → what joined() takes, of non-public ones."""

    as_of: date | None
    counts: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    durations: list = field(default_factory=list)
    names: dict = field(default_factory=dict)

    def data_version(self, **choices):
        """Changes when any of the figures does, or how they are to be printed."""
        counts = sorted(f"{table} {values} {pair}" for (table, values), pair in self.counts.items())
        said = [str(self.as_of), counts, self.durations, self.names, choices]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def data_as_of():
    """The newest moment that an export (not undone) spoke of, as a date in Asia/Jakarta; None before the first."""
    moment = ImportRun.objects.dating().aggregate(newest=Max("as_of"))["newest"]
    return timezone.localdate(moment) if moment else None


def live_figures():
    """Reads the tallies, and no complaint. Call it in one_snapshot(), so that all of it is of one moment."""
    figures = LiveFigures(data_as_of())
    counts, parts = defaultdict(lambda: (0, 0)), defaultdict(lambda: [Counter() for _part in range(2 + len(LEAVES))])
    outcome = Case(When(close_reason="", then=F("status")), default=F("close_reason"))
    tallies = Tally.objects.annotate(year=Substr("month", 1, 4), outcome=outcome)
    sources = [("month",), ("year", *CORE), *(("year", leaf) for leaf in LEAVES)]
    left = list(tables_of("all"))
    for place, dimensions in enumerate(sources):
        known = {*dimensions, *(name for name, (base, _function) in DERIVED.items() if base in dimensions)}
        # The grand total and the years come of the month, and no table of two sources.
        tables = [table for table in left if set(table) <= known]
        left = [table for table in left if table not in tables]
        for values, count, published in _grouped(tallies, dimensions):
            row = dict(zip(dimensions, values, strict=True))
            row |= {name: function(row[base]) for name, (base, function) in DERIVED.items() if base in row}
            for table in tables:
                _add(counts, (table, tuple(row[name] for name in table)), count, published)
            if count > published:
                key = tuple(row[name] for name in dimensions if name != "year")
                parts[row["year"]][place][key] += count - published
    _count_days(counts, figures.as_of or timezone.localdate())
    figures.durations = _count_durations(counts)
    figures.counts, figures.parts = {cell: pair for cell, pair in counts.items() if any(pair)}, dict(parts)
    figures.names = {name: _names(model) for name, model in _LISTS.items()}
    return figures


def _grouped(tallies, dimensions):
    rows = tallies.order_by().values_list(*dimensions)
    for *values, count, published in rows.annotate(all_count=Sum("count"), public_count=Sum("published")):
        if count:
            yield tuple(values), count, published


def _add(counts, cell, count, published):
    before = counts[cell]
    counts[cell] = (before[0] + count, before[1] + published)


def _count_days(counts, today):
    for (kind, day), count, published in _grouped(DayTally.objects.filter(count__gt=0), ("kind", "day")):
        if kind == DayTally.Kind.OPEN:
            _add(counts, (("age",), (_age_band(today - day),)), count, published)
        elif kind == DayTally.Kind.ENDED:
            _add(counts, (("end_month",), (day.isoformat()[:7],)), count, published)
        elif kind == DayTally.Kind.DUE and day < today:
            _add(counts, (("overdue",), (YES,)), count, published)
    still_open, overdue = counts[("stage",), ("open",)], counts[("overdue",), (YES,)]
    _add(counts, (("overdue",), (NO,)), still_open[0] - overdue[0], still_open[1] - overdue[1])


def _age_band(age: timedelta):
    return next(name for days, name in AGES if days is None or age.days <= days)


def _count_durations(counts):
    """[kind, year ("": all), count, median, 90th percentile] each, and how many responded."""
    histograms = defaultdict(Counter)
    tallies = DurationTally.objects.filter(count__gt=0).annotate(year=Substr("month", 1, 4))
    for (kind, year, days), count, published in _grouped(tallies, ("kind", "year", "days")):
        histograms[kind, year][days] += count
        histograms[kind, ""][days] += count
        if kind == DurationTally.Kind.RESPONSE:
            _add(counts, (("year", "responded"), (year, YES)), count, published)
    for year, (count, published) in [(v[0], pair) for (table, v), pair in counts.items() if table == ("year",)]:
        responded = counts[("year", "responded"), (year, YES)]
        _add(counts, (("year", "responded"), (year, NO)), count - responded[0], published - responded[1])
    for (_table, (_year, value)), pair in [item for item in counts.items() if item[0][0] == ("year", "responded")]:
        _add(counts, (("responded",), (value,)), *pair)
    return [
        [kind, year, histogram.total(), percentile(histogram, 50), percentile(histogram, 90)]
        for (kind, year), histogram in sorted(histograms.items())
    ]


def percentile(histogram, percent):
    """The fewest days within which so many percent of them were done."""
    wanted, seen = ceil(histogram.total() * percent / 100), 0
    for days in sorted(histogram):
        seen += histogram[days]
        if seen >= wanted:
            return days
    return None


def _names(model):
    """Key → (name, English name), as they are at the time."""
    return {str(row.pk): [row.name, getattr(row, "name_en", "")] for row in model.objects.order_by("pk")}
