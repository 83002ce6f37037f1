"""Upright bars, as for months."""

from .axis import compact, draw_base, draw_gridlines, draw_ticks, gutter, keep_inside, scale_of
from .drawing import SMALL, TEXT, WIDE, Drawing, Text, rectangle
from .text_width import text_width

_SHARE = 0.72  # of a slot
_HIDDEN_HEIGHT = 30


def draw_columns(data, width):
    """The one series of data; a hidden value becomes a hatched mark of no particular height."""
    (series,) = data.series
    drawing = Drawing(data.name, width)
    bottom = 280 if width == WIDE else 220
    scale = scale_of(data.shown).between(bottom, 26)
    left = gutter(scale, data.unit.sign)
    slot = (width - left) / len(series.values)
    places = [left + slot * (n + 0.5) for n in range(len(series.values))]
    draw_gridlines(drawing, scale, data)
    draw_column_marks(drawing, data, series, places, slot, scale)
    draw_base(drawing, scale, width)
    _draw_values(drawing, data, series, places, slot, scale)
    drawing.height = draw_ticks(drawing, places, data.axis, bottom + 22, width)
    return drawing


def draw_column_marks(drawing, data, series, places, slot, scale, hidden_height=_HIDDEN_HEIGHT):
    width = min(slot * _SHARE, 64)
    for place, label, value in zip(places, data.labels, series.values, strict=True):
        title = f"{label}: {data.text(value)}"
        left = place - width / 2
        if value is None:
            drawing.add("hidden", rectangle(left, scale.zero - hidden_height, width, hidden_height, title))
        else:
            y = scale.place(value)
            drawing.add("bar", rectangle(left, min(y, scale.zero), width, abs(y - scale.zero), title))


def _draw_values(drawing, data, series, places, slot, scale):
    """Each value at its column if all have room, else the highest, the lowest and the last of them."""
    shown = [n for n, value in enumerate(series.values) if value is not None]
    texts = {n: _value_text(data.unit.short(series.values[n]), n, series, places, scale) for n in shown}
    if any(text_width(text.text, text.size) > slot - 4 for text in texts.values()):
        texts = {n: _value_text(_brief(data, series.values[n]), n, series, places, scale) for n in shown}
    if any(text_width(text.text, text.size) > slot - 4 for text in texts.values()):
        by_value = sorted(shown, key=lambda n: series.values[n])
        texts = {n: texts[n] for n in (by_value[-1], shown[-1], by_value[0])}  # the first one has first pick
    taken = [item.box for item in [*drawing.texts, *drawing.marks("bar", "hidden")]]
    for text in texts.values():
        text = keep_inside(text, drawing.width)
        if not any(text.box.overlaps(box) for box in taken):
            drawing.write("value", text)
            taken.append(text.box)


def _brief(data, value):
    return compact(value) + data.unit.sign


def _value_text(text, n, series, places, scale):
    value = series.values[n]
    y = scale.place(value) + (-6 if value >= 0 else 15)
    return Text(places[n], y, text, TEXT if len(series.values) <= 12 else SMALL, "middle")
