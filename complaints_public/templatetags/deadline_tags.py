from django import template
from django.utils.translation import gettext_lazy as _

from ..models import DeadlineRule, Origin, Status, TimelineEvent, Urgency
from ..models.deadline_changes import DueChange
from ..models.deadlines import Scope
from ..models.public_complaint import way_so_far
from ..models.step_deadlines import StepDeadlines
from ..moderation import deadlines

register = template.Library()

_STATES = {
    "waiting": _("has not begun"),
    "open": _("runs"),
    "overdue": _("overdue"),
    "met": _("kept"),
    "late": _("kept too late"),
    "ended": _("over; on which day is not in the data"),
    "reopened": _("kept; taken up again since"),
    "closed": _("runs no more"),
    "none": _("no limit"),
    "unknown": _("not known"),
}


@register.inclusion_tag("complaints_public/admin/time_limits.html", takes_context=True)
def time_limits(context, complaint):
    """Each step's limit of one complaint, what moved its due date, and its urgency to be set."""
    rows = list(TimelineEvent.objects.public_with_due_changes(complaint.pk))
    limits = StepDeadlines(
        Scope.of(complaint), complaint.received_on, complaint.status, way_so_far(rows), complaint.resolution_due_on
    )
    moved = [DueChange.told_by(row) for row in rows if row["kind"] == TimelineEvent.Kind.DUE]
    is_silent = complaint.origin == Origin.DESK and complaint.status == Status.ANSWERED
    return {
        "limits": [(limit, _STATES[limit.state]) for limit in limits.all],
        "moved": sorted(moved, key=lambda change: change.recorded_at),
        "missing_years": sorted({year for limit in limits.all for year in limit.years_without_holidays}),
        "closes_after": limits.of(DeadlineRule.Step.REPORTER_REPLY).due_on if is_silent else None,
        "complaint": complaint,
        "urgencies": Urgency.choices,
        "can_record": context["request"].user.has_perm("complaints_public.record_progress"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("complaints_public/admin/holiday_warnings.html", takes_context=True)
def holiday_warnings(context):
    return deadlines.holiday_warnings(context["request"].user)
