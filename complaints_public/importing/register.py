"""The one way into the register, for the command and the admin alike."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from types import SimpleNamespace

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    Attention,
    ColumnMapping,
    Complaint,
    ImportFault,
    ImportRun,
    SourceStatement,
    Tally,
    TimelineEvent,
    Visibility,
)
from ..models.deadlines import DeadlineTable, Scope
from ..models.many_rows import insert, new_keys
from ..models.tallies import cells_of
from .columns import EXPECTED
from .lock import one_at_a_time
from .parsing import JAKARTA, parse_day
from .reading import ImportRefused, read_export
from .rows import RowReader
from .states import (
    Kind,
    differences,
    fields_of,
    is_live,
    keep_aside,
    locked_complaints,
    put_on,
    receipt,
    save,
    sighting,
    state_of,
    told,
)

BATCH = 2000  # rows a transaction; a run that is cut off leaves whole batches and can be run again
MOST_FAULTS = 10_000  # kept of one run
_COUNTS = ("rows", "created", "changed", "unchanged", "outdated", "rejected", "fault_count")
_STATEMENT = ("run_id", "complaint_id", "as_of", "digest", "source_status", "status", "close_reason", "agency_id")


@dataclass
class Outcome:
    """What a run did or, when it was only a check, would do. faults are the first ones, fault_count is of all.

    headings: field name → heading of the column it was read from; unused: headings of columns passed over.
    """

    as_of: datetime
    total: int = 0
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    rejected: int = 0
    fault_count: int = 0
    faults: list = field(default_factory=list)
    headings: dict = field(default_factory=dict)
    unused: list = field(default_factory=list)
    run: ImportRun | None = None
    is_stopped: bool = False  # strict, and there were faults: nothing landed

    @property
    def missing(self):
        """What the file has no column for, of all that it should have: names of ExportColumn."""
        return [name for name in EXPECTED if name not in self.headings]

    def note(self, faults):
        """Counts faults and returns those of them that are kept."""
        self.fault_count += len(faults)
        self.rejected += sum(fault.is_rejected for fault in faults)
        kept = faults[: MOST_FAULTS - len(self.faults)]
        self.faults += kept
        return kept


def import_export(
    content,
    file_name,
    origin="sp4n",
    as_of=None,
    dry_run=False,
    strict=False,
    user=None,
    progress=None,
    on_faults=None,
    on_sorted=None,
):
    """Reads the export in content (bytes or a binary file) into the register and returns an Outcome.

    as_of: aware datetime of the state the export shows; else what the file says, else the newest day in it.
    dry_run changes nothing; strict lands nothing when anything at all is wrong with a row. progress is called with
    (rows done, rows in all), on_faults with each list of faults that are found, on_sorted in a check with each Sorted.
    Raises ImportRefused when the file as a whole cannot be read, or another import is running.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    export = read_export(file, ColumnMapping.objects.remembered(origin))
    total, newest = _survey(export)
    if not total:
        raise ImportRefused(_("The file holds no complaint: there is nothing below its header."))
    as_of = as_of or export.generated_at or newest
    if as_of > timezone.now() + timedelta(days=1):
        raise ImportRefused(_("The export says it was made in the future. Check the date, or give it yourself."))
    outcome = _outcome(export, as_of, total)
    batches = _batches(export, origin, outcome, progress, on_faults)
    if dry_run or strict:
        checked = compare(batches, origin, outcome, on_sorted)
        outcome.is_stopped = strict and bool(checked.fault_count)
        if dry_run or outcome.is_stopped:
            return checked
        outcome = _outcome(export, as_of, total)
        batches = _batches(export, origin, outcome, progress, None)
    with one_at_a_time():
        _land(batches, file_name, _digest_of(file), origin, user, outcome)
    return outcome


def _outcome(export, as_of, total):
    return Outcome(as_of, total, headings=export.headings, unused=export.unused)


def _survey(export):
    """(rows in all, the end of the newest day of receipt that is not in the future)."""
    today, newest, total = timezone.localdate(), date.min, 0
    for _line, cells in export:
        total += 1
        day = parse_day(cells["day"])
        if day and newest < day <= today:
            newest = day
    if newest == date.min:
        return total, timezone.now()
    return total, datetime.combine(newest, time(23, 59, 59), tzinfo=JAKARTA)


def _digest_of(file):
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _batches(export, origin, outcome, progress, on_faults):
    """(drafts, faults to keep) of each BATCH of rows, outcome and the listeners told of them."""
    reader, rows, done = RowReader(origin, outcome.as_of, export.headings), iter(export), 0
    while batch := list(islice(rows, BATCH)):
        drafts = [draft for line, cells in batch if (draft := reader.read(line, cells))]
        faults, reader.faults = reader.faults, []
        outcome.rows, done = reader.rows, done + len(batch)
        if on_faults:
            on_faults(faults)
        yield drafts, outcome.note(faults)
        if progress:
            progress(done, outcome.total)


