"""What every template of an infographic is: which figures it takes, what it says of them, how it is drawn."""

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from .story import Choice, Story


class Template:
    name = ""
    label = ""
    description = ""
    periods = ("all", "year")  # of "all", "year", "month"
    takes_agency = False
    tables = ()  # the names of the public tables that it reads

    def tables_for(self, choice):
        return self.tables

    def story(self, figures, choice):
        """The Story, or None where the figures have nothing for the choice, or too little to say anything."""
        raise NotImplementedError

    def draw(self, canvas, story, top, bottom):
        """Everything between the message and the footer."""
        raise NotImplementedError

    def fault(self, choice):
        """The name of the field and why it cannot be chosen; None where all is well."""
        if period_kind(choice.period) not in self.periods:
            return "period", self._period_fault()
        if choice.agency and not self.takes_agency:
            return "agency", _("This template is about all agencies together: leave the agency empty.")
        if choice.agency and choice.period:
            return "period", _("Of a single agency there are figures of the whole period only.")
        return None

    def _period_fault(self):
        if self.periods == ("month",):
            return _("This template is about one month: choose a month.")
        if self.periods == ("all",):
            return _("This template is about everything: there are no figures of single years or months.")
        return _("This template is about a year or about everything: there are no figures of single months.")

    def title(self, choice, figures=None):
        parts = [str(self.label)]
        if choice.agency and figures:
            parts.append(figures.label("agency", choice.agency))
        if choice.period:
            parts.append(period_text(choice.period))
        return ", ".join(parts)

    def begin(self, figures, choice, **parts):
        """A Story with what all of them have."""
        period = period_text(choice.period) if choice.period else _whole_period(figures)
        title = figures.label("agency", choice.agency) if choice.agency else str(self.label)
        return Story(title=title, period=period, as_of=figures.as_of, version=figures.release.version, **parts)


def period_kind(period):
    return {0: "all", 4: "year"}.get(len(period), "month")


def period_text(period):
    return f"{MONTHS[int(period[5:])]} {period[:4]}" if period_kind(period) == "month" else period


def _whole_period(figures):
    years = figures.years
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[-1]}–{years[0]}"


__all__ = ["Choice", "Template", "period_kind", "period_text"]
