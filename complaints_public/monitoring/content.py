"""The figures of a monitoring report, live and whole: it stays in the house (Perbup 22/2022, rencana aksi V.3).

All but the list of overdue complaints is read from the tallies.
"""

from collections import Counter
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from portal.models import Agency

from ..deadlines import WorkingDayCalendar
from ..models import Complaint, DayTally, Holiday, ImportRun, Report, Tally, Visibility
from ..models.choices import ENDED_STATUSES, Status
from ..references import public_reference
from ..statistics import data_as_of
from .periods import Period

_TREND = 12  # periods
_MOST_LISTED = 200
_NOT_TAKEN_UP = (Status.RECEIVED, Status.VERIFIED, Status.FORWARDED)
Kind = DayTally.Kind


def make_report(period, user=None):
    """The Report of a period with the figures of this moment."""
    content = content_of(period, timezone.localdate())
    return Report.objects.create(
        kind=period.kind, first_day=period.first, last_day=period.last, made_by=user, content=content
    )


def content_of(period, today):
    """JSON: what happened in the period, and how things stand today."""
    as_of = data_as_of()
    previous = Report.objects.of_ended(period.before).first()
    return {
        "as_of": as_of and as_of.isoformat(),
        "today": today.isoformat(),
        "received": _happened(Kind.RECEIVED, period),
        "received_before": _happened(Kind.RECEIVED, period.before),
        "ended": _happened(Kind.ENDED, period),
        "ended_before": _happened(Kind.ENDED, period.before),
        "stock": _stock(),
        "stock_before": previous and previous.content["stock"],
        "agencies": _agencies(period, today),
        "trend": _trend(period),
        **_overdue(today),
        "quality": _quality(),
    }


def _happened(kind, period):
    days = DayTally.objects.filter(kind=kind, day__range=(period.first, period.last))
    return days.aggregate(sum=Sum("count"))["sum"] or 0


def _stock():
    """[status, reason, count] of every complaint there is."""
    rows = Tally.objects.order_by("status", "close_reason").values_list("status", "close_reason")
    return [list(row) for row in rows.annotate(sum=Sum("count")) if row[2]]


def _by_agency(rows):
    return dict(rows.order_by().values_list("agency").annotate(sum=Sum("count")))


def _agencies(period, today):
    """[name, received, ended, open, not taken up, overdue] of each agency, the one with most overdue ones first."""
    days = DayTally.objects.filter(count__gt=0)
    within = {"day__range": (period.first, period.last)}
    columns = [
        _by_agency(days.filter(kind=Kind.RECEIVED, **within)),
        _by_agency(days.filter(kind=Kind.ENDED, **within)),
        _by_agency(days.filter(kind=Kind.OPEN)),
        _by_agency(Tally.objects.filter(status__in=_NOT_TAKEN_UP)),
        _by_agency(days.filter(kind=Kind.DUE, day__lt=today)),
    ]
    names = dict(Agency.objects.values_list("pk", "name"))
    keys = {key for column in columns for key, count in column.items() if count}
    rows = [[names.get(key, ""), *(column.get(key, 0) for column in columns)] for key in keys]
    return sorted(rows, key=lambda row: (-row[5], -row[3], row[0]))


def _trend(period):
    """[name of the period, received, ended], the oldest first."""
    periods = [period]
    while len(periods) < _TREND:
        periods.append(periods[-1].before)
    days = DayTally.objects.filter(kind__in=(Kind.RECEIVED, Kind.ENDED), day__range=(periods[-1].first, period.last))
    counts = Counter()
    for kind, day, count in days.order_by().values_list("kind", "day").annotate(sum=Sum("count")):
        counts[kind, Period.around(period.kind, day)] += count
    return [[one.name, counts[Kind.RECEIVED, one], counts[Kind.ENDED, one]] for one in reversed(periods)]


def _overdue(today):
    """The longest overdue ones by number; of confidential ones only how many."""
    rows = Complaint.objects.overdue(today)
    open_ones = rows.exclude(visibility=Visibility.SECRET).order_by("resolution_due_on", "pk")
    calendar = WorkingDayCalendar(Holiday.by_day())
    columns = ("origin", "number", "agency__name", "resolution_due_on")
    listed = [
        [public_reference(origin, number), agency or "", due_on.isoformat(), calendar.between(due_on, today)]
        for origin, number, agency, due_on in open_ones.values_list(*columns)[:_MOST_LISTED]
    ]
    total = _sum(DayTally.objects.filter(kind=Kind.DUE, day__lt=today))
    return {
        "overdue": listed,
        "overdue_total": total,
        "overdue_secret": rows.filter(visibility=Visibility.SECRET).count(),
    }


def _sum(rows):
    return rows.aggregate(sum=Sum("count"))["sum"] or 0


def _quality():
    """Name of a measure → count: what is missing or wrong in the data."""
    last = ImportRun.objects.dating().order_by("-finished_at").first()
    ended = Tally.objects.filter(status__in=ENDED_STATUSES)
    return {
        "days_since_import": (timezone.now() - last.finished_at) // timedelta(days=1) if last else None,
        "rejected_rows": last.rejected if last else None,
        "faults": last.fault_count if last else None,
        "without_agency": _sum(Tally.objects.filter(agency=0)),
        "without_class": _sum(Tally.objects.filter(complaint_class=0)),
        "without_topic": _sum(Tally.objects.filter(topic=0)),
        "ended_on_unknown_day": _sum(ended.filter(punctuality="")),
        "all": _sum(Tally.objects.all()),
    }


def last_complete(kind):
    """The newest period of a kind that is over."""
    return Period.around(kind, timezone.localdate()).before
