"""What an infographic is drawn on: shapes and texts in one order, each with a box, in the units of an SVG viewBox."""

from dataclasses import dataclass

from django.forms.utils import flatatt
from django.utils.html import format_html

from complaints_public.charts.drawing import Box, Text, plain
from complaints_public.charts.text_width import cut, text_width, wrap

MARGIN = 32
DEEP, SEA, SEA_SOFT, PAPER, SAND = "#06333f", "#0a5060", "#d5e7e9", "#fbf9f4", "#f3eee2"
SUN, OCHRE, INK, INK_SOFT, WHITE, ON_DEEP = "#f3b94d", "#c07f10", "#13252c", "#3f5159", "#ffffff", "#cfe3e5"
HATCH = "#77756a"


@dataclass(frozen=True)
class Frame:
    """A size of the picture. Two pixels of a PNG are one unit."""

    name: str
    width: float
    height: float
    number_size: int
    headline_size: int
    is_tall: bool = True  # room for the number above the headline


SQUARE = Frame("1080x1080", 540, 540, 78, 25, is_tall=False)
PORTRAIT = Frame("1080x1350", 540, 675, 92, 29)
SHEET = Frame("a", 540, 763.7, 104, 31)  # A4, A3: one to the root of two
FRAMES = {frame.name: frame for frame in (SQUARE, PORTRAIT, SHEET)}


@dataclass(frozen=True)
class Shape:
    box: Box
    d: str
    attributes: str
    title: str = ""


@dataclass(frozen=True)
class Words(Text):
    attributes: str = ""


class Canvas:
    def __init__(self, name, frame):
        self.name, self.frame = name, frame
        self.items = []

    @property
    def left(self):
        return MARGIN

    @property
    def width(self):
        return self.frame.width - 2 * MARGIN

    @property
    def right(self):
        return self.frame.width - MARGIN

    @property
    def size(self):
        return f"{plain(self.frame.width)} {plain(self.frame.height)}"

    @property
    def pixels(self):
        return {"width": plain(self.frame.width), "height": plain(self.frame.height)}

    @property
    def texts(self):
        return [item for item in self.items if isinstance(item, Words)]

    @property
    def shapes(self):
        return [item for item in self.items if isinstance(item, Shape)]

    @property
    def hatch(self):
        return f"url(#{self.name}-hidden)"

    def path(self, box, d, title="", **attributes):
        named = {name.replace("_", "-"): value for name, value in attributes.items()}
        self.items.append(Shape(box, d, flatatt(named), title))

    def rectangle(self, x, y, width, height, title="", radius=0, **attributes):
        r = min(radius, width / 2, height / 2)
        p = plain
        d = f"M{p(x)} {p(y)}h{p(width)}v{p(height)}h{p(-width)}z"
        if r:
            corner = f"a{p(r)} {p(r)} 0 0 1"
            d = (
                f"M{p(x + r)} {p(y)}h{p(width - 2 * r)}{corner} {p(r)} {p(r)}v{p(height - 2 * r)}"
                f"{corner} {p(-r)} {p(r)}h{p(2 * r - width)}{corner} {p(-r)} {p(-r)}v{p(2 * r - height)}"
                f"{corner} {p(r)} {p(-r)}z"
            )
        self.path(Box(x, y, width, height), d, title, **attributes)

    def write(self, x, y, text, size, fill=INK, weight=500, anchor="start"):
        """y is the baseline."""
        found = format_html(
            ' font-size="{}" font-weight="{}" fill="{}" text-anchor="{}"', plain(size), weight, fill, anchor
        )
        self.items.append(Words(x, y, str(text), size, anchor, found))

    def paragraph(self, x, y, lines, size, fill=INK, weight=500, leading=1.22):
        """Writes line below line from the baseline y; returns the baseline of what would come next."""
        for text in lines:
            self.write(x, y, text, size, fill, weight)
            y += size * leading
        return y


def fitted(text, width, size, smallest):
    """(text, size): smaller where it is too wide, cut where even the smallest is."""
    while size > smallest and text_width(text, size) > width:
        size -= 0.5
    return cut(text, size, width), size


def fitted_lines(text, width, size, smallest, lines):
    """(lines, size): so small that nothing is cut, unless even the smallest is too large."""
    while size > smallest and " ".join(wrap(text, size, width, lines)) != " ".join(str(text).split()):
        size -= 0.5
    return wrap(text, size, width, lines), size
