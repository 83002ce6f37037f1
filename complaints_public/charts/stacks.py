"""Lying bars of parts, one bar for each label: what became of the complaints of each year."""

from .axis import compact
from .drawing import NARROW, SMALL, TEXT, Drawing, Text, line, rectangle
from .legend import draw_legend
from .palette import TONES, tone
from .text_width import text_width, wrap

_BAR, _GAP, _LINE = 34, 14, 18
_HIDDEN_WIDTH = 24


def draw_stacks(data, width):
    """The first series begins at the left. A hidden part has a width of its own, and the bar then no total."""
    if min(data.shown, default=0) < 0:
        raise ValueError("Parts of a whole cannot be below zero.")
    drawing, data = Drawing(data.name, width), data.gathered(len(TONES))
    entries = [(f"tone-{tone(n)}", series.name, None) for n, series in enumerate(data.series)]
    y = draw_legend(drawing, entries) + 6
    above = width == NARROW
    names_end = 0 if above else min(200, max(text_width(str(label), TEXT) for label in data.labels) + 16)
    rows = list(zip(*(series.values for series in data.series), strict=True))
    per_unit = _per_unit(data, rows, width - names_end)
    for label, values in zip(data.labels, rows, strict=True):
        y = _draw_row(drawing, data, label, values, (names_end, per_unit), y, above)
    drawing.height = y - _GAP + 4
    return drawing


def _per_unit(data, rows, room):
    """The width of one: what is left beside the totals and the hidden parts of the fullest bar."""
    room -= max(text_width(_total(data, values), TEXT) for values in rows) + 10
    room -= max(values.count(None) for values in rows) * _HIDDEN_WIDTH
    return room / (max(sum(value or 0 for value in values) for values in rows) or 1)


def _total(data, values):
    return "" if None in values else data.unit.short(sum(values))


def _draw_row(drawing, data, label, values, scale, y, above):
    left, per_unit = scale
    lines = wrap(label, TEXT, drawing.width if above else left - 16, 1 if above else 2)
    bar_y = y + (_LINE + 2 if above else 0)
    first = y + 13 if above else bar_y + _BAR / 2 + 5 - (len(lines) - 1) * _LINE / 2
    for n, text in enumerate(lines):
        drawing.write("label", Text(0, first + n * _LINE, text))
    x = left
    for n, (series, value) in enumerate(zip(data.series, values, strict=True)):
        x += _draw_part(drawing, data, (label, series.name), value, tone(n), x, bar_y, per_unit)
    drawing.add("base", line(left, bar_y - 3, left, bar_y + _BAR + 3))
    drawing.write("value", Text(x + 8, bar_y + _BAR / 2 + 5, _total(data, values)))
    return bar_y + _BAR + _GAP


def _draw_part(drawing, data, names, value, number, x, y, per_unit):
    """One part with its number on a quiet ground, if it has room; returns its width."""
    title = f"{names[0]}, {names[1]}: {data.text(value)}"
    if value is None:
        drawing.add("hidden", rectangle(x + 2, y, _HIDDEN_WIDTH - 4, _BAR, title))
        return _HIDDEN_WIDTH
    width = value * per_unit
    drawing.add(f"tone-{number}", rectangle(x, y, width, _BAR, title))
    text = data.unit.short(value)
    if text_width(text, SMALL) + 14 > width:
        text = compact(value)
    room = text_width(text, SMALL)
    if room + 14 <= width:
        middle = x + width / 2
        drawing.add("pill", rectangle(middle - room / 2 - 4, y + 8, room + 8, _BAR - 16))
        drawing.write("value", Text(middle, y + _BAR / 2 + 4.5, text, SMALL, "middle"))
    return width
