"""Lines over time, each named at its end; a narrow drawing has the names above and their shapes at the ends."""

from .axis import draw_base, draw_gridlines, draw_ticks, gutter, scale_of
from .drawing import SMALL, TEXT, WIDE, Drawing, Text, dot, line, polyline, rectangle
from .legend import draw_legend
from .palette import tone
from .text_width import text_width, wrap

_LANE = 9  # height of the strip below the base where a series marks its hidden values
_LINE = 16
_EACH_POINT = 24  # more points are drawn without their shapes


def draw_lines(data, width):
    """A hidden value breaks its line, and is hatched in a strip of its series' own below the base."""
    drawing = Drawing(data.name, width)
    is_wide = width == WIDE
    top = _narrow_legend(drawing, data) if not is_wide and len(data.series) > 1 else 0
    bottom = top + (300 if is_wide else 220)
    scale = scale_of(data.shown).between(bottom, top + 24)
    names = [_end_lines(data, series, is_wide) for series in data.series]
    room = max(text_width(text, TEXT) for lines in names for text in lines) + 14
    left = gutter(scale, data.unit.sign) + 10
    step = (width - room - left) / max(len(data.labels) - 1, 1)
    places = [left + step * (n if len(data.labels) > 1 else 0.5) for n in range(len(data.labels))]
    draw_gridlines(drawing, scale, data, places[-1] + 8)
    draw_base(drawing, scale, places[-1] + 8)
    for n, series in enumerate(data.series):
        _draw_series(drawing, data, series, tone(n), places, scale)
    _draw_ends(drawing, data, names, places, scale, bottom)
    below = _draw_hidden(drawing, data, places, step, bottom)
    drawing.height = draw_ticks(drawing, places, data.axis, below + 20, width)
    return drawing


def _narrow_legend(drawing, data):
    entries = []
    for n, series in enumerate(data.series):
        entries.append((f"dot-{tone(n)}", series.name, lambda x, y, n=n: dot(x + 8, y - 4.5, tone(n))))
    return draw_legend(drawing, entries) + 4


def _end_lines(data, series, is_wide):
    """What stands at the end of a line: its name, if that is not the only one, and its last value."""
    last = next((value for value in reversed(series.values) if value is not None), None)
    lines = wrap(series.name, SMALL, 150, 2) if is_wide and len(data.series) > 1 else []
    return [*lines, data.short(last)]


def _draw_series(drawing, data, series, number, places, scale):
    points = [
        None if value is None else (place, scale.place(value))
        for place, value in zip(places, series.values, strict=True)
    ]
    for run in _runs(points):
        if len(run) > 1:
            drawing.add(f"line-{number}", polyline(run))
    last = max((n for n, point in enumerate(points) if point), default=None)
    for n, point in enumerate(points):
        if point and (len(points) <= _EACH_POINT or n == last or _stands_alone(points, n)):
            title = f"{series.name}, {data.labels[n]}: {data.text(series.values[n])}"
            drawing.add(f"dot-{number}", dot(*point, number, title))


def _runs(points):
    runs = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return runs


def _stands_alone(points, n):
    return not any(points[m] for m in (n - 1, n + 1) if 0 <= m < len(points))


def _draw_ends(drawing, data, names, places, scale, bottom):
    """Names beside the ends of their lines, moved apart where they would overlap."""
    wanted = []
    for series, lines in zip(data.series, names, strict=True):
        shown = [n for n, value in enumerate(series.values) if value is not None]
        if shown:
            wanted.append([scale.place(series.values[shown[-1]]), places[shown[-1]], lines])
    wanted.sort(key=lambda end: end[0])
    tops = _apart([(y - len(lines) * _LINE / 2, len(lines) * _LINE + 4) for y, _x, lines in wanted], bottom)
    for top, (y, x, lines) in zip(tops, wanted, strict=True):
        left = places[-1] + 12
        if x < places[-1] or abs(top + len(lines) * _LINE / 2 - y) > 8:
            drawing.add("leader", line(x + 6, y, left - 3, top + len(lines) * _LINE / 2))
        for n, text in enumerate(lines):
            kind = "value" if n == len(lines) - 1 else "label"
            drawing.write(kind, Text(left, top + n * _LINE + 12, text, TEXT if kind == "value" else SMALL))


def _apart(blocks, bottom):
    """Tops of blocks (wanted top, height), in their order, pushed down and, at the bottom, up again."""
    tops, edge = [], 0
    for top, height in blocks:
        tops.append(max(top, edge))
        edge = tops[-1] + height
    edge = bottom + 6
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], edge - blocks[n][1])
        edge = tops[n]
    return tops


def _draw_hidden(drawing, data, places, step, bottom):
    """A lane for each series that hides something, with the shape of the series before it."""
    y = bottom + 5
    width = max(min(step * 0.8, 26), 3)
    for index, series in enumerate(data.series):
        hidden = [n for n, value in enumerate(series.values) if value is None]
        for n in hidden:
            title = f"{series.name}, {data.labels[n]}: {data.text(None)}"
            drawing.add("hidden", rectangle(places[n] - width / 2, y, width, _LANE, title))
        if hidden and len(data.series) > 1:
            drawing.add(f"dot-{tone(index)}", dot(6, y + _LANE / 2, tone(index), series.name))
        y += (_LANE + 4) * bool(hidden)
    return y - 4
