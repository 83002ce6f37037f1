"""A kind of chart with its data: two drawings for pages, and words."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from .bars import draw_bars
from .columns import draw_columns
from .data import ChartData
from .drawing import NARROW, SMALL, WIDE
from .heat import draw_heat
from .legend import draw_legend
from .lines import draw_lines
from .multiples import draw_multiples
from .palette import TONES
from .stacks import draw_stacks
from .summary import every_value, hidden, points, summary
from .text_width import text_width

_DRAW = {
    "columns": draw_columns,
    "bars": draw_bars,
    "stacks": draw_stacks,
    "lines": draw_lines,
    "multiples": draw_multiples,
    "heat": draw_heat,
}
_LONGEST_TICK = 100
_VALUES_IN_WORDS = 24  # more are left to the table


@dataclass(frozen=True)
class Chart:
    kind: str
    data: ChartData

    @cached_property
    def summary(self):
        return summary(self.data, self.drawn_kind)

    @property
    def points(self):
        return points(self.data, self.drawn_kind)

    @property
    def hidden(self):
        return hidden(self.data, self.drawn_kind)

    @property
    def words(self):
        """The whole chart in words, for a file that has no table beside it."""
        return self.summary if self.data.is_empty() else f"{self.summary} {every_value(self.data)}"

    @property
    def description(self):
        """The same for a page, unless so many that its table serves better."""
        return (
            self.words if sum(len(series.values) for series in self.data.series) <= _VALUES_IN_WORDS else self.summary
        )

    @property
    def drawn_kind(self):
        """Long names have no room below columns, and more lines than there are tones could not be told apart."""
        names = [str(tick).split("\n")[0] for tick in self.data.axis]
        if self.kind == "columns" and max((text_width(name, SMALL) for name in names), default=0) > _LONGEST_TICK:
            return "bars"
        return "multiples" if self.kind == "lines" and len(self.data.series) > len(TONES) else self.kind

    @cached_property
    def drawings(self):
        """One for wide places and one for narrow ones; a stylesheet shows the one that fits."""
        return [] if self.data.is_empty() else [self.drawing(width) for width in (WIDE, NARROW)]

    def drawing(self, width):
        drawing = _DRAW[self.drawn_kind](self.data, width)
        if drawing.has_hidden:
            entry = ("hidden", _("hidden, for the protection of persons"), None)
            drawing.height = draw_legend(drawing, [entry], drawing.height + 4) - 8
        return drawing
