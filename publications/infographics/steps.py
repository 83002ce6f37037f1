"""Steps down a line, each with its number on the right."""

from complaints_public.charts.text_width import text_width

from .canvas import HATCH, INK, INK_SOFT, OCHRE, SEA, SEA_SOFT, WHITE, fitted, fitted_lines


def draw_steps(canvas, steps, top, bottom):
    row = min((bottom - top) / len(steps), 74)
    radius = 13 if row < 52 else 16
    x = canvas.left + radius
    first = top + radius + 2
    canvas.rectangle(x - 1.5, first, 3, row * (len(steps) - 1), fill=SEA_SOFT)
    for n, step in enumerate(steps):
        y = first + row * n
        _draw_dot(canvas, x, y, radius, str(n + 1), OCHRE if n == len(steps) - 1 else SEA)
        _draw_step(canvas, step, canvas.left + 2 * radius + 14, y, row)


def _without_cut(text, room, size, count):
    """Leaves out the last parts where not all have room: half a number would be another number."""
    while True:
        lines, fitting = fitted_lines(text, room, size, 10.5, count)
        if " ".join(lines) == text or " · " not in text:
            return lines, fitting
        text = text.rpartition(" · ")[0]


def _draw_dot(canvas, x, y, radius, number, fill):
    canvas.rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius=radius, fill=fill)
    canvas.write(x, y + radius * 0.36, number, radius, WHITE, 700, "middle")


def _draw_step(canvas, step, left, y, row):
    large = row >= 52
    big, small = (22, 13) if large else (18, 11.5)
    number_room = max(text_width(step.number, big), text_width(step.number_label, small), 70)
    if step.is_hidden:
        canvas.rectangle(
            canvas.right - 70, y - big * 0.5, 70, big, title=step.number,
            fill=canvas.hatch, stroke=HATCH, stroke_dasharray="3 2", stroke_width="1",
        )  # fmt: skip
        canvas.write(canvas.right, y + big * 0.5 + small + 1, step.number, small, INK_SOFT, 500, "end")
    else:
        canvas.write(canvas.right, y + big * 0.2, step.number, big, INK, 700, "end")
        canvas.write(canvas.right, y + big * 0.2 + small + 3, step.number_label, small, INK_SOFT, 500, "end")
    room = canvas.right - number_room - 16 - left
    title, size = fitted(step.title, room, 18 if large else 16, 13)
    canvas.write(left, y + (1 if large else 2), title, size, INK, 700)
    lines, size = _without_cut(step.limit, room, 13.5 if large else 12, 2 if large else 1)
    canvas.paragraph(left, y + size + (6 if large else 5), lines, size, INK_SOFT, leading=1.18)
