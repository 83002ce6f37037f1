"""What a drawing is made of: layers of marks and of texts, each with a box, in the units of an SVG viewBox."""

from dataclasses import dataclass, field
from math import pi, sin

from django.utils.html import format_html

from . import palette
from .text_width import text_width

WIDE, NARROW = 720, 320
TEXT, SMALL = 14, 13


def plain(value):
    """A number for machines, whatever the reader's language."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    def overlaps(self, other):
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Mark:
    """An outline (the d of a path) with the words that a pointer finds on it."""

    box: Box
    d: str
    title: str = ""


@dataclass(frozen=True)
class Text:
    """y is the baseline; anchor start, middle or end."""

    x: float
    y: float
    text: str
    size: float = TEXT
    anchor: str = "start"

    @property
    def box(self):
        width = text_width(self.text, self.size)
        left = self.x - width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return Box(left, self.y - self.size * 0.8, width, self.size)

    @property
    def place(self):
        return format_html('x="{}" y="{}"', plain(self.x), plain(self.y))


@dataclass(frozen=True)
class Layer:
    """Marks or texts of one kind: a CSS class inline, presentation attributes in a file."""

    kind: str
    attributes: str
    marks: list = field(default_factory=list)
    texts: list = field(default_factory=list)


class Drawing:
    """Collects marks and texts; marks of a kind lie above those of kinds that came before, and texts above all."""

    def __init__(self, name, width):
        self.width, self.height = width, 0
        self.name = f"{name}-{width}"
        self._layers = {}

    def add(self, kind, mark):
        self._layer(kind).marks.append(mark)

    def write(self, kind, text):
        self._layer(kind, text.size, text.anchor).texts.append(text)

    def _layer(self, kind, size=None, anchor="start"):
        if (kind, size, anchor) not in self._layers:
            attributes = palette.attributes(kind, self.name)
            if size:
                attributes += format_html(' font-size="{}" text-anchor="{}"', plain(size), anchor)
            self._layers[kind, size, anchor] = Layer(kind, attributes)
        return self._layers[kind, size, anchor]

    @property
    def size(self):
        return "wide" if self.width == WIDE else "narrow"

    @property
    def box(self):
        """Width and height for the viewBox."""
        return f"{self.width} {plain(self.height)}"

    @property
    def layers(self):
        return sorted(self._layers.values(), key=lambda layer: (bool(layer.texts), layer.kind == "pill"))

    @property
    def texts(self):
        return [text for layer in self.layers for text in layer.texts]

    def marks(self, *kinds):
        """The marks of the kinds that begin like one of those."""
        return [mark for layer in self.layers if layer.kind.startswith(kinds or "") for mark in layer.marks]

    @property
    def patterns(self):
        """What the marks are filled with."""
        tones = {int(layer.kind.removeprefix("tone-")) for layer in self.layers if layer.kind.startswith("tone-")}
        return [palette.pattern(number) for number in sorted(tones)]

    @property
    def has_hidden(self):
        return any(layer.kind == "hidden" for layer in self.layers)


def rectangle(x, y, width, height, title=""):
    d = f"M{plain(x)} {plain(y)}h{plain(width)}v{plain(height)}h{plain(-width)}z"
    return Mark(Box(x, y, width, height), d, title)


def line(x1, y1, x2, y2):
    return Mark(
        Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)), f"M{plain(x1)} {plain(y1)}L{plain(x2)} {plain(y2)}"
    )


def polyline(points):
    xs, ys = zip(*points, strict=True)
    d = "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in points)
    return Mark(Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), d)


_CORNERS = [
    0,
    4,
    3,
    4,
    5,
    3,
]  # of the shapes by tone: disc, square, triangle, diamond, pentagon, triangle on its point
_TURNS = [0, 0.125, 0, 0, 0, 0.5]


def dot(x, y, tone, title="", radius=4.5):
    """The shape of a series."""
    corners, turn = _CORNERS[tone - 1], _TURNS[tone - 1]
    box = Box(x - radius, y - radius, radius * 2, radius * 2)
    if not corners:
        r = plain(radius)
        there, back = plain(radius * 2), plain(-radius * 2)
        d = f"M{plain(x - radius)} {plain(y)}a{r} {r} 0 1 0 {there} 0a{r} {r} 0 1 0 {back} 0z"
        return Mark(box, d, title)
    angles = [2 * pi * (n / corners + turn) for n in range(corners)]
    outer = radius * 1.2
    points = [f"{plain(x + outer * sin(angle))} {plain(y - outer * sin(angle + pi / 2))}" for angle in angles]
    return Mark(box, f"M{'L'.join(points)}z", title)
