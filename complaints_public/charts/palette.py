"""The colours and patterns that are built into a drawing. Inside a page, charts.css puts the page's tokens over them.

Neighbouring tones differ in lightness as well as in hue, and each has a pattern, a dash and a shape of its own.
"""

from dataclasses import dataclass

from django.forms.utils import flatatt

GROUND = "#ffffff"
INK, INK_SOFT, LINE, LINE_STRONG = "#13252c", "#3f5159", "#ded7c7", "#77756a"
TONES = ["#0b5566", "#c47f12", "#7a2e5d", "#3f93b8", "#8a3410", "#6f8f3a"]
HEAT = ["#e2f0f1", "#b5dade", "#79bcc5", "#237686", "#0a4757"]

# What is cut out of a tone: size of the tile, degrees it is turned, path, width of the stroke.
_CUTS = [
    ("8", "", "", ""),
    ("8", "45", "M0 4h8", "1.4"),
    ("8", "", "M4 4h.01", "2.6"),
    ("9", "90", "M0 4.5h9", "1.4"),
    ("9", "45", "M0 4.5h9M4.5 0v9", "1.2"),
    ("7", "", "M0 3.5h7", "1.4"),
]
DASHES = ["", "9 4", "2.5 3.5", "14 4 3 4", "5 3", "1.5 5"]

_KINDS = {
    "grid": {"stroke": LINE, "stroke-width": "1"},
    "base": {"stroke": INK_SOFT, "stroke-width": "1.5"},
    "leader": {"stroke": LINE_STRONG, "stroke-width": "1", "stroke-dasharray": "1 3"},
    "bar": {"fill": "#11707f"},
    "pill": {"fill": GROUND},
    "frame": {"fill": "none", "stroke": LINE_STRONG, "stroke-width": "1"},
    "label": {"fill": INK, "font-weight": "500"},
    "value": {"fill": INK, "font-weight": "700"},
    "tick": {"fill": INK_SOFT, "font-weight": "500"},
    "on_heat": {"fill": INK, "font-weight": "700"},
    "on_heat_strong": {"fill": "#ffffff", "font-weight": "700"},
    "heading": {"fill": INK, "font-weight": "700"},
}


@dataclass(frozen=True)
class Pattern:
    number: int
    fill: str
    tile: str
    degrees: str
    path: str
    stroke: str


def pattern(number):
    return Pattern(number, TONES[number - 1], *_CUTS[number - 1])


def tone(index):
    """The number of the series' colour, pattern, dash and shape, from 1."""
    return index % len(TONES) + 1


def attributes(kind, name):
    """The presentation attributes of a layer, with a space before each; name finds the drawing's own patterns."""
    plain, _dash, number = kind.partition("-")
    found = _KINDS.get(kind, {})
    if kind == "hidden":
        found = {"fill": f"url(#{name}-hidden)", "stroke": LINE_STRONG, "stroke-width": "1", "stroke-dasharray": "3 2"}
    elif plain == "tone":
        found = {"fill": f"url(#{name}-tone-{number})", "stroke": GROUND, "stroke-width": "1.5"}
    elif plain == "line":
        dash = DASHES[int(number) - 1]
        found = {"fill": "none", "stroke": TONES[int(number) - 1], "stroke-width": "2.5", "stroke-linejoin": "round"}
        found |= {"stroke-dasharray": dash} if dash else {}
    elif plain == "dot":
        found = {"fill": TONES[int(number) - 1], "stroke": GROUND, "stroke-width": "1.5"}
    elif plain == "heat":
        found = {"fill": HEAT[int(number) - 1], "stroke": LINE_STRONG, "stroke-width": "1"}
    return flatatt(found)