def _land(batches, file_name, file_digest, origin, user, outcome):
    outcome.run = run = ImportRun.objects.create(
        origin=origin,
        file_name=file_name[:200],
        file_digest=file_digest,
        as_of=outcome.as_of,
        user=user,
        total=outcome.total,
    )
    deadlines = DeadlineTable()
    for drafts, faults in batches:
        with transaction.atomic():
            _land_batch(drafts, run, deadlines, outcome)
            ImportFault.objects.bulk_create([ImportFault(run=run, **vars(fault)) for fault in faults])
            for name in _COUNTS:
                setattr(run, name, getattr(outcome, name))
            run.save(update_fields=_COUNTS)
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    SourceStatement.objects.purge()


class Sorted:
    """Drafts by what becomes of them. known: number → row of the register (its few columns that decide it)."""

    def __init__(self, drafts, origin, as_of):
        has_statement = Exists(SourceStatement.objects.filter(complaint=OuterRef("pk")))
        rows = Complaint.objects.filter(origin=origin, number__in=[draft.number for draft in drafts])
        columns = (
            "number",
            "pk",
            "is_void",
            "erased_at",
            "source_as_of",
            "source_digest",
            "source_status",
            "agency_id",
        )
        rows = rows.annotate(has_statement=has_statement)
        known = rows.values_list(*columns, "status", "close_reason", "has_statement", named=True)
        self.known = {row.number: row for row in known}
        self._complete(drafts, origin)
        self.new, self.revived, self.changed, self.unchanged, self.outdated = [], [], [], [], []
        for draft in drafts:
            row = self.known.get(draft.number)
            if row and row.erased_at:
                draft.fields = Complaint(erased_at=row.erased_at).as_far_as_kept(draft.fields)
            self._place(draft, self.known.get(draft.number), as_of).append(draft)

    def _complete(self, drafts, origin):
        """Of a file that lacks a column, what the register knows of it stays."""
        unsaid = drafts[0].unsaid if drafts else []
        if unsaid or drafts and not drafts[0].has_time:
            rows = Complaint.objects.filter(origin=origin, number__in=self.known)
            kept = {row["number"]: row for row in rows.values("number", "received_at", *unsaid)}
            for draft in drafts:
                if draft.number in kept:
                    draft.complete(kept[draft.number])

    def _place(self, draft, row, as_of):
        if row is None:
            return self.new
        if row.is_void:
            return self.revived
        if as_of < row.source_as_of:
            return self.outdated
        return self.unchanged if row.source_digest == draft.fields["source_digest"] else self.changed

    def count_into(self, outcome):
        outcome.created += len(self.new) + len(self.revived)
        outcome.changed += len(self.changed)
        outcome.unchanged += len(self.unchanged)
        outcome.outdated += len(self.outdated)


def compare(batches, origin, outcome, on_sorted=None):
    """What landing batches would do, put into outcome. Changes nothing."""
    for drafts, _faults in batches:
        found = Sorted(drafts, origin, outcome.as_of)
        found.count_into(outcome)
        if on_sorted:
            on_sorted(found)
    return outcome


def _land_batch(drafts, run, deadlines, outcome):
    found = Sorted(drafts, run.origin, run.as_of)
    tallies = Counter()
    keys = _insert(found.new, run, deadlines, tallies) | {number: row.pk for number, row in found.known.items()}
    statements = {draft.number: _statement(draft, keys[draft.number], run) for draft in drafts}
    _keep_statements(list(_bases(found)))
    events = [
        *_arrivals(found.new, statements),
        *_change(found, statements, run, deadlines, tallies),
        *_older_sightings(found.outdated, statements),
    ]
    confirmed = [keys[draft.number] for draft in found.unchanged]
    Complaint.objects.filter(pk__in=confirmed, source_as_of__lt=run.as_of).update(source_as_of=run.as_of)
    _keep_statements(statements.values())
    Tally.objects.apply(tallies)
    TimelineEvent.objects.append_many(events)
    told = [*found.revived, *found.changed, *found.outdated]
    Complaint.objects.refresh_known_days([keys[draft.number] for draft in told])
    found.count_into(outcome)


def _insert(drafts, run, deadlines, tallies):
    """Inserts new complaints, counts them and returns their keys by number."""
    keys = dict(zip([draft.number for draft in drafts], new_keys(Complaint, len(drafts)), strict=True))
    defaults = {column.attname: column.get_default() for column in Complaint._meta.concrete_fields}
    defaults |= {"origin": run.origin, "source_as_of": run.as_of, "created_at": timezone.now()}
    rows = []
    for draft in drafts:
        said, visibility = draft.fields, draft.fields["source_visibility"]
        scope = Scope(defaults["urgency"], said["agency_id"], said["district_id"], said["complaint_class_id"])
        own = {
            "id": keys[draft.number],
            "number": draft.number,
            "visibility": visibility,
            "attention": Attention.NONE if visibility == Visibility.SECRET else Attention.NEW,
            "resolution_due_on": deadlines.due_on(scope, said["received_at"].date()),
        }
        row = defaults | said | own
        tallies.update(cells_of(SimpleNamespace(**row), is_live=False))
        rows.append(row.values())
    insert(Complaint, list(defaults), rows)
    return keys


