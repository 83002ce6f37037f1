"""A chart as a file that can be read alone: heading, drawing, note, with its colours built in."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language

from .chart import Chart
from .drawing import SMALL, WIDE, Drawing, Text, plain
from .text_width import wrap

_MARGIN = 32
_HEADING, _HEADING_LINE, _NOTE_LINE = 20, 27, 18


@dataclass(frozen=True)
class Picture:
    chart: Chart
    around: Drawing  # heading and note
    drawing: Drawing | None
    offset: str

    @property
    def width(self):
        return self.around.width

    @property
    def height(self):
        return plain(self.around.height)


def picture(chart):
    """The chart's Picture in the reader's language."""
    around = Drawing(chart.data.name, WIDE + 2 * _MARGIN)
    y = _write(around, "heading", wrap(chart.data.caption, _HEADING, WIDE, 3), _HEADING, _MARGIN + 16, _HEADING_LINE)
    offset = y
    if chart.data.is_empty():
        drawing = None
        y = _write(around, "label", chart.points, 14, y + 16, _NOTE_LINE)
    else:
        drawing = chart.drawing(WIDE)
        y += drawing.height + 24
    y = _write(around, "tick", wrap(chart.data.note, SMALL, WIDE, 4), SMALL, y, _NOTE_LINE)
    around.height = round(y + _MARGIN - 14)
    return Picture(chart, around, drawing, f"{_MARGIN} {plain(offset)}")


def _write(drawing, kind, lines, size, y, height):
    for text in lines:
        drawing.write(kind, Text(_MARGIN, y, text, size))
        y += height
    return y


def svg(chart):
    return render_to_string("components/charts/file.svg", {"picture": picture(chart), "language": get_language()})
