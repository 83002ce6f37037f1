"""A heat calendar: months along, years down (on a narrow screen the other way), the darker the more."""

from .axis import compact
from .drawing import SMALL, WIDE, Drawing, Text, rectangle
from .legend import draw_legend
from .text_width import cut, text_width

_STEPS = 5


def draw_heat(data, width):
    """Every field holds its number where that has room; fields of five shades from the lowest to the highest value."""
    drawing = Drawing(data.name, width)
    across, down = [str(tick).split("\n")[0] for tick in data.axis], [series.name for series in data.series]
    values = [_titled(data, series) for series in data.series]
    if width != WIDE:
        across, down, values = down, across, list(zip(*values, strict=True))
    down = [cut(name, SMALL, width / 3) for name in down]
    left = max(text_width(name, SMALL) for name in down) + 12
    cell, height = (width - left - 1) / len(across), 38 if width == WIDE else 30
    for n, name in enumerate(across):
        drawing.write("tick", Text(left + cell * (n + 0.5), 13, cut(name, SMALL, cell - 6), SMALL, "middle"))
    shades = _shades(data)
    for row, (name, row_values) in enumerate(zip(down, values, strict=True)):
        y = 22 + row * height
        drawing.write("tick", Text(0, y + height / 2 + 4.5, name, SMALL))
        for n, (value, title) in enumerate(row_values):
            _draw_field(drawing, data, value, shades, rectangle(left + cell * n, y, cell - 2, height - 2, title))
    drawing.height = _draw_shades(drawing, data, shades, 22 + len(down) * height + 8)
    return drawing


def _titled(data, series):
    named = zip(data.labels, series.values, strict=True)
    return [(value, f"{label} {series.name}: {data.text(value)}") for label, value in named]


def _shades(data):
    """Upper bounds of the shades, equally far apart; one shade for each value where there are few."""
    low, high = min(data.shown, default=0), max(data.shown, default=0)
    if all(value == int(value) for value in data.shown) and high - low < _STEPS:
        return list(range(low, high + 1))
    bounds = [low + (high - low) * (n + 1) / _STEPS for n in range(_STEPS)]
    return [*(round(bound, 0 if high - low > 20 else 1) for bound in bounds[:-1]), high]


def _shade(value, shades):
    """From 1 to 5; fewer shades begin in the middle."""
    index = next(n for n, bound in enumerate(shades) if value <= bound)
    return index + 1 + (_STEPS - len(shades)) // 2


def _draw_field(drawing, data, value, shades, mark):
    if value is None:
        drawing.add("hidden", mark)
        return
    shade = _shade(value, shades)
    drawing.add(f"heat-{shade}", mark)
    text = next((text for text in (data.unit.short(value), compact(value)) if _fits(text, mark)), None)
    if text:
        middle, y = mark.box.x + mark.box.width / 2, mark.box.y + mark.box.height / 2 + 4.5
        drawing.write("on_heat" if shade < 4 else "on_heat_strong", Text(middle, y, text, SMALL, "middle"))


def _fits(text, mark):
    return text_width(text, SMALL) <= mark.box.width - 4


def _draw_shades(drawing, data, shades, top):
    if not data.shown:
        return top
    entries, low = [], min(data.shown)
    for n, bound in enumerate(shades):
        below = shades[n - 1] if n else low
        text = data.unit.short(bound) if bound == below else f"{data.unit.short(below)}–{data.unit.short(bound)}"
        entries.append((f"heat-{_shade(bound, shades)}", text, None))
    return draw_legend(drawing, entries, top) - 8
