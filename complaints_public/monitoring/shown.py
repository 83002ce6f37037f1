"""A report's kept figures in words and tables: the same for page, PDF and workbook."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..charts import Chart, ChartData, Complaints, Series
from ..charts.data import number
from ..models import Complaint
from ..models.choices import Status, Visibility
from ..models.public_complaint import status_label
from ..references import parse_reference

_QUALITY = {
    "days_since_import": gettext_lazy("Days since the last import"),
    "rejected_rows": gettext_lazy("Rows rejected in it"),
    "faults": gettext_lazy("Faults found in it"),
    "without_agency": gettext_lazy("Complaints without an agency"),
    "without_class": gettext_lazy("Complaints without a class"),
    "without_topic": gettext_lazy("Complaints without a topic"),
    "ended_on_unknown_day": gettext_lazy("Ended complaints whose day of the end is not known"),
    "all": gettext_lazy("All complaints in the register"),
}


@dataclass(frozen=True)
class Sheet:
    """A table: its caption, headings, and rows of plain values."""

    caption: str
    headings: list
    rows: list
    note: str = ""

    @property
    def cells(self):
        return [[_text(value) for value in row] for row in self.rows]


def _text(value):
    if isinstance(value, date):
        return date_format(value, "j M Y")
    return "–" if value is None else number(value) if isinstance(value, int) else value


def _secret_since(references):
    """Those of them that have become confidential after they were listed: their numbers stand nowhere any more."""
    found = {parse_reference(reference): reference for reference in references}
    secret = Complaint.objects.filter(visibility=Visibility.SECRET, number__in=[number for _origin, number in found])
    return {found[key] for key in secret.values_list("origin", "number") if key in found}


class Shown:
    def __init__(self, report):
        self.report, self.content = report, report.content

    @property
    def title(self):
        return self.report.title

    @property
    def subtitle(self):
        return self.report.span

    @property
    def dated(self):
        day = date_format(self.as_of, "j F Y") if self.as_of else "–"
        return _("Data as of %(day)s") % {"day": day}

    @property
    def as_of(self):
        text = self.content["as_of"]
        return date.fromisoformat(text) if text else None

    @cached_property
    def headline(self):
        """[(label, number, what it is compared with)]"""
        content = self.content
        before = _("period before: %(number)s")
        return [
            (_("Received"), number(content["received"]), before % {"number": number(content["received_before"])}),
            (
                _("Ended on a known day"),
                number(content["ended"]),
                before % {"number": number(content["ended_before"])},
            ),
            (_("Open now"), number(sum(row[3] for row in content["agencies"])), ""),
            (_("Of them not taken up yet"), number(sum(row[4] for row in content["agencies"])), ""),
            (
                _("Overdue"),
                number(content["overdue_total"]),
                _("%(number)s of them confidential") % {"number": number(content["overdue_secret"])},
            ),
        ]

    @property
    def stock(self):
        before = {tuple(row[:2]): row[2] for row in self.content["stock_before"] or []}
        has_before = self.content["stock_before"] is not None
        order = [status.value for status in Status]
        rows = []
        for status, reason, count in sorted(self.content["stock"], key=lambda row: (order.index(row[0]), row[1])):
            change = count - before.get((status, reason), 0) if has_before else None
            rows.append([status_label(status, reason), count, change])
        rows.append([_("Total"), sum(row[1] for row in rows), None])
        note = _("The change is since the report of the period before.") if has_before else ""
        return Sheet(_("How the complaints stand"), [_("Status"), _("Complaints"), _("Change")], rows, note)

    @property
    def recapitulation(self):
        """The form of SOP 4: by agency, what came in, what ended, what is left (Perbup 22/2022, BAB IV)."""
        headings = [
            _("Agency"), _("Received"), _("Ended on a known day"), _("Open now"), _("Not taken up"), _("Overdue"),
        ]  # fmt: skip
        rows = [[row[0] or _("Not known"), *row[1:]] for row in self.content["agencies"]]
        totals = [sum(row[place] for row in rows) for place in range(1, len(headings))]
        return Sheet(_("Recapitulation by agency"), headings, [*rows, [_("Total"), *totals]])

    @property
    def trend(self):
        headings = [_("Period"), _("Received"), _("Ended on a known day")]
        return Sheet(_("The last periods"), headings, self.content["trend"])

    @property
    def trend_chart(self):
        names, received, ended = zip(*self.content["trend"], strict=True)
        series = [Series(_("Received"), list(received)), Series(_("Ended on a known day"), list(ended))]
        return Chart("lines", ChartData(_("The last periods"), list(names), series, Complaints()))

    @property
    def overdue(self):
        headings = [_("Number"), _("Agency"), _("Due"), _("Working days late")]
        listed = self.content["overdue"]
        secret = _secret_since(reference for reference, *_rest in listed)
        rows = [
            [_("confidential") if reference in secret else reference, agency, date.fromisoformat(due), late]
            for reference, agency, due, late in listed
        ]
        left_out = self.content["overdue_total"] - self.content["overdue_secret"] - len(rows)
        notes = []
        if self.content["overdue_secret"]:
            text = _("%(number)s confidential ones are not listed.")
            notes.append(text % {"number": number(self.content["overdue_secret"])})
        if left_out > 0:
            notes.append(_("%(number)s further ones are not listed.") % {"number": number(left_out)})
        return Sheet(_("Overdue complaints"), headings, rows, " ".join(notes))

    @property
    def quality(self):
        rows = [[str(label), self.content["quality"][name]] for name, label in _QUALITY.items()]
        return Sheet(_("Quality of the data"), [_("Measure"), _("Count")], rows)

    @property
    def sheets(self):
        return [self.recapitulation, self.stock, self.trend, self.overdue, self.quality]
