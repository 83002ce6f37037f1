"""The time limit of each step of one complaint: from when it runs, by when it is due, whether it was kept.

What the data does not say stays unknown: a limit that begins with a step whose day nobody gives has no due date.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..deadlines import DeadlineSum
from .choices import ENDED_STATUSES, Status
from .deadlines import DeadlineRule, DeadlineTable

Step = DeadlineRule.Step
_FORWARDED_OR_FURTHER = (Status.FORWARDED, Status.IN_PROGRESS, *ENDED_STATUSES)
# The status that begins a step (None: the receipt itself), and those in which it is done.
_BEGINNINGS = {Step.FIRST_RESPONSE: Status.FORWARDED, Step.REPORTER_REPLY: Status.ANSWERED}
ENDS = {
    Step.VERIFY: _FORWARDED_OR_FURTHER,
    Step.FIRST_RESPONSE: _FORWARDED_OR_FURTHER[1:],
    Step.RESOLUTION: ENDED_STATUSES,
    Step.REPORTER_REPLY: tuple(set(Status) - {Status.ANSWERED}),
}
# Who stands here has passed the beginning of the step, whether or not the data shows it.
_BEGUN_BY_THEN = {Step.FIRST_RESPONSE: _FORWARDED_OR_FURTHER, Step.REPORTER_REPLY: ENDED_STATUSES}
_TURN = {
    Status.RECEIVED: Step.VERIFY,
    Status.VERIFIED: Step.VERIFY,
    Status.FORWARDED: Step.FIRST_RESPONSE,
    Status.IN_PROGRESS: Step.RESOLUTION,
    Status.POSTPONED: Step.RESOLUTION,
    Status.ANSWERED: Step.REPORTER_REPLY,
}


@dataclass(frozen=True)
class StepDeadline:
    step: str
    # waiting (not begun), open, overdue, met, late, ended (over, nobody says on which day), reopened (was done in
    # time and taken up again since), closed (nothing can follow), none (no limit applies), unknown
    state: str
    rule: DeadlineRule | None = None
    sum: DeadlineSum | None = None
    due_on: date | None = None
    years_without_holidays: list = field(default_factory=list)

    @property
    def label(self):
        return Step(self.step).label

    @property
    def citation(self):
        return self.rule.citation if self.rule else ""

    @property
    def is_as_counted_now(self):
        """Whether the due date is the one that today's holidays and rules give."""
        return bool(self.sum) and self.sum.due_on == self.due_on

    @property
    def skipped(self):
        return [{"date": day, "name": name} for day, name in self.sum.skipped] if self.is_as_counted_now else []

    @property
    def sum_text(self):
        return _sum_text(self.step, self.sum) if self.is_as_counted_now else ""


class StepDeadlines:
    """Of one complaint: its scope and receipt, and its events as TimelineEvent.objects.public() gives them."""

    def __init__(self, scope, received_on, status, events, resolution_due_on=None):
        self.scope, self.received_on, self.status = scope, received_on, status
        self.events, self.resolution_due_on = events, resolution_due_on

    @cached_property
    def table(self):
        return DeadlineTable()

    @cached_property
    def all(self):
        return [self.of(step) for step in Step]

    @property
    def next(self):
        """The step whose turn it is, or None where nothing more is due."""
        return self.of(_TURN[self.status]) if self.status in _TURN else None

    def of(self, step):
        begun_on = self._begun_on(step)
        deadline_sum, rule = self.table.limit(step, self.scope, begun_on or self.received_on)
        if begun_on is None and deadline_sum:
            has_begun = self.status in _BEGUN_BY_THEN[step] or self._beginning(step) is not None
            return StepDeadline(step, "unknown" if has_begun else "waiting", rule)
        stored = self.resolution_due_on if step == Step.RESOLUTION else None
        due_on = stored or (deadline_sum.due_on if deadline_sum else None)
        if due_on is None:
            is_known = rule or self.scope.complaint_class
            return StepDeadline(step, "none" if is_known else "unknown", rule)
        missing = [] if self._is_over(step) else self.table.years_without_holidays(begun_on, due_on)
        return StepDeadline(step, self._state(step, due_on), rule, deadline_sum, due_on, missing)

    def _begun_on(self, step):
        """The day the limit begins to run; None where it has not begun or nobody says when it did."""
        if step not in _BEGINNINGS:
            return self.received_on
        beginning = self._beginning(step)
        return _day(self.events[beginning]["occurred_at"]) if beginning is not None else None

    def _beginning(self, step):
        """Where among the events the step began: the first forwarding, the newest answer."""
        status = _BEGINNINGS.get(step)
        places = [place for place, event in enumerate(self.events) if event["status"] == status]
        return places[-1 if step == Step.REPORTER_REPLY else 0] if places else None

    def _is_over(self, step):
        is_passed_for_good = step in (Step.VERIFY, Step.FIRST_RESPONSE) and self._end(step)
        return bool(is_passed_for_good) or self.status in ENDS[step]

    def _state(self, step, due_on):
        end = self._end(step)
        was_met = bool(end) and timezone.localdate(end["occurred_at"] or end["seen_at"]) <= due_on
        if not self._is_over(step):
            is_past = due_on < timezone.localdate()
            return "open" if not is_past else "reopened" if was_met else "overdue"
        if step == Step.REPORTER_REPLY and end and end["status"] != Status.IN_PROGRESS:
            return "closed"
        if was_met:
            return "met"
        # First seen done after the due date proves nothing; done on a day that is known does.
        return "late" if end and end["occurred_at"] else "ended"

    def _end(self, step):
        start = self._beginning(step)
        later = self.events[0 if start is None else start + 1 :]
        return next((event for event in later if event["status"] in ENDS[step]), None)


def _day(moment):
    return timezone.localdate(moment) if moment else None


def _sum_text(step, deadline_sum):
    starts = {Step.FIRST_RESPONSE: _("forwarded %(day)s"), Step.REPORTER_REPLY: _("answered %(day)s")}
    days = ngettext("%(count)s working day", "%(count)s working days", deadline_sum.working_days)
    skipped = ngettext("%(count)s holiday skipped", "%(count)s holidays skipped", len(deadline_sum.skipped))
    text = _("%(start)s + %(days)s, %(skipped)s = due %(due)s")
    return (text if deadline_sum.skipped else _("%(start)s + %(days)s = due %(due)s")) % {
        "start": starts.get(step, _("received %(day)s")) % {"day": date_format(deadline_sum.started_on, "j F Y")},
        "days": days % {"count": deadline_sum.working_days},
        "skipped": skipped % {"count": len(deadline_sum.skipped)},
        "due": date_format(deadline_sum.due_on, "j F Y"),
    }
