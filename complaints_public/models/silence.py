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
    """(complaint, DeadlineSum) of those that a limit applies to; it runs from the newest answer."""
    answered_at = _answered_at(complaints)
    for complaint in complaints:
        if complaint.pk in answered_at:
            day = timezone.localdate(answered_at[complaint.pk])
            time, _rule = table.limit(DeadlineRule.Step.REPORTER_REPLY, Scope.of(complaint), day)
            if time:
                yield complaint, time


def _answered_at(complaints):
    """{pk of the complaint: when its newest answer was given, or first seen}."""
    events = TimelineEvent.objects.filter(complaint__in=complaints).exclude(status="").order_by("sequence")
    moments, statuses = {}, {}
    for pk, status, occurred_at, seen_at in events.values_list("complaint_id", "status", "occurred_at", "seen_at"):
        if status == Status.ANSWERED != statuses.get(pk):
            moments[pk] = occurred_at or seen_at
        statuses[pk] = status
    return moments
