"""The pieces that templates are made of: message, bars, months, steps, footer."""

from math import sqrt

from django.utils.translation import gettext as _

from complaints_public.charts.drawing import Box
from complaints_public.charts.text_width import cut, text_width, wrap

from .canvas import (
    DEEP,
    HATCH,
    INK,
    INK_SOFT,
    OCHRE,
    ON_DEEP,
    PAPER,
    SAND,
    SEA,
    SHEET,
    SUN,
    WHITE,
    fitted,
    fitted_lines,
)  # fmt: skip

BUBBLE = (
    "M12 3h24a9 9 0 0 1 9 9v18a9 9 0 0 1-9 9H22l-9.3 6.6A1.7 1.7 0 0 1 10 44.2V38.8A9 9 0 0 1 3 30V12a9 9 0 0 1 9-9Z"
)
WAVES = "M9 23.5c3.75-4 7.5-4 11.25 0s7.5 4 11.25 0 5-3.7 7.5-2M9 31.5c3.75-4 7.5-4 11.25 0s7.5 4 11.25 0 5-3.7 7.5-2"
FOOTER = 92
_FAINT = "#1c5361"
_STRIP = 12


def draw_ground(canvas):
    frame = canvas.frame
    canvas.rectangle(0, 0, frame.width, frame.height, fill=PAPER)


def draw_message(canvas, story):
    """The deep band with number and headline, ended by a strip of scales; returns where the body may begin."""
    frame, band = canvas.frame, len(canvas.items)
    title, size = fitted(f"{story.title} · {story.period}", canvas.width, 15.5, 12)
    canvas.write(canvas.left, 40, title, size, SUN, 700)
    y = _number_above(canvas, story) if frame.is_tall else _number_beside(canvas, story)
    if story.share is not None and (story.has_room or frame == SHEET):
        y = _draw_bubbles(canvas, story.share, y)
    bottom = y + 16
    written, canvas.items[band:] = canvas.items[band:], []
    canvas.rectangle(0, 0, frame.width, bottom, fill=DEEP)
    canvas.items += written
    _draw_scales(canvas, bottom)
    return bottom + _STRIP


def _number_above(canvas, story):
    frame = canvas.frame
    number, size = fitted(story.number, canvas.width, frame.number_size, 16)
    baseline = 56 + size * 0.8
    canvas.write(canvas.left, baseline, number, size, WHITE, 700)
    beside = canvas.left + text_width(number, size) + 18
    room = canvas.right - beside
    if room > 150:
        lines, small = fitted_lines(story.number_label, room, 17, 13, 3)
        canvas.paragraph(beside, baseline - (len(lines) - 1) * small * 1.22, lines, small, ON_DEEP)
        y = baseline + 18
    else:
        lines = wrap(story.number_label, 17, canvas.width, 2)
        y = canvas.paragraph(canvas.left, baseline + size * 0.2 + 16, lines, 17, ON_DEEP) - 4
    lines, size = fitted_lines(story.headline, canvas.width, frame.headline_size, 19, 3)
    return canvas.paragraph(canvas.left, y + size, lines, size, WHITE, 700) - size * 0.6


def _number_beside(canvas, story):
    frame = canvas.frame
    number, size = fitted(story.number, 200, frame.number_size, 16)
    width = max(text_width(number, size), 96)
    column = width + 22
    lines, headline = fitted_lines(story.headline, canvas.width - column, frame.headline_size, 18, 4)
    canvas.write(canvas.left, 56 + size * 0.8, number, size, WHITE, 700)
    labels, small = fitted_lines(story.number_label, width, 13.5, 11, 3)
    below = 58 + size + small * 0.8
    number_end = canvas.paragraph(canvas.left, below, labels, small, ON_DEEP, leading=1.25) - 8
    end = canvas.paragraph(canvas.left + column, 58 + headline * 0.8, lines, headline, WHITE, 700) - headline * 0.9
    return max(number_end, end)


def _draw_bubbles(canvas, share, y):
    """Ten speech bubbles, filled as far as the share goes."""
    side = 38 if canvas.frame.is_tall else 30
    step = (canvas.width - side) / 9 if canvas.frame.is_tall else side + 10
    y += 12
    for n in range(10):
        filled, x = min(max(share * 10 - n, 0), 1), canvas.left + n * step
        if filled < 1:
            _draw_mark(canvas, x, y, side, BUBBLE, fill=_FAINT)
        if filled:
            _draw_mark(canvas, x, y, side, BUBBLE if filled == 1 else _left_of_bubble(filled), fill=SUN)
    return y + side + 4


def _left_of_bubble(share):
    """The outline of a bubble cut off at a share of its width; only paths are drawn alike by every renderer."""
    x = 3 + 42 * share
    tail = "L12.7 45.6A1.7 1.7 0 0 1 10 44.2V38.8A9 9 0 0 1 3 30V12a9 9 0 0 1 9-9Z"
    if x > 36:
        corner = 9 - sqrt(81 - (x - 36) ** 2)
        return f"M12 3H36A9 9 0 0 1 {x:.1f} {3 + corner:.1f}V{39 - corner:.1f}A9 9 0 0 1 36 39H22{tail}"
    if x > 12.7:
        bottom = 39 if x > 22 else 39 + (22 - x) * 6.6 / 9.3
        return f"M12 3H{x:.1f}V{bottom:.1f}" + (f"H22{tail}" if x > 22 else tail)
    corner = 9 - sqrt(max(81 - (12 - x) ** 2, 0)) if x < 12 else 0
    return f"M{x:.1f} {3 + corner:.1f}V{39 - corner:.1f}L3 30V12A9 9 0 0 1 {x:.1f} {3 + corner:.1f}Z"