def _statement(draft, pk, run):
    said = draft.fields
    return SimpleNamespace(
        run_id=run.pk,
        complaint_id=pk,
        as_of=run.as_of,
        digest=said["source_digest"],
        **{name: said[name] for name in ("source_status", "status", "close_reason", "agency_id")},
    )


def _bases(found):
    """Statements of what stood before, for complaints of which none was kept yet."""
    for row in found.known.values():
        if not row.has_statement and not row.is_void:
            base = {name: getattr(row, name) for name in ("source_status", "status", "close_reason", "agency_id")}
            yield SimpleNamespace(
                run_id=None, complaint_id=row.pk, as_of=row.source_as_of, digest=row.source_digest, **base
            )


def _keep_statements(statements):
    insert(SourceStatement, _STATEMENT, [[getattr(row, name) for name in _STATEMENT] for row in statements])


def _arrivals(drafts, statements):
    """The two things a first export knows of each: the day it was received, and where it stands now."""
    for draft in drafts:
        statement = statements[draft.number]
        complaint = SimpleNamespace(pk=statement.complaint_id, **draft.fields)
        yield from _arrival(complaint, statement)


def _arrival(complaint, statement):
    yield receipt(complaint, statement.run_id)
    if statement.status != "received":
        yield sighting(complaint, statement)


def _change(found, statements, run, deadlines, tallies):
    """Takes over newer states, and complaints that an undone run had brought before."""
    drafts = [*found.revived, *found.changed]
    complaints = locked_complaints([found.known[draft.number].pk for draft in drafts])
    keep_aside((row.pk, fields_of(row)) for row in complaints.values() if not row.is_void)
    for draft in drafts:
        complaint, statement = complaints[found.known[draft.number].pk], statements[draft.number]
        cells_before, fields = cells_of(complaint, is_live(complaint)), dict(draft.fields)
        if complaint.is_void:
            put_on(complaint, fields, run.as_of, deadlines)
            yield from _arrival(complaint, statement)
        else:
            before, received_at = told(complaint), complaint.received_at
            if _same_words(complaint, statement):
                # The source has nothing new to say of the status, so a step that the desk recorded stands.
                fields |= {"status": complaint.status, "close_reason": complaint.close_reason}
            else:
                yield sighting(complaint, statement)
            put_on(complaint, fields, run.as_of, deadlines)
            yield from differences(before, complaint, {"seen_at": run.as_of, "import_run_id": run.pk})
            if complaint.received_at != received_at:
                yield receipt(complaint, run.pk)
        tallies.subtract(cells_before)
        tallies.update(cells_of(complaint, is_live(complaint)))
    save(complaints.values())


def _same_words(row, statement):
    return (row.source_status, row.agency_id) == (statement.source_status, statement.agency_id)


def _older_sightings(drafts, statements):
    """What an older export adds to the way. The state itself stays, and the older one is kept."""
    said = {statements[draft.number].complaint_id: statements[draft.number] for draft in drafts}
    current = dict(Complaint.objects.filter(pk__in=said).values_list("pk", "source_digest"))
    keep_aside(
        (pk, draft.fields)
        for draft, pk in zip(drafts, said, strict=True)
        if current[pk] != draft.fields["source_digest"]
    )
    others, seen = defaultdict(list), defaultdict(list)
    for other in SourceStatement.objects.filter(complaint__in=said).in_order():
        others[other.complaint_id].append(other)
    for event in TimelineEvent.objects.filter(complaint__in=said, kind=Kind.SEEN).standing().order_by("sequence"):
        seen[event.complaint_id].append(event)
    for pk, statement in said.items():
        yield from _older_sighting(SimpleNamespace(pk=pk), statement, others[pk], seen[pk])


def _older_sighting(complaint, statement, others, seen):
    """The sighting, where nothing as old says the same, and the next newer one where that becomes news by it."""
    before = [event for event in seen if event.seen_at <= statement.as_of]
    last = max(before, key=lambda event: (event.seen_at, event.sequence), default=None)
    if state_of(statement) == (state_of(last) if last else ("received", "")):
        return
    yield sighting(complaint, statement)
    following = next((other for other in others if other.as_of > statement.as_of), None)
    if following and state_of(following) != state_of(statement):
        is_told = any((event.seen_at, *state_of(event)) == (following.as_of, *state_of(following)) for event in seen)
        if not is_told:
            yield sighting(complaint, following)
