"""How many were answered or closed by their due day: by agency, or of one."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints_public.statistics import LEAST_BASIS

from .parts import draw_bars
from .story import Bar, Block, hidden_note, in_ten
from .template import Template

_ANCHOR = "definisi-tepat-waktu"


class PunctualityByAgency(Template):
    name = "punctuality"
    label = gettext_lazy("On time, by agency")
    description = gettext_lazy("The share answered or closed in time, of all agencies or beside a chosen one.")
    periods = ("all",)
    takes_agency = True
    tables = ("total", "year", "agency", "punctuality", "agency-punctuality")

    def story(self, figures, choice):
        together = figures.all_punctual()
        agencies = figures.punctuality("agency")
        chosen = next((row for row in agencies if row.key == choice.agency), None)
        about = chosen if choice.agency else together
        if about is None or (about.basis or 0) < LEAST_BASIS:
            return None
        story = self.begin(
            figures,
            choice,
            headline=_("%(share)s complaints were dealt with in time") % {"share": in_ten(about.on_time, about.basis)},
            number=f"{about.percent} %",
            number_label=_("%(part)s of %(whole)s complaints whose days are known")
            % {"part": intcomma(about.on_time), "whole": intcomma(about.basis)},
            share=about.on_time / about.basis,
        )
        story.bars = self._bars(agencies, together, chosen)
        story.points = list(self._points(agencies))
        story.hidden = hidden_note([row.label for row in agencies if row.basis is None])
        story.blocks = [self._block(agencies, together)]
        return story

    def _points(self, agencies):
        yield _("Of complaints for which both the due day and the day of the end are known.")
        few = [row.label for row in agencies if row.basis is not None and 0 < row.basis < LEAST_BASIS]
        if few:
            text = _("Not ranked, with fewer than %(number)s complaints: %(names)s.")
            yield text % {"number": LEAST_BASIS, "names": ", ".join(few)}

    def _bars(self, agencies, together, chosen):
        if chosen:
            others = _("All agencies together")
            return [_bar(chosen.label, chosen), *([_bar(others, together)] if together.basis else [])]
        ranked = sorted(
            (row for row in agencies if row.basis and row.basis >= LEAST_BASIS),
            key=lambda row: (-row.percent, row.label),
        )
        return [_bar(row.label, row) for row in ranked] + [
            Bar(row.label, None) for row in agencies if row.basis is None
        ]

    def _block(self, agencies, together):
        rows = [[row.label, *_cells(row)] for row in agencies if row.basis != 0]
        columns = [_("Agency"), _("On time"), _("Late"), _("Share")]
        total = [[_("Total"), *_cells(together)]]
        return Block(_("Punctuality by agency"), columns, rows + total, _ANCHOR)

    def draw(self, canvas, story, top, bottom):
        draw_bars(canvas, story.bars, top, bottom, self._others, highest=100)

    def _others(self, bars):
        name = ngettext("%(count)s further agency", "%(count)s further agencies", len(bars)) % {"count": len(bars)}
        return Bar(name, 0, _("in the table"), is_rest=True)


def _bar(label, row):
    of = _("of %(number)s") % {"number": intcomma(row.basis)}
    return Bar(label, row.percent, f"{row.percent} % {of}")


def _cells(row):
    texts = [_("hidden") if count is None else intcomma(count) for count in (row.on_time, row.late)]
    return [*texts, "–" if row.percent is None else f"{row.percent} %"]
