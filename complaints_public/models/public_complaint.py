"""One complaint as a citizen reads it, made from a row of Complaint.objects.public()."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..references import public_reference
from . import plain_words
from .choices import ENDED_STATUSES, CloseReason, Status
from .deadlines import DeadlineRule, DeadlineTable, Scope
from .timeline import TimelineEvent


@dataclass(frozen=True)
class Deadline:
    state: str  # open, overdue, met, late, ended, none, unknown
    due_on: object = None
    sum_text: str = ""
    skipped: tuple = ()
    citation: str = ""


def status_label(status, close_reason=""):
    if status == Status.CLOSED and close_reason:
        return str(CloseReason(close_reason).label)
    return str(Status(status).label)


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
        return plain_words.explanation(self.state, self.reason)

    @property
    def next_step(self):
        return plain_words.next_step(self.state, is_overdue=self.deadline.state == "overdue")

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
    def deadline(self):
        if not self.class_name:
            return Deadline("unknown")
        received_on = timezone.localdate(self.arrived_at)
        scope = Scope(self.urgency_code, self.agency_pk, self.district_pk, self.class_pk)
        deadline_sum, rule = DeadlineTable().limit(DeadlineRule.Step.RESOLUTION, scope, received_on)
        citation = rule.citation if rule else ""
        if deadline_sum is None:
            return Deadline("none", citation=citation)
        return Deadline(
            self._deadline_state(deadline_sum.due_on),
            deadline_sum.due_on,
            _sum_text(deadline_sum),
            tuple({"date": day, "name": name} for day, name in deadline_sum.skipped),
            citation,
        )

    def _deadline_state(self, due_on):
        if not self.has_ended:
            return "overdue" if due_on < timezone.localdate() else "open"
        ended = next((event for event in self.events if event["status"] in ENDED_STATUSES), None)
        moment = ended and (ended["occurred_at"] or ended["seen_at"])
        if moment and timezone.localdate(moment) <= due_on:
            return "met"
        # First seen ended after the due date proves nothing; ended on a day that is known does.
        return "late" if ended and ended["occurred_at"] else "ended"

    @cached_property
    def events(self):
        """The way so far, without repeats: an export that shows the same status again is no news."""
        events = []
        for event in TimelineEvent.objects.public(self.pk):
            state = (event["status"], event["close_reason"])
            if not events or state != (events[-1]["status"], events[-1]["close_reason"]):
                events.append(event)
        return events

    @cached_property
    def timeline(self):
        """What the timeline component shows, oldest first."""
        shown = [self._shown(event) for event in self.events]
        if shown:
            shown[-1] |= {"is_current": True, "text": self.explanation}
        return shown

    @staticmethod
    def _shown(event):
        if event["kind"] == TimelineEvent.Kind.STEP:
            note = _("recorded by the complaint desk")
        elif event["kind"] == TimelineEvent.Kind.SEEN:
            note = _("seen in the data of %(day)s") % {"day": _day(event["seen_at"])}
        else:
            note = ""
        return {
            "label": status_label(event["status"], event["close_reason"]),
            "text": "",
            "date": event["occurred_at"],
            "date_note": note,
            "is_current": False,
            "is_future": False,
        }


def _day(moment):
    return date_format(timezone.localtime(moment) if hasattr(moment, "hour") else moment, "j F Y")


def _sum_text(deadline_sum):
    days = ngettext("%(count)s working day", "%(count)s working days", deadline_sum.working_days)
    skipped = ngettext("%(count)s holiday skipped", "%(count)s holidays skipped", len(deadline_sum.skipped))
    with_holidays = _("received %(start)s + %(days)s, %(skipped)s = due %(due)s")
    text = with_holidays if deadline_sum.skipped else _("received %(start)s + %(days)s = due %(due)s")
    return text % {
        "start": _day(deadline_sum.started_on),
        "days": days % {"count": deadline_sum.working_days},
        "skipped": skipped % {"count": len(deadline_sum.skipped)},
        "due": _day(deadline_sum.due_on),
    }
