"""What every due date is counted from: the time limits, and the days on which none runs."""

from django.utils.translation import gettext_lazy as _

from portal.open_data import Column, Table, Theme

from ..models import DeadlineRule, Holiday
from ..models.choices import Urgency


def _time_limits():
    for rule in DeadlineRule.objects.select_related("complaint_class", "agency", "district").order_by("step", "pk"):
        yield (
            rule.step,
            rule.complaint_class.slug if rule.complaint_class else None,
            rule.urgency or None,
            rule.agency.slug if rule.agency else None,
            rule.district.name if rule.district else None,
            rule.working_days,
            rule.citation,
            rule.valid_from,
            rule.valid_to,
        )


TIME_LIMITS = Table(
    name="batas-waktu",
    title=_("Time limits"),
    description=_(
        "How many working days each step of a complaint may take, and which regulation says so. Of several rules that "
        "fit a complaint the narrowest one counts."
    ),
    columns=(
        Column("langkah", "string", _("Step"), _("The step that has to be done."), tuple(DeadlineRule.Step.choices)),
        Column("klasifikasi", "string", _("Class"), _("The class it is for: a code in “klasifikasi”. Empty: all.")),
        Column("urgensi", "string", _("Urgency"), _("The urgency it is for. Empty: all."), tuple(Urgency.choices)),
        Column("instansi", "string", _("Agency"), _("The agency it is for: a code in “instansi”. Empty: all.")),
        Column("kecamatan", "string", _("District"), _("The district it is for. Empty: all.")),
        Column(
            "hari_kerja",
            "integer",
            _("Working days"),
            _("Monday to Friday without the days in “hari-libur”, from the working day after. Empty: no limit."),
        ),
        Column("dasar_hukum", "string", _("Legal place"), _("The regulation that sets it, and where in it.")),
        Column("berlaku_sejak", "date", _("Valid from"), _("For what was received from this day on. Empty: always.")),
        Column("berlaku_sampai", "date", _("Valid to"), _("For what was received up to this day. Empty: still.")),
    ),
    rows=_time_limits,
    source=_("National and regional regulations; each row names its own place"),
    theme=Theme.RULES,
    concept=_("Time limit for handling a complaint"),
    definition=_("The most working days that a step may take."),
    classification=_("By step and class of the complaint"),
    unit=_("working day"),
    keywords=("batas waktu", "hari kerja", "time limits"),
)


def _holidays():
    for holiday in Holiday.objects.order_by("day"):
        yield holiday.day, holiday.name, holiday.kind, holiday.decree or None, holiday.is_estimate


HOLIDAYS = Table(
    name="hari-libur",
    title=_("Holidays"),
    description=_("The days from Monday to Friday, and others, on which no time limit runs."),
    columns=(
        Column("tanggal", "date", _("Day"), _("The day itself.")),
        Column("nama", "string", _("Name"), _("What is celebrated, as the decree or the calendar names it.")),
        Column("jenis", "string", _("Kind"), _("National holiday or collective leave."), tuple(Holiday.Kind.choices)),
        Column("keputusan", "string", _("Set by"), _("The joint decree that sets it, where it is recorded.")),
        Column(
            "perkiraan",
            "boolean",
            _("Estimate"),
            _("true: no decree has set this day yet, so it and the due dates counted with it may still move."),
        ),
    ),
    rows=_holidays,
    source=_("Joint decrees (SKB) on national holidays and collective leave, and the calendar before they appear"),
    theme=Theme.RULES,
    concept=_("Holiday"),
    definition=_("A national holiday or a day of collective leave (cuti bersama)."),
    classification=_("National holidays and collective leave"),
    unit=_("day"),
    primary_key=("tanggal",),
    keywords=("hari libur", "cuti bersama", "holidays"),
)
