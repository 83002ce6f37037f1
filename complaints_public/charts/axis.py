"""Scales, gridlines, and which labels of an axis have room."""

from dataclasses import dataclass
from math import ceil, floor, log10

from babel.numbers import format_compact_decimal
from django.utils.translation import get_language

from .data import number
from .drawing import SMALL, Box, Text, line
from .text_width import cut, text_width


@dataclass(frozen=True)
class Scale:
    """Values low … high onto places start … end; both bounds are multiples of step and embrace zero."""

    low: float
    high: float
    step: float
    start: float = 0
    end: float = 1

    def place(self, value):
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    @property
    def zero(self):
        return self.place(0)

    @property
    def steps(self):
        return [self.low + self.step * n for n in range(round((self.high - self.low) / self.step) + 1)]

    def between(self, start, end):
        return Scale(self.low, self.high, self.step, start, end)


def scale_of(values, steps=4):
    """A Scale of about so many steps of a round number, whole ones for whole values."""
    low, high = min([0, *values]), max([0, *values])
    span = high - low or steps
    step = _round_up(span / steps)
    if all(value == int(value) for value in values):
        step = max(1, step)
    low, high = floor(low / step) * step, ceil(high / step) * step
    return Scale(low, high if high > low else low + step * steps, step)


def _round_up(value):
    power = 10 ** floor(log10(value))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= value * 0.999 and nice * power != 2.5)


def compact(value):
    """A number for an axis: from a hundred thousand on as 1,5 jt."""
    if abs(value) < 100_000:
        return number(value)
    return format_compact_decimal(value, locale=get_language().replace("-", "_"), fraction_digits=1).replace("-", "−")


def gutter(scale, sign=""):
    """The room that the numbers beside the gridlines need."""
    return max(text_width(compact(value) + sign, SMALL) for value in scale.steps) + 8


def draw_gridlines(drawing, scale, data, right=None):
    """Lines from the left edge, each number standing on its own; none where no value gives them a meaning."""
    for value in scale.steps if data.shown else []:
        y = scale.place(value)
        if value:
            drawing.add("grid", line(0, y, right or drawing.width, y))
        drawing.write("tick", Text(0, y - 4, compact(value) + data.unit.sign, SMALL))


def draw_base(drawing, scale, right):
    drawing.add("base", line(0, scale.zero, right, scale.zero))


def draw_ticks(drawing, places, ticks, y, right):
    """Labels below the axis, every second, third, … where not all have room; a second line where it changes."""
    lines = [[cut(part, SMALL, right / 3) for part in str(tick).split("\n")] for tick in ticks]
    for step in (1, 2, 3, 4, 6, 12, 24, 60, max(len(ticks), 1)):
        texts = _tick_texts(places[::step], lines[::step], y, right)
        boxes = [text.box for text in texts]
        if not any(_close(one, other) for n, one in enumerate(boxes) for other in boxes[:n]):
            break
    for text in texts:
        drawing.write("tick", text)
    return max((text.y for text in texts), default=y) + 6


def _tick_texts(places, lines, y, right):
    texts, before = [], None
    for place, (first, *second) in zip(places, lines, strict=True):
        texts.append(keep_inside(Text(place, y, first, SMALL, "middle"), right))
        if second and second != before:
            texts.append(keep_inside(Text(place, y + 16, second[0], SMALL, "middle"), right))
        before = second
    return texts


def keep_inside(text, right):
    """text moved so that it does not leave the frame."""
    box = text.box
    shift = max(0, -box.x) - max(0, box.right - right)
    return Text(text.x + shift, text.y, text.text, text.size, text.anchor)


def _close(one, other):
    return Box(one.x - 6, one.y, one.width + 12, one.height).overlaps(other)
