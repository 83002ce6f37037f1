"""Upright bars for months, the last one in another colour, and tiles with further numbers."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from complaints_public.charts.text_width import text_width

from .canvas import HATCH, INK, INK_SOFT, OCHRE, SEA, SEA_SOFT, fitted, fitted_lines

_HIDDEN_HEIGHT = 30


def draw_columns(canvas, months, top, bottom):
    """months: Bars, whose note is the year; it is written where it begins."""
    base, highest = bottom - 36, max((bar.value or 0 for bar in months), default=0) or 1
    slot = canvas.width / max(len(months), 6)
    room = base - top - 18
    written = _with_numbers(months, slot)
    for n, bar in enumerate(months):
        middle, is_last = canvas.left + slot * (n + 0.5), n == len(months) - 1
        height = _HIDDEN_HEIGHT if bar.value is None else room * bar.value / highest
        _draw_column(canvas, bar, middle, base, slot * 0.7, height, is_last)
        if n in written:
            canvas.write(middle, base - height - 6, intcomma(bar.value), 13.5, INK, 700, "middle")
        canvas.write(
            middle, base + 17, bar.label, 12.5, INK if is_last else INK_SOFT, 700 if is_last else 500, "middle"
        )
        if n == 0 or bar.note != months[n - 1].note:
            canvas.write(middle, base + 32, bar.note, 12, INK_SOFT, 500, "middle")
    canvas.rectangle(canvas.left, base, canvas.width, 1.5, fill=INK_SOFT)


def _draw_column(canvas, bar, middle, base, width, height, is_last):
    number = _("hidden") if bar.value is None else intcomma(bar.value)
    place = {"x": middle - width / 2, "y": base - height, "width": width, "height": height}
    title = f"{bar.label} {bar.note}: {number}"
    if bar.value is None:
        canvas.rectangle(
            **place, title=title, fill=canvas.hatch, stroke=HATCH, stroke_dasharray="3 2", stroke_width="1"
        )
    elif bar.value:
        canvas.rectangle(**place, title=title, fill=OCHRE if is_last else SEA)


def _with_numbers(months, slot):
    """The places of those whose number is written: all where each has room, else the last and the highest."""
    shown = [n for n, bar in enumerate(months) if bar.value is not None]
    widest = max((text_width(intcomma(months[n].value), 13.5) for n in shown), default=0)
    if widest <= slot - 3:
        return set(shown)
    apart = int(widest // slot) + 1
    last = {shown[-1]}
    highest = max(shown, key=lambda n: months[n].value)
    return last | {highest} if abs(highest - shown[-1]) > apart else last


def draw_tiles(canvas, tiles, top, height):
    gap = 10
    width = (canvas.width - gap * (len(tiles) - 1)) / len(tiles)
    for n, (number, label) in enumerate(tiles):
        x = canvas.left + n * (width + gap)
        canvas.rectangle(x, top, width, height, radius=8, fill=SEA_SOFT)
        big = 26 if canvas.frame.is_tall else 21
        number, size = fitted(number, width - 20, big, 13)
        canvas.write(x + 10, top + 8 + big * 0.8, number, size, SEA, 700)
        lines, small = fitted_lines(label, width - 20, 12.5, 10, 3 if canvas.frame.is_tall else 2)
        canvas.paragraph(x + 10, top + 8 + big * 0.8 + 6 + small, lines, small, INK, leading=1.18)
