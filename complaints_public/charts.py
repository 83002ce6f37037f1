"""Turns a table into a picture: places and sizes in the units of an SVG viewBox, for components/bar_chart.html."""

from dataclasses import dataclass
from math import ceil

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

_WIDTH, _HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 28, 40
_GAP = 0.28  # of a bar's slot


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    value_text: str
    label_x: float
    label_y: float
    value_y: float
    is_suppressed: bool


@dataclass(frozen=True)
class Gridline:
    y: float
    text: str


@dataclass(frozen=True)
class BarChart:
    title: str
    description: str
    width: int
    height: int
    bars: list[Bar]
    gridlines: list[Gridline]
    baseline_y: float


def bar_chart(table):
    """Upright bars for a Table; a hidden cell becomes a hatched bar of no particular height."""
    plot_height = _HEIGHT - _TOP - _BOTTOM
    baseline = _TOP + plot_height
    step, top = _scale(max((row.count or 0 for row in table.rows), default=0))
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(table.rows), 1)
    bars = []
    for index, row in enumerate(table.rows):
        share = 0.12 if row.count is None else row.count / top
        x, height = _LEFT + slot * (index + _GAP / 2), round(plot_height * share, 1)
        bars.append(
            Bar(
                round(x, 1),
                round(baseline - height, 1),
                round(slot * (1 - _GAP), 1),
                height,
                row.label[:3],
                "" if row.count is None else row.value,
                round(_LEFT + slot * (index + 0.5), 1),
                baseline + 24,
                round(baseline - height - 8, 1),
                row.count is None,
            )
        )
    lines = [Gridline(round(baseline - plot_height * n / top, 1), intcomma(n)) for n in range(0, top + 1, step)]
    return BarChart(table.caption, describe(table), _WIDTH, _HEIGHT, bars, lines, baseline)


def describe(table):
    """The chart in words: its highest and lowest shown values and the total."""
    shown = [row for row in table.rows if row.count is not None]
    if not shown:
        return _("No value can be shown.")
    highest, lowest = max(shown, key=lambda row: row.count), min(shown, key=lambda row: row.count)
    text = _("Highest: %(high)s (%(high_count)s). Lowest: %(low)s (%(low_count)s).") % {
        "high": highest.label,
        "high_count": highest.value,
        "low": lowest.label,
        "low_count": lowest.value,
    }
    return text if table.total.count is None else text + " " + _("Total: %(total)s.") % {"total": table.total.value}


def _scale(highest):
    """(step, top) of an axis with at most five steps of a round number."""
    step = 1
    while highest / step > 5:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step, max(step * ceil(highest / step), step)
