"""One complaint as a citizen reads it, made from a row of Complaint.objects.public()."""

from operator import itemgetter

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..references import public_reference
from . import plain_words
from .choices import ENDED_STATUSES, CloseReason, Origin, Status
from .deadline_changes import DueChange
from .deadlines import DeadlineRule, Scope
from .step_deadlines import StepDeadlines
from .timeline import TimelineEvent


def status_label(status, close_reason=""):
    if status == Status.CLOSED and close_reason:
        return str(CloseReason(close_reason).label)
    return str(Status(status).label)


def way_so_far(rows):
    """Public events without repeats: an export that shows the same status again is no news."""
    events = []
    for row in rows:
        state = (row["status"], row["close_reason"])
        is_news = not events or state != (events[-1]["status"], events[-1]["close_reason"])
        if is_news and row["kind"] != TimelineEvent.Kind.DUE:
            events.append(row)
    return events


def _is_taken_up_again(event=None, earlier=None):
    return bool(earlier) and earlier["status"] in ENDED_STATUSES and event["status"] not in ENDED_STATUSES


class PublicComplaint:
    """Reads its values from the row; adds words, deadline and way. Knows nothing that the row does not hold."""

    def __init__(self, row):
        self.row = row

    def __getattr__(self, name):
        try:
            return self.__dict__["row"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def reference(self):
        return public_reference(self.reference_origin, self.reference_number)

    @property
    def url(self):
        return reverse("complaint", args=[self.reference])

    @property
    def has_ended(self):
        return self.state in ENDED_STATUSES

    @property
    def status_label(self):
        return status_label(self.state, self.reason)

    @property
    def recorded_on(self):
        """The day of the desk's own step where the present state comes from one, and from no export; else None."""
        last = self.events[-1] if self.events else None
        return last["occurred_at"] if last and last["kind"] == TimelineEvent.Kind.STEP else None

    @property
    def explanation(self):
        text = plain_words.explanation(self.state, self.reason)
        if _is_taken_up_again(*reversed(self.events[-2:])):
            return f"{plain_words.TAKEN_UP_AGAIN} {text}"
        return text

    @property
    def origin_label(self):
        return Origin(self.reference_origin).label

    @property
    def next_step(self):
        return plain_words.next_step(self.state, self.deadline.state)

    def _named(self, field):
        english = self.row[f"{field}_name_en"]
        return english if english and translation.get_language() == "en" else self.row[f"{field}_name"]

    @property
    def topic(self):
        return self._named("topic")

    @property
    def complaint_class(self):
        return self._named("class")

    @cached_property
    def deadlines(self):
        scope = Scope(self.urgency_code, self.agency_pk, self.district_pk, self.class_pk)
        return StepDeadlines(scope, timezone.localdate(self.arrived_at), self.state, self.events, self.due_on)

    @cached_property
    def deadline(self):
        """Of the answer."""
        return self.deadlines.of(DeadlineRule.Step.RESOLUTION)

    @cached_property
    def next_deadline(self):
        """Of the step whose turn it is, unless that is the answer; None where nothing more is due."""
        following = self.deadlines.next
        return following if following and following.step != DeadlineRule.Step.RESOLUTION else None

    @cached_property
    def due_changes(self):
        """A sentence for each time its due date moved, the oldest first."""
        rows = [row for row in self._told if row["kind"] == TimelineEvent.Kind.DUE]
        changes = [DueChange.told_by(row) for row in sorted(rows, key=itemgetter("recorded_at"))]
        return [change.text for change in changes if change.before or change.why]

    @cached_property
    def _told(self):
        return list(TimelineEvent.objects.public_with_due_changes(self.pk))

    @cached_property
    def events(self):
        return way_so_far(self._told)

    @cached_property
    def timeline(self):
        """What the timeline component shows, oldest first."""
        before = [None, *self.events[:-1]]
        shown = [self._shown(event, earlier) for event, earlier in zip(self.events, before, strict=True)]
        if shown:
            shown[-1] |= {"is_current": True, "text": self.explanation}
        return shown

    @staticmethod
    def _shown(event, earlier):
        if event["close_reason"] == CloseReason.BY_SILENCE and event["kind"] == TimelineEvent.Kind.STEP:
            note = _("closed by the portal itself")
        elif event["kind"] == TimelineEvent.Kind.STEP:
            note = _("recorded by the complaint desk")
        elif event["kind"] == TimelineEvent.Kind.SEEN:
            note = _("seen in the data of %(day)s") % {"day": _day(event["seen_at"])}
        else:
            note = ""
        return {
            "label": status_label(event["status"], event["close_reason"]),
            "text": plain_words.TAKEN_UP_AGAIN if _is_taken_up_again(event, earlier) else "",
            "date": event["occurred_at"],
            "date_note": note,
            "is_current": False,
            "is_future": False,
        }


def _day(moment):
    return date_format(timezone.localtime(moment) if hasattr(moment, "hour") else moment, "j F Y")
