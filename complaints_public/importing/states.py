"""States of a complaint as its source tells them: how one is put on it, kept aside, and told on the timeline."""

import json
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import WorkflowState

from ..models import Complaint, DueCause, EarlierState, PublicText, Status, TimelineEvent, Visibility
from ..models.choices import ENDED_STATUSES
from ..models.deadline_changes import due_event
from ..models.deadlines import Scope
from ..models.many_rows import update

Kind = TimelineEvent.Kind
SOURCE_FIELDS = (
    "received_at", "status", "close_reason", "source_status", "source_visibility", "complaint_class_id", "agency_id",
    "topic_id", "channel_id", "district_id", "rating", "raw_title", "raw_text", "raw_final_text", "reporter_name",
    "village", "source_reason", "reporter_digest", "text_digest", "source_digest",
)  # fmt: skip
PERSONAL_FIELDS = (
    "raw_title", "raw_text", "raw_final_text", "reporter_name", "village", "source_reason", "reporter_digest",
    "text_digest", "source_digest",
)  # fmt: skip
_SAVED_FIELDS = (*SOURCE_FIELDS, "visibility", "resolution_due_on", "source_as_of", "attention", "is_void")
_TOLD_FIELDS = ("text_digest", "visibility", "resolution_due_on")


def locked_complaints(pks):
    """pk → Complaint with its public text and its workflow, nobody else changing them meanwhile."""
    complaints = Complaint.objects.select_for_update(of=("self",)).select_related("public_text")
    found = {complaint.pk: complaint for complaint in complaints.filter(pk__in=pks)}
    texts = {text.pk: text for row in found.values() if (text := getattr(row, "public_text", None))}
    for text in texts.values():
        text._current_workflow_states = []  # as prefetch_workflow_states() of pages does it
    text_type = ContentType.objects.get_for_model(PublicText)
    for state in WorkflowState.objects.active().filter(content_type=text_type, object_id__in=map(str, texts)):
        texts[int(state.object_id)]._current_workflow_states.append(state)
    return found


def is_live(complaint):
    text = getattr(complaint, "public_text", None)
    return bool(text and text.live)


def put_on(complaint, fields, as_of, deadlines):
    """Sets what the source says, and what follows from it. The desk's own decisions stay."""
    basis, was_void = _deadline_basis(complaint), complaint.is_void
    fields = complaint.as_far_as_kept(fields)
    for name in SOURCE_FIELDS:
        setattr(complaint, name, fields[name])
    complaint.visibility = Visibility.SECRET if complaint.marked_secret else complaint.source_visibility
    has_stood_still = complaint.status in ENDED_STATUSES and _deadline_basis(complaint) == basis and not was_void
    if not has_stood_still:
        complaint.resolution_due_on = deadlines.due_on(*_deadline_basis(complaint))
    complaint.is_void, complaint.source_as_of = False, as_of
    complaint.attention = complaint.current_attention()


def _deadline_basis(complaint):
    """What a due date rests on; where it stays, so does the due date of a complaint that has ended."""
    return Scope.of(complaint), complaint.received_on


def told(complaint):
    """What differences() compares: take it before put_on()."""
    return {name: getattr(complaint, name) for name in _TOLD_FIELDS}


def differences(before, complaint, marks, cause=DueCause.SOURCE):
    """Events of what put_on() has changed, but for the status and the day of receipt."""
    if before["text_digest"] != complaint.text_digest:
        yield complaint, Kind.TEXT_CHANGED, None, marks
    if before["visibility"] != complaint.visibility:
        yield complaint, Kind.VISIBILITY, {"visibility": complaint.visibility}, marks
    due_before, due_now = before["resolution_due_on"], complaint.resolution_due_on
    if due_before != due_now:
        yield due_event(complaint, due_before, due_now, cause, **marks)


def save(complaints):
    """Writes them, and takes down the text of what is confidential now or gone: it comes back by a decision only."""
    complaints = list(complaints)
    update(Complaint, _SAVED_FIELDS, [(*(getattr(row, name) for name in _SAVED_FIELDS), row.pk) for row in complaints])
    for row in complaints:
        if is_live(row) and (row.is_void or row.visibility == Visibility.SECRET):
            row.public_text.unpublish()


def sighting(complaint, statement):
    """The event of a status seen in the data of one run."""
    payload = {"source_status": statement.source_status}
    fields = {
        "status": statement.status,
        "close_reason": statement.close_reason,
        "agency_id": statement.agency_id,
        "seen_at": statement.as_of,
        "import_run_id": statement.run_id,
    }
    return complaint, Kind.SEEN, payload, fields


def receipt(complaint, run_id):
    fields = {"status": Status.RECEIVED, "occurred_at": complaint.received_at, "import_run_id": run_id}
    return complaint, Kind.RECEIVED, None, fields


def whole_way(complaint, statements):
    """The events that tell what statements (in order) say, from the beginning."""
    yield receipt(complaint, statements[0].run_id)
    last = (Status.RECEIVED, "")
    for statement in statements:
        if state_of(statement) != last:
            yield sighting(complaint, statement)
        last = state_of(statement)


def state_of(row):
    return row.status, row.close_reason


def keep_aside(states):
    """Keeps states, (complaint pk, fields) each, so that the complaints can go back to them."""
    rows = [EarlierState(complaint_id=pk, digest=f["source_digest"], content=_as_json(f)) for pk, f in states]
    EarlierState.objects.bulk_create(rows, ignore_conflicts=True)


def fields_of(complaint):
    return {name: getattr(complaint, name) for name in SOURCE_FIELDS}


def _as_json(fields):
    return json.dumps({k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in fields.items()})


def from_kept(content, replaced):
    """replaced: the agencies that were merged since → those that they were merged into."""
    fields = json.loads(content)
    fields["agency_id"] = replaced.get(fields["agency_id"], fields["agency_id"])
    fields["received_at"] = datetime.fromisoformat(fields["received_at"])
    return fields
