"""What a chart is drawn from: labels along it, series of values, and what they count."""

from dataclasses import dataclass, field, replace

from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def number(value):
    """value as people write it, with separators and at most one digit behind the comma: 1.234,5 in Indonesian."""
    rounded = round(value, 1)
    digits = 0 if rounded == int(rounded) else 1
    text = number_format(abs(rounded), decimal_pos=digits, force_grouping=True)
    return f"−{text}" if rounded < 0 else text


def _plural(value):
    """A number that plural forms are chosen by; a broken one is many."""
    return abs(int(value)) if value == int(value) else 2


class Unit:
    """What values are: plain numbers, unless a class below says more."""

    sign = ""

    def short(self, value):
        return number(value) + self.sign

    def counted(self, value):
        return number(value)

    def change(self, difference, before):
        """How a value differs from the one at the label `before`."""
        texts = {"number": self.short(abs(difference)), "before": before}
        if not difference:
            return _("as in %(before)s") % texts
        return (_("%(number)s more than in %(before)s") if difference > 0 else self._fewer()) % texts

    def _fewer(self):
        return _("%(number)s fewer than in %(before)s")


class Complaints(Unit):
    def counted(self, value):
        text = ngettext("%(number)s complaint", "%(number)s complaints", _plural(value))
        return text % {"number": number(value)}


class WorkingDays(Unit):
    def counted(self, value):
        text = ngettext("%(number)s working day", "%(number)s working days", _plural(value))
        return text % {"number": number(value)}


class Percent(Unit):
    sign = "%"

    def counted(self, value):
        return self.short(value)

    def change(self, difference, before):
        if not difference:
            return super().change(difference, before)
        points = ngettext("%(number)s percentage point", "%(number)s percentage points", _plural(abs(difference)))
        texts = {"points": points % {"number": number(abs(difference))}, "before": before}
        more, less = _("%(points)s more than in %(before)s"), _("%(points)s less than in %(before)s")
        return (more if difference > 0 else less) % texts


@dataclass(frozen=True)
class Series:
    """One row of values along the labels; None is a hidden value, which nothing may give away."""

    name: str
    values: list


@dataclass(frozen=True)
class ChartData:
    """ticks: short labels for the axis; what follows a line break in one (the year) is shown where it changes.

    label_heading heads the labels' column in the table of the same values; note is drawn below a file's picture
    (date, definition, source).
    """

    caption: str
    labels: list
    series: list
    unit: Unit = field(default_factory=Unit)
    ticks: list | None = None
    label_heading: str = ""
    note: str = ""

    def __post_init__(self):
        lengths = {len(self.labels), *(len(series.values) for series in self.series)}
        if len(lengths) > 1 or (self.ticks is not None and len(self.ticks) != len(self.labels)):
            raise ValueError("Every series needs one value for each label.")

    @property
    def name(self):
        return slugify(self.caption) or "chart"

    @property
    def axis(self):
        return self.ticks or self.labels

    @property
    def shown(self):
        """Every value that is not hidden."""
        return [value for series in self.series for value in series.values if value is not None]

    @property
    def has_hidden(self):
        return any(value is None for series in self.series for value in series.values)

    def is_empty(self):
        return not self.labels or not self.series

    def ranked(self):
        """The labels of the one series by value; hidden ones last and by name, since an order would tell on them."""
        (series,) = self.series
        pairs = zip(self.labels, series.values, strict=True)
        pairs = sorted(pairs, key=lambda pair: (pair[1] is None, -(pair[1] or 0), str(pair[0])))
        values = [value for _label, value in pairs]
        return replace(
            self, labels=[label for label, _value in pairs], series=[Series(series.name, values)], ticks=None
        )

    def gathered(self, limit):
        """At most so many series: the last ones become one, which is hidden where any of them is."""
        if len(self.series) <= limit:
            return self
        kept, rest = self.series[: limit - 1], self.series[limit - 1 :]
        rows = zip(*(series.values for series in rest), strict=True)
        name = ngettext("%(count)s other", "%(count)s others", len(rest)) % {"count": number(len(rest))}
        return replace(self, series=[*kept, Series(name, [None if None in row else sum(row) for row in rows])])

    def text(self, value):
        return _("hidden") if value is None else self.unit.counted(value)

    def short(self, value):
        return _("hidden") if value is None else self.unit.short(value)

    @property
    def columns(self):
        return [self.label_heading or _("Name"), *(series.name for series in self.series)]

    @property
    def rows(self):
        """The same values as components/data_table.html takes them."""
        values = zip(*(series.values for series in self.series), strict=True) if self.series else []
        return [
            [label, *(self.short(value) for value in row)]
            for label, row in zip(self.labels, values, strict=bool(values))
        ]
