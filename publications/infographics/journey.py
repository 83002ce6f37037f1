"""How a complaint travels: the steps with their time limits, how many stand at each, and how they end."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints_public.statistics import LEAST_BASIS

from .steps import draw_steps
from .story import Block, hidden_note, in_ten, of_complaints, percent
from .template import Template

# In which statuses a complaint stands at a step.
_AT = {"verify": ("received", "verified", "forwarded"), "handle": ("in_progress", "postponed"), "reply": ("answered",)}
_ENDS = ("by_silence", "solved", "by_admin", "not_eligible", "closed", "archived", "answered")


@dataclass(frozen=True)
class Step:
    title: str
    limit: str
    number: str
    number_label: str
    is_hidden: bool = False

    @property
    def words(self):
        number = f"{self.title}: {self.number} {self.number_label}".strip()
        return f"{number}. {self.limit}." if self.limit else f"{number}."


class Journey(Template):
    name = "journey"
    label = gettext_lazy("How a complaint travels")
    description = gettext_lazy("The steps with their time limits, and how complaints end.")
    takes_agency = True

    def tables_for(self, choice):
        if choice.agency:
            return ("total", "year", "agency", "outcome", "agency-outcome", "stage", "agency-stage")
        return ("total", "year", "outcome", "year-outcome", "stage", "year-stage")

    def story(self, figures, choice):
        outcomes = figures.breakdown("outcome", choice.year, choice.agency)
        stages = figures.breakdown("stage", choice.year, choice.agency)
        counts = {row.key: row.count for row in outcomes.rows}
        ends = [row for row in outcomes.rows if row.key in _ENDS and row.count]
        if (outcomes.total.count or 0) < LEAST_BASIS:
            return None
        total = outcomes.total.count
        first = max(ends, key=lambda row: row.count, default=None)
        hidden = [row.label for row in outcomes.rows if row.count is None]
        story = self.begin(
            figures,
            choice,
            headline=self._headline(first, total),
            number=percent(first.count, total) if first else intcomma(total),
            number_label=of_complaints(first.count, total) if first else _("complaints received"),
            share=first.count / total if first else None,
            has_room=False,
        )
        closed = next((row.count for row in stages.rows if row.key == "closed"), 0)
        story.steps = list(self._steps(figures.limits, counts, total, closed))
        story.points = [step.words for step in story.steps]
        story.hidden = hidden_note(hidden)
        story.blocks = [Block.of(outcomes)]
        return story

    def _headline(self, first, total):
        if first is None:
            return _("How a complaint travels, from the receipt to its end")
        share = in_ten(first.count, total)
        sentence = {
            "by_silence": _("%(share)s complaints were closed because the reporter did not reply"),
            "by_admin": _("%(share)s complaints were closed by the administrator"),
            "solved": _("%(share)s complaints are settled"),
            "not_eligible": _("%(share)s complaints were not eligible"),
            "answered": _("%(share)s complaints are answered"),
            "archived": _("%(share)s complaints were archived"),
            "closed": _("%(share)s complaints were closed"),
        }[first.key]
        return sentence % {"share": share}

    def _steps(self, limits, counts, total, closed):
        here = _("here now")
        yield Step(_("Received"), _("Registered with a number"), intcomma(total), _("complaints"))
        yield self._standing(
            _("Verified and forwarded"), capfirst(_within(limits.get("verify"))), _sum(counts, "verify"), here
        )
        yield self._standing(
            _("Handled by the agency"),
            _handled(limits.get("first_response"), limits.get("resolution")),
            _sum(counts, "handle"),
            here,
        )
        reply = _("Reporter may reply %(limit)s") % {"limit": _within(limits.get("reporter_reply"))}
        yield self._standing(_("Answered"), reply, _sum(counts, "reply"), here)
        yield self._standing(_("Closed"), " · ".join(_reasons(counts)), closed, _("complaints"))

    def _standing(self, title, limit, count, label):
        if count is None:
            return Step(title, limit, _("hidden"), "", is_hidden=True)
        return Step(title, limit, intcomma(count), label)

    def draw(self, canvas, story, top, bottom):
        draw_steps(canvas, story.steps, top, bottom)


def _reasons(counts):
    """Why complaints were closed, the most frequent first; what is hidden is left out."""
    labels = {"solved": _("settled"), "by_silence": _("no reply"), "by_admin": _("by the administrator")}
    shown = sorted((key for key in labels if counts.get(key)), key=lambda key: -counts[key])
    return [f"{labels[key]} {intcomma(counts[key])}" for key in shown]


def _sum(counts, step):
    """None where one of them is hidden."""
    found = [counts.get(status, 0) for status in _AT[step]]
    return None if None in found else sum(found)


def _handled(first, answer):
    if not first or not answer:
        return _("Answer %(limit)s") % {"limit": _within(answer)}
    return _("First response in %(first)s, answer in %(answer)s working days") % {
        "first": _span(first),
        "answer": _span(answer),
    }


def _span(days):
    return str(days[0]) if len(days) == 1 else f"{days[0]}–{days[-1]}"


def _within(days):
    if not days:
        return _("without a time limit")
    number = _span(days)
    text = ngettext("within %(number)s working day", "within %(number)s working days", days[-1])
    return text % {"number": number}
