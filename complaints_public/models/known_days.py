"""On which days a complaint was first answered, and ended, as far as anybody says; how many working days that took."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.db import models, transaction
from django.utils import timezone

from ..deadlines import WorkingDayCalendar
from .deadlines import Holiday
from .many_rows import update
from .step_deadlines import ENDS, Step
from .tallies import Tally, cells_of
from .timeline import TimelineEvent

_BATCH = 2000
_READ = ("received_at", "status", "close_reason", "visibility", "is_void", "agency_id", "topic_id", "channel_id",
         "complaint_class_id", "resolution_due_on")  # fmt: skip


class KnownDays(NamedTuple):
    responded_on: date | None = None
    ended_on: date | None = None
    response_days: int | None = None
    resolution_days: int | None = None

    @classmethod
    def told_by(cls, events, received_on, calendar):
        """events: what stands on the public way. First seen in an export is no day on which it happened."""
        ordered = sorted(events, key=lambda event: (_moment(event), event.sequence))
        days = [_day_of_first(ordered, ENDS[step]) for step in (Step.FIRST_RESPONSE, Step.RESOLUTION)]
        return cls(*days, *(calendar.between(received_on, day) if day else None for day in days))


def _moment(event):
    return event.occurred_at or event.seen_at or event.recorded_at


def _day_of_first(events, statuses):
    first = next((event for event in events if event.status in statuses), None)
    return timezone.localdate(first.occurred_at) if first and first.occurred_at else None


class KnownDaysQuerySet(models.QuerySet):
    @transaction.atomic
    def refresh_known_days(self, pks, calendar=None):
        """Sets anew what is known of pks, with the tallies; call it after what was told of them.

        Returns how many changed. Only the desk's own steps have a day, so it reads nothing of all others.
        """
        pks = _with_dated_steps(pks)
        if not pks:
            return 0
        calendar = calendar or WorkingDayCalendar(Holiday.by_day())
        events, changed, tallies = _standing_events(pks), [], Counter()
        for complaint in self._locked(pks):
            known = KnownDays.told_by(events[complaint.pk], complaint.received_on, calendar)
            if known != complaint.known_days:
                tallies.subtract(cells_of(complaint))
                complaint.known_days = known
                tallies.update(cells_of(complaint))
                changed.append((*known, complaint.pk))
        update(self.model, KnownDays._fields, changed)
        Tally.objects.apply(tallies)
        return len(changed)

    def refresh_every_known_day(self, first=None, last=None):
        """Counts working days anew, after a change of holidays: of all, or where days from first to last matter."""
        calendar, changed, rows = WorkingDayCalendar(Holiday.by_day()), 0, self.order_by("pk")
        rows = rows.filter(models.Q(responded_on__isnull=False) | models.Q(ended_on__isnull=False))
        if first:
            over = models.Q(ended_on__lt=first) & (models.Q(responded_on=None) | models.Q(responded_on__lt=first))
            rows = rows.exclude(over).filter(received_at__date__lte=last)
        last_pk = 0
        while pks := list(rows.filter(pk__gt=last_pk).values_list("pk", flat=True)[:_BATCH]):
            changed += self.refresh_known_days(pks, calendar)
            last_pk = pks[-1]
        return changed

    def unlike_their_timeline(self):
        """Keys of complaints whose known days are not those that their timeline tells. Reads every dated step."""
        calendar, last_pk = WorkingDayCalendar(Holiday.by_day()), 0
        dated = self.filter(events__kind=TimelineEvent.Kind.STEP, events__occurred_at__isnull=False).order_by("pk")
        while batch := list(
            dated.filter(pk__gt=last_pk).distinct().only("pk", "received_at", *KnownDays._fields)[:_BATCH]
        ):
            events, last_pk = _standing_events([complaint.pk for complaint in batch]), batch[-1].pk
            for complaint in batch:
                if complaint.known_days != KnownDays.told_by(events[complaint.pk], complaint.received_on, calendar):
                    yield complaint.pk

    def _locked(self, pks):
        rows = self.model.objects.filter(pk__in=pks).select_for_update(of=("self",)).select_related("public_text")
        return rows.only(*_READ, *KnownDays._fields, "public_text__live").order_by("pk")


def _with_dated_steps(pks):
    steps = TimelineEvent.objects.filter(complaint__in=pks, kind=TimelineEvent.Kind.STEP, occurred_at__isnull=False)
    return sorted(set(steps.values_list("complaint_id", flat=True)))


def _standing_events(pks):
    by_complaint = defaultdict(list)
    events = TimelineEvent.objects.filter(complaint__in=pks, kind__in=TimelineEvent.PUBLIC_KINDS).standing()
    for event in events.only("complaint_id", "status", "occurred_at", "seen_at", "recorded_at", "sequence"):
        by_complaint[event.complaint_id].append(event)
    return by_complaint
