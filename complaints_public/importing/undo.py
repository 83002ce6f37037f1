"""Takes a whole run back, by compensating events: each complaint ends as if the run had never been.

What the run brought first becomes void; what it changed goes back to what the newest other run said of it. Where the
desk has recorded a step since, the complaint is left as it is.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Agency

from ..models import Attention, Complaint, DueCause, EarlierState, SourceStatement, Tally, TimelineEvent
from ..models.deadlines import DeadlineTable
from ..models.tallies import cells_of
from .lock import one_at_a_time
from .refusals import ImportRefused
from .states import (
    PERSONAL_FIELDS,
    Kind,
    differences,
    fields_of,
    from_kept,
    is_live,
    keep_aside,
    locked_complaints,
    put_on,
    save,
    state_of,
    told,
    whole_way,
)

NOT_TO_BE_UNDONE = _("This run cannot be undone: it is undone already, or too old, or changed nothing.")
BATCH = 1000  # complaints a transaction; an undoing that is cut off can be run again


class Verdict(Enum):
    VOID = "voided"  # no other run knows it
    RESTORE = "restored"  # goes back to what another run said
    RELEASE = "released"  # another run holds it as it is
    KEEP = "kept"  # the desk has recorded a step since


@dataclass
class Case:
    """What is known of one complaint of the run. others: what other runs said of it, in order."""

    statement: SourceStatement
    digest: str
    others: list
    steps: list
    has_state: bool  # whether what it would go back to is still kept

    @property
    def top(self):
        return self.others[-1] if self.others else None

    @property
    def is_holding(self):
        """Whether the complaint stands as this run said it."""
        mine = (self.statement.as_of, self.statement.pk)
        return not self.others or mine > (self.top.as_of, self.top.pk)

    @property
    def verdict(self):
        if self.others and (not self.is_holding or self.top.digest == self.digest):
            return Verdict.RELEASE
        if any(step.recorded_at >= self.statement.run.started_at for step in self.steps):
            return Verdict.KEEP
        if not self.others:
            return Verdict.VOID
        return Verdict.RESTORE if self.has_state else Verdict.KEEP

    def state_before(self):
        """(status, reason) as the other statements and the desk's steps make it, in the order they came."""
        moments = [(statement.run.started_at if statement.run else None, statement) for statement in self.others]
        moments += [(step.recorded_at, step) for step in self.steps]
        moments.sort(key=lambda entry: (entry[0] is not None, entry[0] or 0))
        top, state = None, None
        for _moment, entry in moments:
            if isinstance(entry, TimelineEvent):
                state = state_of(entry)
            elif top is None or entry.as_of >= top.as_of:
                if top is None or _words(entry) != _words(top):
                    state = state_of(entry)
                top = entry
        return state


def _words(statement):
    return statement.source_status, statement.agency_id


def foresee(run):
    """Counter of Verdict → complaints: what undo() would do. Changes nothing."""
    return Counter(case.verdict for statements in _batches(run) for case in _cases(statements))


def undo(run, user=None, progress=None):
    """Takes run back and returns it, with the counts of what became of its complaints.

    Raises ImportRefused where that is not possible or another import is running.
    """
    with one_at_a_time():
        run.refresh_from_db()
        if not run.can_be_undone:
            raise ImportRefused(NOT_TO_BE_UNDONE)
        done, deadlines = 0, DeadlineTable()
        for statements in _batches(run):
            with transaction.atomic():
                _undo_batch(run, statements, deadlines)
            done += len(statements)
            if progress:
                progress(done, run.rows)
        run.undone_at, run.undone_by = timezone.now(), user
        run.save(update_fields=["undone_at", "undone_by"])
    return run