def _draw_mark(canvas, x, y, side, d, **attributes):
    transform = f"translate({x:.1f} {y:.1f}) scale({side / 48:.3f})"
    canvas.path(Box(x, y, side, side), d, transform=transform, **attributes)


def _draw_scales(canvas, y):
    """A row of the scaled batik ground."""
    canvas.rectangle(0, y, canvas.frame.width, _STRIP, fill=SUN)
    arcs, x = "", 0
    while x < canvas.frame.width:
        arcs += f"M{x} {y + _STRIP:.1f}a9 9 0 0 1 18 0M{x + 4.5} {y + _STRIP:.1f}a4.5 4.5 0 0 1 9 0"
        x += 18
    box = Box(0, y, canvas.frame.width, _STRIP)
    canvas.path(box, arcs, fill="none", stroke=DEEP, stroke_width="1.3", stroke_opacity="0.55")


def draw_bars(canvas, bars, top, bottom, others, highest=None):
    """As many as have room; others() makes one of the rest. highest: what a full bar stands for, else the first."""
    room = bottom - top
    limit = max(int(room // 43), 1)
    if len(bars) > limit:
        bars = [*bars[: limit - 1], others(bars[limit - 1 :])]
    # What stands for several has no length: it would be compared with single ones.
    row = min(room / len(bars), 62 if len(bars) > 3 else 100)
    highest = highest or max((bar.value or 0 for bar in bars if not bar.is_rest), default=0) or 1
    for n, bar in enumerate(bars):
        _draw_bar(canvas, bar, top + n * row, row, highest, is_first=not n)


def _draw_bar(canvas, bar, y, row, highest, is_first):
    text = _("hidden") if bar.value is None else bar.text
    size = min(17 if row <= 62 else 20, row * 0.37)
    canvas.write(canvas.right, y + size, text, size, INK if bar.value is not None else INK_SOFT, 700, "end")
    room = canvas.width - text_width(text, size) - 14
    lines, label_size = _label(bar.label, room, size, row)
    canvas.paragraph(canvas.left, y + size, lines, label_size, leading=1.15)
    above = size + (len(lines) - 1) * label_size * 1.15 + 7
    height = min(max(row * 0.3, 11), 18 if row <= 62 else 26, row - above - 5)
    place = {"x": canvas.left, "y": y + above, "height": height}
    title = f"{bar.label}: {text}"
    if bar.value is None:
        canvas.rectangle(
            **place, width=96, title=title, fill=canvas.hatch, stroke=HATCH, stroke_dasharray="3 2", stroke_width="1"
        )
    if bar.value is None or bar.is_rest:
        return
    canvas.rectangle(**place, width=canvas.width, radius=4, fill=SAND)
    width = canvas.width * bar.value / highest
    if width >= 1:
        canvas.rectangle(**place, width=width, radius=4, title=title, fill=OCHRE if is_first else SEA)


def _label(text, room, size, row):
    """(lines, size): a long name on two lines where the row is high enough, else smaller."""
    if text_width(text, 14) <= room or row < 49:
        label, size = fitted(text, room, size, 11)
        return [label], size
    return fitted_lines(text, room, 14, 12, 2)


def draw_footer(canvas, story, identity):
    """Whose it is, of when, from where, and the way to the page."""
    top = canvas.frame.height - FOOTER
    canvas.rectangle(0, top, canvas.frame.width, FOOTER, fill=SAND)
    side = FOOTER - 20
    qr_left = canvas.right - side + 6
    canvas.rectangle(qr_left, top + 10, side, side, fill=WHITE, radius=4)
    modules, d = identity.qr
    scale = (side - 10) / modules
    transform = f"translate({qr_left + 5:.1f} {top + 15:.1f}) scale({scale:.4f})"
    canvas.path(Box(qr_left, top + 10, side, side), d, fill=INK, transform=transform)
    _draw_mark(canvas, canvas.left, top + 13, 32, BUBBLE, fill=SEA)
    _draw_mark(canvas, canvas.left, top + 13, 32, "M28 14a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", fill=SUN)
    _draw_mark(
        canvas, canvas.left, top + 13, 32, WAVES,
        fill="none", stroke=WHITE, stroke_width="3.4", stroke_linecap="round",
    )  # fmt: skip
    x = canvas.left + 44
    room = qr_left - 12 - x
    name, size = fitted(identity.name, room, 15, 11.5)
    canvas.write(x, top + 26, name, size, INK, 700)
    address = _("Definitions and table: scan the code, or %(site)s") % {"site": identity.host}
    for n, text in enumerate((story.source_line, identity.source, address)):
        text, size = fitted(text, room, 12, 10)
        canvas.write(x, top + 44 + n * 16, cut(text, size, room), size, INK_SOFT)
