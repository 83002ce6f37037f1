"""What a moderator can decide of a complaint's public text: one function for a page, for bulk actions and for tests.

Each takes the complaint as its reader saw it, decides on the row as it is now, and raises Refused, with a sentence
for the moderator, where that cannot be. Actor, time and reason go to the complaint's timeline.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from ..models import NEEDS_DECISION, Complaint, PublicText, Tally, TimelineEvent, Visibility, WithholdReason
from ..models.tallies import cells_of
from ..models.timeline import decision_payload

Kind = TimelineEvent.Kind
_DECISIONS = (
    Kind.PUBLISHED,
    Kind.WITHDRAWN,
    Kind.SENT_BACK,
    Kind.WITHHELD,
    Kind.RELEASED,
    Kind.VISIBILITY,
    Kind.REPORTED,
)
_SHORTEST_COMMENT = 10  # characters


class Refused(Exception):
    """The decision cannot be made; the message says why, in the reader's language."""


@contextmanager
def _deciding(pk, user, seen=None):
    """The complaint, locked until the decision is made; Refused where it changed since it was seen.

    seen: state_of() when the user looked at it; "" for what was not looked at but may be decided whatever its state;
    None for one of many: then it must still wait.
    """
    with transaction.atomic():
        complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=pk)
        holder = complaint.holder
        if holder and holder != user:
            raise Refused(
                _("%(name)s has this complaint open for a decision.") % {"name": get_user_display_name(holder)}
            )
        text = PublicText.objects.filter(complaint=complaint, locked=True).exclude(locked_by=user).first()
        if text:
            raise Refused(_("%(name)s has locked this text.") % {"name": get_user_display_name(text.locked_by)})
        if seen is None and complaint.attention not in NEEDS_DECISION:
            raise Refused(_("It waits for no decision any more."))
        if seen and seen != state_of(complaint):
            raise Refused(
                _("This complaint has changed since you opened it. Look at it again; what you typed is still here.")
            )
        yield complaint
        complaint = Complaint.objects.get(pk=pk)
        complaint.refresh_attention()
        Complaint.objects.filter(pk=pk).update(claimed_by=None, claimed_at=None)


def state_of(complaint):
    """A mark of all that a decision rests on: the source's text, the newest draft, whose turn it is."""
    text = PublicText.objects.filter(complaint=complaint).values_list("latest_revision_id", flat=True).first()
    return f"{complaint.text_digest[:12]}.{text or 0}.{complaint.attention}.{complaint.visibility}"


def approve(pk, user, values=None, seen=None):
    """Publishes the text in values (title, summary, response, personal_data_reason), or the newest draft."""
    with _deciding(pk, user, seen) as complaint:
        text = draft_of(complaint)
        if values is None and (complaint.withheld or text.has_personal_data):
            raise Refused(_("It was withheld, or has what looks like personal data: decide on its own page."))
        complaint.withheld = ""
        complaint.save(update_fields=["withheld"])
        revision = _save_draft(text, user, values or {})
        workflow = text.current_workflow_state
        if workflow and workflow.status == workflow.STATUS_IN_PROGRESS:
            workflow.current_task_state.approve(user=user)
        else:
            revision.publish(user=user)


def save_draft(pk, user, values, seen=None):
    """Keeps what was typed as a draft and decides nothing."""
    with _deciding(pk, user, seen) as complaint:
        _save_draft(draft_of(complaint), user, values, check=False)


def send_back(pk, user, comment, seen=None):
    """Returns a submitted text to its author, with what is missing."""
    _require_comment(comment, _("Say in a few words what is missing, so that its author can mend it."))
    with _deciding(pk, user, seen) as complaint:
        text = PublicText.objects.filter(complaint=complaint).first()
        workflow = text.current_workflow_state if text else None
        if not workflow or workflow.status != workflow.STATUS_IN_PROGRESS:
            raise Refused(_("Nobody has submitted a text that could be sent back."))
        _record(complaint, Kind.SENT_BACK, user, comment)  # first: it refuses a comment with personal data
        workflow.current_task_state.reject(user=user, comment=comment)


