"""Names beside what they name: rows of swatches above a drawing."""

from .drawing import SMALL, Text, rectangle
from .text_width import cut, text_width

_SWATCH, _ROW, _GAP = 22, 22, 20


def draw_legend(drawing, entries, top=0):
    """entries: [(kind, text, mark or None)]; returns where what is below may begin."""
    x, y = 0, top + 14
    for kind, text, mark in entries:
        room = drawing.width - _SWATCH - 6
        text = cut(text, SMALL, room)
        width = _SWATCH + 6 + text_width(text, SMALL)
        if x and x + width > drawing.width:
            x, y = 0, y + _ROW
        drawing.add(kind, mark(x, y) if mark else rectangle(x, y - 10, _SWATCH, 12))
        drawing.write("label", Text(x + _SWATCH + 6, y, text, SMALL))
        x += width + _GAP
    return y + _ROW if entries else top
