"""A month: how many complaints came in, against the month before and the same month of the year before."""

from datetime import date, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .columns import draw_columns, draw_tiles
from .story import Bar, Block, hidden_note
from .template import Template, period_text

_SHOWN = 12


class Recap(Template):
    name = "recap"
    label = gettext_lazy("The month in complaints")
    description = gettext_lazy("One month beside the eleven before it.")
    periods = ("month",)
    tables = ("total", "year", "month", "end_month")

    def story(self, figures, choice):
        month = choice.period
        if month not in figures.keys("month"):
            return None
        count = figures.count("month", month)
        known = [key for key in figures.keys("month") if key <= month]
        months = [key for key in _months_until(month) if key >= known[0]]
        is_whole = _last_day(month) <= figures.as_of
        story = self.begin(
            figures,
            choice,
            headline=self._headline(figures, month, count, months, is_whole),
            number=_("hidden") if count is None else intcomma(count),
            number_label=_("complaints received"),
        )
        story.months = [
            Bar(str(MONTHS_3[int(key[5:])]).title(), figures.count("month", key), note=key[:4]) for key in months
        ]
        story.tiles = list(self._tiles(figures, month, months))
        story.points = [f"{label}: {number}" for number, label in story.tiles]
        story.points += [] if is_whole else [_("The month is not over in these data.")]
        story.hidden = hidden_note([period_text(key) for key in months if figures.count("month", key) is None])
        story.blocks = [Block.of(table) for table in _tables(figures, months)]
        return story

    def _headline(self, figures, month, count, months, is_whole):
        here = period_text(month)
        if not is_whole:
            return _("%(month)s so far, until %(date)s") % {"month": here, "date": date_format(figures.as_of, "j F Y")}
        before = figures.count("month", months[-2]) if len(months) > 1 else None
        if count is None or before is None:
            return _("What came in during %(month)s") % {"month": here}
        return _change(count - before, period_text(months[-2]))

    def _tiles(self, figures, month, months):
        ended = figures.count("end_month", month)
        yield _number(ended), _("answered or closed in this month")
        if len(months) > 1:
            yield (
                _number(figures.count("month", months[-2])),
                _("received in %(month)s") % {"month": period_text(months[-2])},
            )
        year_before = f"{int(month[:4]) - 1}{month[4:]}"
        if year_before in figures.keys("month"):
            number = figures.count("month", year_before)
            yield _number(number), _("received in %(month)s") % {"month": period_text(year_before)}

    def draw(self, canvas, story, top, bottom):
        height = 82 if canvas.frame.is_tall else 66
        draw_tiles(canvas, story.tiles, bottom - height, height)
        draw_columns(canvas, story.months, top, bottom - height - 14)


def _tables(figures, months):
    """As on the statistics page: what came in during the years of the months, and what ended in the last of them."""
    for year in sorted({int(month[:4]) for month in months}):
        if year in figures.years:
            yield figures.received_by_month(year)
    yield figures.ended_by_month(int(months[-1][:4]))


def _change(difference, before):
    texts = {"number": intcomma(abs(difference)), "before": before}
    if not difference:
        return _("As many complaints as in %(before)s") % texts
    if difference > 0:
        text = ngettext(
            "%(number)s more complaint than in %(before)s", "%(number)s more complaints than in %(before)s", difference
        )
    else:
        text = ngettext(
            "%(number)s fewer complaint than in %(before)s",
            "%(number)s fewer complaints than in %(before)s",
            -difference,
        )
    return text % texts


def _number(count):
    return _("hidden") if count is None else intcomma(count)


def _months_until(month):
    year, number = int(month[:4]), int(month[5:])
    places = [year * 12 + number - 1 - n for n in range(_SHOWN)][::-1]
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in places]


def _last_day(month):
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
