"""Lying bars, as for rankings: long names have room, beside the bar or, on a narrow screen, above it."""

from .axis import scale_of
from .drawing import NARROW, TEXT, Drawing, Text, line, rectangle
from .text_width import text_width, wrap

_BAR, _GAP, _LINE = 18, 16, 18
_HIDDEN_WIDTH = 44


def draw_bars(data, width):
    """The one series of data, in its order: ChartData.ranked() puts the highest first."""
    (series,) = data.series
    drawing = Drawing(data.name, width)
    above = width == NARROW
    names_end = 0 if above else min(300, max(text_width(str(label), TEXT) for label in data.labels) + 16)
    scale = _scale(data, names_end, width)
    y = 4
    for label, value in zip(data.labels, series.values, strict=True):
        lines = wrap(label, TEXT, width if above else names_end - 16, 3)
        y = _draw_row(drawing, data, label, value, lines, scale, y, above)
    drawing.height = y - _GAP + 4
    if not above:
        drawing.add("base", line(scale.zero, 0, scale.zero, drawing.height))
    return drawing


def _scale(data, left, width):
    """Room for the longest number is left on the sides where bars end."""
    room = max([text_width(data.short(value), TEXT) for value in data.shown], default=0) + 12
    scale = scale_of(data.shown)
    exact = type(scale)(min([0, *data.shown]), max([0, *data.shown]) or 1, scale.step)
    return exact.between(left + (room if exact.low < 0 else 1), width - room)


def _draw_row(drawing, data, label, value, lines, scale, y, above):
    title = f"{label}: {data.text(value)}"
    text_height = len(lines) * _LINE
    height = text_height + _BAR if above else max(text_height, _BAR)
    bar_y = y + text_height if above else y + (height - _BAR) / 2
    first = y + 13 if above else y + (height - text_height) / 2 + 13.5
    for n, text in enumerate(lines):
        drawing.write("label", Text(0, first + n * _LINE, text))
    if above:
        drawing.add("base", line(scale.zero, bar_y - 2, scale.zero, bar_y + _BAR + 2))
    end = scale.place(value or 0)
    if value is None:
        drawing.add("hidden", rectangle(scale.zero, bar_y, _HIDDEN_WIDTH, _BAR, title))
        end = scale.zero + _HIDDEN_WIDTH
    else:
        drawing.add("bar", rectangle(min(end, scale.zero), bar_y, abs(end - scale.zero), _BAR, title))
    away, anchor = (-6, "end") if end < scale.zero else (6, "start")
    kind = "tick" if value is None else "value"
    drawing.write(kind, Text(end + away, bar_y + 14, data.short(value), TEXT, anchor))
    return y + height + _GAP
