"""The colours of charts, measured: contrast, and what people who see fewer colours make of them."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest

import portal
from complaints_public.charts import palette
from portal.tests.test_components import contrast

STATIC = Path(portal.__file__).parent / "static/portal"
# Machado, Oliveira & Fernandes (2009), the whole deficiency, for linear red, green and blue.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "no colour at all": ((0.2126, 0.7152, 0.0722),) * 3,
}


def themes():
    """The tokens of tokens.css and charts.css by scheme."""
    found = {"light": {}, "dark": {}}
    for name in ("tokens", "charts"):
        light, dark, *_ = (STATIC / f"{name}.css").read_text().split("@media")
        found["light"] |= dict(re.findall(r"--([\w-]+): (#\w+);", light))
        found["dark"] |= dict(re.findall(r"--([\w-]+): (#\w+);", dark.split("}\n}")[0]))
    found["dark"] = found["light"] | found["dark"]
    return found


THEMES = themes()
TONES = [f"chart-{n}" for n in range(1, 7)]


@pytest.fixture(params=THEMES)
def tokens(request):
    return THEMES[request.param]


def test_marks_stand_out_from_the_ground(tokens):
    marks = [*TONES, "chart", "line-strong", "ink-soft"]
    low = {name: contrast(tokens[name], tokens["surface"]) for name in marks}
    assert {name: ratio for name, ratio in low.items() if ratio < 3} == {}


def test_numbers_in_the_fields_of_a_calendar_can_be_read(tokens):
    pairs = [*product(["on-heat"], ["heat-1", "heat-2", "heat-3"]), *product(["on-heat-strong"], ["heat-4", "heat-5"])]
    assert {pair: ratio for pair in pairs if (ratio := contrast(*(tokens[name] for name in pair))) < 4.5} == {}


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_neighbours_can_be_told_apart(tokens, deficiency):
    """By 12 in CIELAB at least, where 2.3 is just noticeable; patterns, dashes and shapes come on top of that."""
    seen = [lab(tokens[name], DEFICIENCIES[deficiency]) for name in TONES]
    near = {(n + 1, n + 2): distance(*pair) for n, pair in enumerate(pairwise(seen))}
    assert {pair: round(value, 1) for pair, value in near.items() if value < 12} == {}


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_shades_of_a_calendar_go_one_way(tokens, deficiency):
    lightness = [lab(tokens[f"heat-{n}"], DEFICIENCIES[deficiency])[0] for n in range(1, 6)]
    steps = [second - first for first, second in pairwise(lightness)]
    assert all(step > 7 for step in steps) or all(step < -7 for step in steps)


def test_files_have_the_colours_of_light_pages():
    light = THEMES["light"]
    assert [light[name] for name in TONES] == palette.TONES
    assert [light[f"heat-{n}"] for n in range(1, 6)] == palette.HEAT
    named = [light[name] for name in ("ink", "ink-soft", "line", "line-strong")]
    assert named == [palette.INK, palette.INK_SOFT, palette.LINE, palette.LINE_STRONG]


def linear(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def lab(colour, matrix):
    red, green, blue = (min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
