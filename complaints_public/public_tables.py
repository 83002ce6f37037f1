"""The one list of what is public of the register in numbers: pages, files, API, charts and reports take it from here.

A table has at most two dimensions, over whole months or longer. A new one belongs into this list, and nowhere else:
whatever is printed elsewhere could be subtracted from these.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models.choices import ENDED_STATUSES, CloseReason, Punctuality, Status

OPEN, ANSWERED, CLOSED, ARCHIVED = "open", "answered", "closed", "archived"
AGES = ((14, "0-14"), (30, "15-30"), (60, "31-60"), (180, "61-180"), (365, "181-365"), (None, "366-"))  # days
YES, NO = "yes", "no"


def stage_of(outcome):
    """Of an outcome: a status, or of closed ones the reason."""
    if outcome in CloseReason.values or outcome == Status.CLOSED:
        return CLOSED
    return {Status.ANSWERED: ANSWERED, Status.ARCHIVED: ARCHIVED}.get(outcome, OPEN)


def year_of(month):
    return month[:4]


def has_known_end(punctuality):
    return YES if punctuality else NO


def is_possible(outcome, punctuality):
    """On time or late is only what has ended."""
    return not punctuality or stage_of(outcome) != OPEN


@dataclass(frozen=True)
class Dimension:
    label: Promise
    slug: str  # in public addresses
    values: dict | None = None  # value → label; None: rows of a short list, or a year or month


DIMENSIONS = {
    "month": Dimension(_("Month"), "bulan"),
    "year": Dimension(_("Year"), "tahun"),
    "agency": Dimension(_("Agency"), "instansi"),
    "topic": Dimension(_("Topic"), "topik"),
    "complaint_class": Dimension(_("Class"), "klasifikasi"),
    "channel": Dimension(_("Channel"), "kanal"),
    "outcome": Dimension(
        _("Outcome"),
        "hasil",
        {status.value: status.label for status in Status} | {reason.value: reason.label for reason in CloseReason},
    ),
    "stage": Dimension(
        _("Stage"),
        "tahap",
        {
            OPEN: _("Open"),
            ANSWERED: Status.ANSWERED.label,
            CLOSED: Status.CLOSED.label,
            ARCHIVED: Status.ARCHIVED.label,
        },
    ),
    "punctuality": Dimension(
        _("Punctuality"),
        "ketepatan",
        {value: label for value, label in Punctuality.choices if value}
        | {"": _("Not ended, or its day is not known")},
    ),
    "known_end": Dimension(
        _("Day of the end known"), "hari-berakhir", {YES: _("Known"), NO: _("Not ended, or not known")}
    ),
    "responded": Dimension(
        _("Day of the first response known"), "hari-tanggapan", {YES: _("Known"), NO: _("Not known")}
    ),
    "age": Dimension(
        _("Age in days"),
        "umur",
        {
            "0-14": _("up to 14 days"),
            "15-30": _("15 to 30 days"),
            "31-60": _("31 to 60 days"),
            "61-180": _("61 to 180 days"),
            "181-365": _("181 to 365 days"),
            "366-": _("more than 365 days"),
        },
    ),
    "overdue": Dimension(_("Time limit"), "lewat-batas", {YES: _("Overdue"), NO: _("Not overdue")}),
    "end_month": Dimension(_("Month of the end"), "bulan-berakhir"),
}
# Dimensions that are made of another one.
DERIVED = {"year": ("month", year_of), "stage": ("outcome", stage_of), "known_end": ("punctuality", has_known_end)}


@dataclass(frozen=True)
class PublicTable:
    dimensions: tuple[str, ...]
    caption: Promise
    anchor: str  # of its definition
    universe: str = "all"  # of which complaints: what is protected together

    @property
    def name(self):
        """By which the figures know it."""
        return "-".join(self.dimensions) or "total"

    @property
    def slug(self):
        """By which addresses and files name it."""
        return "-".join(DIMENSIONS[dimension].slug for dimension in self.dimensions) or "jumlah"


def _tables():
    received = "definisi-diterima"
    outcome, on_time, days = "definisi-hasil", "definisi-tepat-waktu", "definisi-hari-kerja"
    return (
        PublicTable((), _("Complaints received"), received),
        PublicTable(("year",), _("Complaints received by year"), received),
        PublicTable(("month",), _("Complaints received by month"), received),
        PublicTable(("outcome",), _("Complaints by outcome"), outcome),
        PublicTable(("stage",), _("Complaints by stage"), outcome),
        PublicTable(("agency",), _("Complaints by agency"), received),
        PublicTable(("topic",), _("Complaints by topic"), received),
        PublicTable(("complaint_class",), _("Complaints by class"), received),
        PublicTable(("channel",), _("Complaints by channel"), received),
        PublicTable(("punctuality",), _("Complaints by punctuality"), on_time),
        PublicTable(("known_end",), _("Complaints whose day of the end is known"), days),
        PublicTable(("year", "outcome"), _("Complaints by year and outcome"), outcome),
        PublicTable(("year", "stage"), _("Complaints by year and stage"), outcome),
        PublicTable(("year", "agency"), _("Complaints by year and agency"), received),
        PublicTable(("year", "topic"), _("Complaints by year and topic"), received),
        PublicTable(("year", "complaint_class"), _("Complaints by year and class"), received),
        PublicTable(("year", "channel"), _("Complaints by year and channel"), received),
        PublicTable(("year", "punctuality"), _("Punctuality by year"), on_time),
        PublicTable(("year", "known_end"), _("Complaints whose day of the end is known, by year"), days),
        PublicTable(("agency", "outcome"), _("Complaints by agency and outcome"), outcome),
        PublicTable(("agency", "stage"), _("Complaints by agency and stage"), outcome),
        PublicTable(("agency", "punctuality"), _("Punctuality by agency"), on_time),
        PublicTable(("responded",), _("Complaints whose day of the first response is known"), days, "responded"),
        PublicTable(
            ("year", "responded"), _("Complaints whose day of the first response is known, by year"), days, "responded"
        ),
        PublicTable(("age",), _("Open complaints by age"), "definisi-umur", "age"),
        PublicTable(("overdue",), _("Open complaints by time limit"), "definisi-lewat-waktu", "overdue"),
        PublicTable(("end_month",), _("Answered and closed complaints by month"), "definisi-selesai", "end_month"),
    )


PUBLIC_TABLES = _tables()
BY_SLUG = {table.slug: table for table in PUBLIC_TABLES}
BY_NAME = {table.name: table for table in PUBLIC_TABLES}
ENDED = {status.value for status in ENDED_STATUSES}


def tables_of(universe):
    return tuple(table.dimensions for table in PUBLIC_TABLES if table.universe == universe)


def name_of(dimensions):
    return "-".join(dimensions) or "total"