def _batches(run):
    """Lists of the run's statements, by their keys, so that those left behind are not met again."""
    last = 0
    statements = SourceStatement.objects.filter(run=run).select_related("run").order_by("pk")
    while batch := list(statements.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


def _cases(statements):
    pks = [statement.complaint_id for statement in statements]
    others, steps = defaultdict(list), defaultdict(list)
    every = SourceStatement.objects.filter(complaint__in=pks).select_related("run")
    for other in every.exclude(run=statements[0].run_id).in_order():
        others[other.complaint_id].append(other)
    for step in TimelineEvent.objects.filter(complaint__in=pks, kind=Kind.STEP).order_by("sequence"):
        steps[step.complaint_id].append(step)
    kept = set(EarlierState.objects.filter(complaint__in=pks).values_list("complaint_id", "digest"))
    digests = dict(Complaint.objects.filter(pk__in=pks).values_list("pk", "source_digest"))
    for statement in statements:
        pk = statement.complaint_id
        case = Case(statement, digests[pk], others[pk], steps[pk], has_state=False)
        case.has_state = bool(case.top) and (pk, case.top.digest) in kept
        yield case


def _undo_batch(run, statements, deadlines):
    complaints = locked_complaints([statement.complaint_id for statement in statements])
    cases = {case.statement.complaint_id: case for case in _cases(statements)}
    verdicts = {pk: case.verdict for pk, case in cases.items()}
    undone = {pk: case for pk, case in cases.items() if verdicts[pk] != Verdict.KEEP}
    told = _told_by(run, undone)
    states = _states(case for pk, case in undone.items() if verdicts[pk] == Verdict.RESTORE)
    keep_aside(
        (pk, fields_of(complaints[pk]))
        for pk, case in undone.items()
        if verdicts[pk] == Verdict.RESTORE and any(other.digest == case.digest for other in case.others)
    )
    events, tallies = [], Counter()
    for pk, case in undone.items():
        complaint = complaints[pk]
        before = cells_of(complaint, is_live(complaint))
        changes = _take_back(complaint, case, verdicts[pk], states.get(pk), deadlines)
        tallies.subtract(before)
        tallies.update(cells_of(complaint, is_live(complaint)))
        if changes is not None or pk in told:
            events += [_compensation(complaint, case), *(changes or ()), *_way_without(complaint, case)]
    save([complaints[pk] for pk in undone])
    Tally.objects.apply(tallies)
    TimelineEvent.objects.append_many(events)
    Complaint.objects.refresh_known_days(list(undone))
    SourceStatement.objects.filter(pk__in=[case.statement.pk for case in undone.values()]).delete()
    EarlierState.objects.filter(complaint__in=undone).unneeded().delete()
    for verdict, count in Counter(verdicts.values()).items():
        if verdict != Verdict.RELEASE:
            setattr(run, verdict.value, getattr(run, verdict.value) + count)
    run.save(update_fields=["voided", "restored", "kept"])


def _told_by(run, complaints):
    """Keys of complaints on whose way something stands that this run told."""
    events = TimelineEvent.objects.filter(complaint__in=complaints, import_run=run)
    return set(events.filter(kind__in=(Kind.RECEIVED, Kind.SEEN)).standing().values_list("complaint_id", flat=True))


def _states(cases):
    """Complaint pk → the fields that it goes back to."""
    wanted = {case.statement.complaint_id: case.top.digest for case in cases}
    kept = EarlierState.objects.filter(complaint__in=wanted)
    replaced = dict(Agency.objects.exclude(replaced_by=None).values_list("pk", "replaced_by"))
    return {
        row.complaint_id: from_kept(row.content, replaced) for row in kept if row.digest == wanted[row.complaint_id]
    }


def _take_back(complaint, case, verdict, fields, deadlines):
    """Changes complaint (unsaved) and returns the events of what changes by it; None where its state stays."""
    if verdict == Verdict.VOID:
        complaint.is_void, complaint.attention = True, Attention.NONE
        for name in PERSONAL_FIELDS:
            setattr(complaint, name, "")
        return []
    if verdict == Verdict.RESTORE:
        fields["status"], fields["close_reason"] = case.state_before()
        before = told(complaint)
        put_on(complaint, fields, case.top.as_of, deadlines)
        marks = {"seen_at": case.top.as_of, "import_run_id": case.statement.run_id}
        return list(differences(before, complaint, marks, DueCause.UNDONE))
    if case.is_holding:
        complaint.source_as_of = case.top.as_of
    return None


def _compensation(complaint, case):
    """Says that what the run told does not stand any more, and what does."""
    now = {"status": complaint.status, "close_reason": complaint.close_reason, "agency_id": complaint.agency_id}
    if case.top is None:
        now = {}
    seen_at = case.top.as_of if case.top else None
    return complaint, Kind.UNDONE, None, now | {"seen_at": seen_at, "import_run_id": case.statement.run_id}


def _way_without(complaint, case):
    return whole_way(complaint, case.others) if case.others else ()
