"""The desk's own complaints whose reporter did not reply to the answer in time."""

from django.db import transaction
from django.utils import timezone

from .choices import CloseReason, Origin, Status
from .complaint import Complaint
from .deadlines import DeadlineRule, DeadlineTable, Scope
from .timeline import TimelineEvent

_BATCH = 200


def close_silent(dry_run=False):
    """Closes them, never as solved, and yields (complaint, DeadlineSum of the time to reply) of each.

    The time to reply begins anew with each answer. One transaction for each batch; run again, it finds no more.
    """
    table, today, last_pk = DeadlineTable(), timezone.localdate(), 0
    while True:
        with transaction.atomic():
            batch = list(_answered_after(last_pk))
            if not batch:
                return
            last_pk = batch[-1].pk
            silent = [(complaint, time) for complaint, time in _times_to_reply(batch, table) if time.due_on < today]
            for complaint, _time in [] if dry_run else silent:
                complaint.record_status(Status.CLOSED, CloseReason.BY_SILENCE, timezone.now())
        yield from silent


def _answered_after(pk):
    answered = Complaint.objects.filter(origin=Origin.DESK, status=Status.ANSWERED, is_void=False, pk__gt=pk)
    return answered.select_for_update().order_by("pk").only("pk", "resolution_due_on", *Scope._fields)[:_BATCH]


def _times_to_reply(complaints, table):
    """(complaint, DeadlineSum) of those whose day of the answer is known and that a limit applies to."""
    answers = TimelineEvent.objects.filter(complaint__in=complaints, status=Status.ANSWERED).order_by("sequence")
    moments = {pk: occurred_at or seen_at for pk, occurred_at, seen_at in answers.values_list(*_MOMENTS)}
    for complaint in complaints:
        moment = moments.get(complaint.pk)
        if moment:
            day = timezone.localdate(moment)
            time, _rule = table.limit(DeadlineRule.Step.REPORTER_REPLY, Scope.of(complaint), day)
            if time:
                yield complaint, time


_MOMENTS = ("complaint_id", "occurred_at", "seen_at")
