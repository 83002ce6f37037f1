"""The one way into the register, for the command and the admin alike."""

import hashlib
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Complaint, DueCause, ImportFault, ImportRun, Tally, TimelineEvent, Visibility
from ..models.choices import ENDED_STATUSES
from ..models.deadline_changes import due_event
from ..models.deadlines import Scope
from ..models.tallies import cell_of
from .parsing import JAKARTA, parse_day
from .reading import ImportRefused, read_export
from .rows import SOURCE_FIELDS, RowReader

BATCH = 500  # rows a transaction; a run that is cut off leaves whole batches and can be run again
Kind = TimelineEvent.Kind


@dataclass
class Outcome:
    """What a run did or, when it was only a check, would do."""

    as_of: datetime
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    faults: list = field(default_factory=list)
    run: ImportRun | None = None
    is_stopped: bool = False  # strict, and there were faults: nothing landed

    @property
    def rejected(self):
        return len({fault.line for fault in self.faults if fault.is_rejected})


class _DryRun(Exception):
    pass


def import_export(
    content, file_name, origin="sp4n", as_of=None, dry_run=False, strict=False, user=None, progress=None
):
    """Reads the export in content (bytes or a binary file) into the register and returns an Outcome.

    as_of: aware datetime of the state the export shows; else what the file says, else the newest day in it.
    dry_run changes nothing; strict lands nothing when anything at all is wrong with a row; progress is called with
    (rows done, rows in all). Raises ImportRefused when the file as a whole cannot be read.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    export = read_export(file)
    total, newest = _survey(export)
    as_of = as_of or export.generated_at or newest
    if as_of > timezone.now() + timedelta(days=1):
        raise ImportRefused(_("The export says it was made in the future. Check the date, or give it yourself."))
    outcome = Outcome(as_of)
    if strict and _check_only(export, origin, outcome):
        return outcome
    try:
        with transaction.atomic() if dry_run else nullcontext():
            _land(export, total, file_name, _digest_of(file), origin, user, progress, outcome)
            if dry_run:
                raise _DryRun
    except _DryRun:
        outcome.run = None
    return outcome


def _check_only(export, origin, outcome):
    """Whether anything is wrong with any row; what, is put into outcome."""
    reader = RowReader(origin, outcome.as_of, export.headings)
    for line, cells in export:
        reader.read(line, cells)
    if reader.faults:
        outcome.rows, outcome.faults, outcome.is_stopped = reader.rows, reader.faults, True
    return outcome.is_stopped


def _digest_of(file):
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _land(export, total, file_name, file_digest, origin, user, progress, outcome):
    outcome.run = run = ImportRun.objects.create(
        origin=origin, file_name=file_name[:200], file_digest=file_digest, as_of=outcome.as_of, user=user
    )
    reader = RowReader(origin, outcome.as_of, export.headings)
    rows = iter(export)
    while batch := list(islice(rows, BATCH)):
        drafts = [draft for line, cells in batch if (draft := reader.read(line, cells))]
        _land_batch(drafts, run, outcome, reader.references.deadlines)
        outcome.rows = reader.rows
        if progress:
            progress(outcome.rows, total)
    outcome.faults = reader.faults
    ImportFault.objects.bulk_create([ImportFault(run=run, **vars(fault)) for fault in reader.faults], batch_size=BATCH)
    for name in ("rows", "created", "changed", "unchanged", "outdated", "rejected"):
        setattr(run, name, getattr(outcome, name))
    run.finished_at = timezone.now()
    run.save()


@transaction.atomic
def _land_batch(drafts, run, outcome, deadlines):
    known = {
        complaint.number: complaint
        for complaint in Complaint.objects.select_for_update(of=("self",))
        .select_related("public_text")
        .filter(origin=run.origin, number__in=[draft.number for draft in drafts])
    }
    tallies, events, new, changed, confirmed = Counter(), [], [], [], []
    for draft in drafts:
        complaint = known.get(draft.number)
        if complaint:
            draft.fields = complaint.as_far_as_kept(draft.fields)
        if complaint is None:
            complaint = Complaint(origin=run.origin, number=draft.number, source_as_of=run.as_of, **draft.fields)
            new.append(complaint)
        elif run.as_of < complaint.source_as_of:
            outcome.outdated += 1
            events += _older_sighting(complaint, draft, run)
        elif complaint.source_digest == draft.fields["source_digest"]:
            confirmed.append(complaint.pk)
        else:
            events += _apply(complaint, draft, run, tallies, deadlines)
            changed.append(complaint)
    Complaint.objects.bulk_create(new)
    Complaint.objects.bulk_update(changed, [*SOURCE_FIELDS, "source_as_of", "attention"])
    Complaint.objects.filter(pk__in=confirmed, source_as_of__lt=run.as_of).update(source_as_of=run.as_of)
    for complaint in new:
        tallies[cell_of(complaint, is_live=False)] += 1
        events += _arrival(complaint, run)
    Tally.objects.apply(tallies)
    TimelineEvent.objects.append_many(events)
    outcome.created += len(new)
    outcome.changed += len(changed)
    outcome.unchanged += len(confirmed)


def _sighting(complaint, status, close_reason, source_status, agency, run):
    fields = {"status": status, "close_reason": close_reason, "agency": agency}
    return complaint, Kind.SEEN, {"source_status": source_status}, fields | {"seen_at": run.as_of, "import_run": run}


def _arrival(complaint, run):
    """The two things a first export knows: the day it was received, and where it stands now."""
    received = {"status": "received", "occurred_at": complaint.received_at, "import_run": run}
    yield complaint, Kind.RECEIVED, None, received
    if complaint.status != "received":
        yield _sighting(
            complaint, complaint.status, complaint.close_reason, complaint.source_status, complaint.agency, run
        )


def _apply(complaint, draft, run, tallies, deadlines):
    """Takes over a newer state of the source and returns the events this makes."""
    was_live = hasattr(complaint, "public_text") and complaint.public_text.live
    before, events, fields = cell_of(complaint, was_live), [], draft.fields
    if (complaint.source_status, complaint.agency) != (fields["source_status"], fields["agency"]):
        words = (fields["status"], fields["close_reason"], fields["source_status"], fields["agency"])
        events.append(_sighting(complaint, *words, run))
    else:
        # The source has nothing new to say of the status, so a step that the desk recorded stands.
        fields = fields | {"status": complaint.status, "close_reason": complaint.close_reason}
    if complaint.marked_secret:  # the desk may be stricter than the source
        fields = fields | {"visibility": Visibility.SECRET}
    marks = {"seen_at": run.as_of, "import_run": run}
    if complaint.text_digest != fields["text_digest"]:
        events.append((complaint, Kind.TEXT_CHANGED, None, marks))
    if complaint.visibility != fields["visibility"]:
        events.append((complaint, Kind.VISIBILITY, {"visibility": fields["visibility"]}, marks))
    basis_before, due_before = _deadline_basis(complaint), complaint.resolution_due_on
    for name, value in fields.items():
        setattr(complaint, name, value)
    has_stood_still = complaint.status in ENDED_STATUSES and _deadline_basis(complaint) == basis_before
    due_on = due_before if has_stood_still else deadlines.due_on(*_deadline_basis(complaint))
    if due_on != due_before:
        events.append(due_event(complaint, due_before, due_on, DueCause.SOURCE, **marks))
    complaint.resolution_due_on = due_on
    complaint.source_as_of = run.as_of
    complaint.attention = complaint.current_attention()
    tallies.subtract([before])
    tallies.update([cell_of(complaint, was_live)])
    return events


def _deadline_basis(complaint):
    """What a due date rests on; where it stays, so does the due date of a complaint that has ended."""
    return Scope.of(complaint), complaint.received_on


def _older_sighting(complaint, draft, run):
    """What an older export adds to the way, where nothing as old says the same. The state itself stays."""
    fields = draft.fields
    earlier = (
        TimelineEvent.objects.filter(complaint=complaint, seen_at__lte=run.as_of, kind=Kind.SEEN)
        .order_by("-seen_at", "-sequence")
        .values_list("status", "close_reason")
        .first()
    )
    is_news = (fields["status"], fields["close_reason"]) != (earlier or ("received", ""))
    words = (fields["status"], fields["close_reason"], fields["source_status"], fields["agency"])
    return [_sighting(complaint, *words, run)] if is_news else []


def _survey(export):
    """(rows in all, the end of the newest day of receipt that is not in the future)."""
    today, newest, total = timezone.localdate(), date.min, 0
    for _line, cells in export:
        total += 1
        day = parse_day(cells["day"])
        if day and newest < day <= today:
            newest = day
    newest = today if newest == date.min else newest
    return total, datetime.combine(newest, time(23, 59, 59), tzinfo=JAKARTA)