def withhold(pk, user, reason, note="", seen=None):
    """Keeps the complaint from the public, whatever was published of it before."""
    with _deciding(pk, user, seen) as complaint:
        if complaint.visibility == Visibility.SECRET:
            raise Refused(_("It is confidential already."))
        _take_down(complaint, user)
        complaint.withheld, complaint.reviewed_text_digest = reason, complaint.text_digest
        complaint.reported_at = None
        complaint.save(update_fields=["withheld", "reviewed_text_digest", "reported_at"])
        _record(complaint, Kind.WITHHELD, user, note, reason=str(reason))


def mark_secret(pk, user, note, seen=None):
    """Makes the complaint confidential, more strictly than its source says."""
    _require_comment(note, _("Say in a few words why it must be confidential."))
    with _deciding(pk, user, seen) as complaint:
        if complaint.visibility == Visibility.SECRET:
            raise Refused(_("It is confidential already."))
        _take_down(complaint, user)
        _show_as(complaint, Visibility.SECRET, user, note, is_marked=True)


def lift(pk, user, note):
    """Takes back what the desk decided: the complaint is the source's again, and waits for a new decision."""
    _require_comment(note, _("Say in a few words why."))
    with _deciding(pk, user, seen="") as complaint:
        _take_down(complaint, user)
        if not (complaint.marked_secret or complaint.withheld):
            raise Refused(_("There is nothing to take back."))
        if complaint.marked_secret:
            _show_as(complaint, complaint.source_visibility, user, note, is_marked=False)
        else:
            _record(complaint, Kind.RELEASED, user, note)
        Complaint.objects.filter(pk=pk).update(withheld="")


def earlier(complaint):
    """The decisions made of it so far, newest first: kind, moment, who and why."""
    events = TimelineEvent.objects.filter(complaint=complaint, kind__in=_DECISIONS).select_related("payload")
    for event in events.order_by("-sequence")[:20]:
        payload = event.payload.values if hasattr(event, "payload") else {}
        labels = {"reason": WithholdReason, "visibility": Visibility}
        shown = {f"{name}_label": choices(payload[name]).label for name, choices in labels.items() if name in payload}
        yield {"event": event, **payload, **shown}


def draft_of(complaint):
    """The newest version of its public text, published or not; begun where there is none."""
    text, _is_new = PublicText.objects.get_or_create(complaint=complaint)
    return text.get_latest_revision_as_object()


def _save_draft(text, user, values, check=True):
    for name, value in values.items():
        setattr(text, name, value)
    if check:
        if not (text.title.strip() and text.summary.strip()):
            raise Refused(_("It has no public title and summary yet."))
        try:
            text.full_clean(exclude=["complaint"])
            text.refuse_publication(Complaint.objects.get(pk=text.complaint_id))
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
    if values or not text.latest_revision:
        return text.save_revision(user=user, changed=True, log_action=True, clean=False)
    return text.latest_revision


def _take_down(complaint, user):
    text = PublicText.objects.filter(complaint=complaint).first()
    if text is None:
        return
    workflow = text.current_workflow_state
    if workflow:
        workflow.cancel(user=user)
    if text.live:
        UnpublishAction(text, user=user).execute(skip_permission_checks=True)  # asked for before a decision is made
    complaint.refresh_from_db()


def _show_as(complaint, visibility, user, note, is_marked):
    before = cells_of(complaint)
    complaint.visibility, complaint.marked_secret = visibility, is_marked
    complaint.save(update_fields=["visibility", "marked_secret"])
    Tally.objects.move(before, cells_of(complaint))
    _record(complaint, Kind.VISIBILITY, user, note, visibility=str(visibility))


def _record(complaint, kind, user, note, **codes):
    if PublicText(complaint=complaint).personal_kinds(note):
        raise Refused(_("This looks like personal data. A comment must do without."))
    TimelineEvent.objects.append(complaint, kind, decision_payload(note, user, **codes))
    log(instance=complaint, action=f"complaints_public.{kind}", user=user)


def _require_comment(comment, sentence):
    if len(comment.strip()) < _SHORTEST_COMMENT:
        raise Refused(sentence)
