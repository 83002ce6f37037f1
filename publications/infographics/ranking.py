"""Rankings: which topics, which channels. One bar each, the longest first."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints_public.statistics import LEAST_BASIS

from .parts import draw_bars
from .story import Bar, Block, hidden_note, in_ten, of_complaints, percent
from .template import Template


class Ranking(Template):
    dimension = ""

    @property
    def tables(self):
        return ("total", "year", self.dimension, f"year-{self.dimension}")

    def message(self, share, label):
        raise NotImplementedError

    def message_of_shown(self, label):
        raise NotImplementedError

    def story(self, figures, choice):
        table = figures.breakdown(self.dimension, choice.year)
        shown = sorted((row for row in table.rows if row.count), key=lambda row: (-row.count, row.label))
        hidden = sorted(row.label for row in table.rows if row.count is None)
        total = table.total.count
        if not shown or (total is not None and total < LEAST_BASIS):
            return None
        first = shown[0]
        story = self.begin(
            figures,
            choice,
            headline=self._headline(first, total if not hidden else None),
            number=percent(first.count, total) if total else intcomma(first.count),
            number_label=of_complaints(first.count, total) if total else _("complaints"),
            share=first.count / total if total else None,
        )
        story.bars = [Bar(row.label, row.count, self._text(row.count, total)) for row in shown]
        story.bars += [Bar(label, None) for label in hidden]
        story.points = [f"{bar.label}: {bar.text}" for bar in story.bars[:3] if bar.text]
        story.hidden = hidden_note(hidden)
        story.blocks = [Block.of(table)]
        return story

    def _headline(self, first, total):
        return self.message(in_ten(first.count, total), first.label) if total else self.message_of_shown(first.label)

    def _text(self, count, total):
        return f"{intcomma(count)} · {percent(count, total)}" if total else intcomma(count)

    def draw(self, canvas, story, top, bottom):
        draw_bars(canvas, story.bars, top, bottom, self._others)

    def _others(self, bars):
        """One bar for those that have no room; without a number where one of them is hidden."""
        name = ngettext("%(count)s other", "%(count)s others", len(bars)) % {"count": len(bars)}
        if any(bar.value is None for bar in bars):
            return Bar(name, None, is_rest=True)
        count = sum(bar.value for bar in bars)
        return Bar(name, count, intcomma(count), is_rest=True)


class Topics(Ranking):
    name = "topics"
    label = gettext_lazy("What complaints are about")
    description = gettext_lazy("The topics, the most frequent first.")
    dimension = "topic"

    def message(self, share, label):
        return _("%(share)s complaints are about %(name)s") % {"share": share, "name": label}

    def message_of_shown(self, label):
        return _("Of the numbers shown, most complaints are about %(name)s") % {"name": label}


class Channels(Ranking):
    name = "channels"
    label = gettext_lazy("How complaints come in")
    description = gettext_lazy("The channels, the most used first.")
    dimension = "channel"

    def message(self, share, label):
        return _("%(share)s complaints come in by %(name)s") % {"share": share, "name": label}

    def message_of_shown(self, label):
        return _("Of the numbers shown, most complaints come in by %(name)s") % {"name": label}
