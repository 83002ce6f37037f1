"""Small multiples: one little chart for each series, all on one scale, so that they can be compared."""

from .axis import compact, scale_of
from .columns import draw_column_marks
from .drawing import SMALL, WIDE, Drawing, Text, line
from .text_width import cut, text_width, wrap

_GUTTER, _LINE, _PLOT = 24, 16, 74
_TICK = 11.5


def draw_multiples(data, width):
    drawing = Drawing(data.name, width)
    across = 4 if width == WIDE else 2
    gutter = _GUTTER if width == WIDE else 18
    panel = (width - gutter * (across - 1)) / across
    scale = scale_of(data.shown, steps=2)
    y = 0
    for start in range(0, len(data.series), across):
        row = data.series[start : start + across]
        names = [wrap(series.name, SMALL, panel, 3) for series in row]
        top = y + max(map(len, names)) * _LINE + 20
        for n, (series, lines) in enumerate(zip(row, names, strict=True)):
            x = n * (panel + gutter)
            for number, text in enumerate(lines):
                drawing.write("heading", Text(x, y + 12 + number * _LINE, text, SMALL))
            _draw_panel(drawing, data, series, (x, panel), scale.between(top + _PLOT, top))
        _draw_top(drawing, data, scale.high, top)
        y = top + _PLOT + 22 + 22
    drawing.height = y - 18
    return drawing


def _draw_panel(drawing, data, series, across, scale):
    left, width = across
    slot = width / len(series.values)
    places = [left + slot * (n + 0.5) for n in range(len(series.values))]
    drawing.add("grid", line(left, scale.end, left + width, scale.end))
    draw_column_marks(drawing, data, series, places, slot, scale, hidden_height=16)
    drawing.add("base", line(left, scale.zero, left + width, scale.zero))
    _draw_highest(drawing, data, series, places, scale, across)
    _draw_ends(drawing, data, across, scale.start + 15)


def _draw_top(drawing, data, high, y):
    """What the line along the row's top stands for, if nothing is there."""
    text = Text(0, y - 4, compact(high) + data.unit.sign, _TICK)
    if data.shown and not any(text.box.overlaps(other.box) for other in drawing.texts):
        drawing.write("tick", text)


def _draw_highest(drawing, data, series, places, scale, across):
    shown = [(value, n) for n, value in enumerate(series.values) if value is not None]
    if not shown:
        return
    value, n = max(shown, key=lambda pair: (pair[0], -pair[1]))
    text = data.unit.short(value)
    half = text_width(text, SMALL) / 2
    x = min(max(places[n], across[0] + half), across[0] + across[1] - half)
    drawing.write("value", Text(x, min(scale.place(value), scale.zero) - 5, text, SMALL, "middle"))


def _draw_ends(drawing, data, across, y):
    """The first and the last label; a year stands behind its month."""
    left, width = across
    first, *others = [
        cut(str(tick).replace("\n", " "), _TICK, width / 2 - 4) for tick in (data.axis[0], data.axis[-1])
    ]
    drawing.write("tick", Text(left, y, first, _TICK))
    if len(data.labels) > 1:
        drawing.write("tick", Text(left + width, y, others[0], _TICK, "end"))
