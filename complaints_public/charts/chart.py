"""A kind of chart with its data: two drawings for pages, and words."""

from dataclasses import dataclass
from functools import cached_property

from .bars import draw_bars
from .columns import draw_columns
from .data import ChartData
from .drawing import NARROW, WIDE
from .summary import every_value, summary

_DRAW = {"columns": draw_columns, "bars": draw_bars}
_VALUES_IN_WORDS = 24  # more are left to the table


@dataclass(frozen=True)
class Chart:
    kind: str
    data: ChartData

    @cached_property
    def summary(self):
        return summary(self.data, self.kind)

    @property
    def words(self):
        """The whole chart in words, for a file that has no table beside it."""
        return self.summary if self.data.is_empty() else f"{self.summary} {every_value(self.data)}"

    @property
    def description(self):
        """The same for a page, unless so many that its table serves better."""
        return self.words if sum(len(series.values) for series in self.data.series) <= _VALUES_IN_WORDS else self.summary

    @cached_property
    def drawings(self):
        """One for wide places and one for narrow ones; a stylesheet shows the one that fits."""
        return [] if self.data.is_empty() else [self.drawing(width) for width in (WIDE, NARROW)]

    def drawing(self, width):
        return _DRAW[self.kind](self.data, width)
