"""Each status in one or two sentences for a citizen: what it means, and what comes next."""

from django.utils.translation import gettext_lazy as _

from .choices import CloseReason, Status

_EXPLANATIONS = {
    Status.RECEIVED: _("The complaint has arrived and waits to be checked."),
    Status.VERIFIED: _("The complaint has been checked and is complete enough to be handled."),
    Status.FORWARDED: _("The complaint has been passed on to the agency that is responsible for it."),
    Status.IN_PROGRESS: _("The responsible agency is working on the complaint."),
    Status.ANSWERED: _("The agency has answered."),
    Status.CLOSED: _("The complaint is closed. The data does not say why."),
    Status.POSTPONED: _("The handling has been put off for now."),
    Status.ARCHIVED: _(
        "The complaint was put into the archive and is not handled further, for example because it was incomplete."
    ),
}
_CLOSE_EXPLANATIONS = {
    CloseReason.BY_ADMIN: _(
        "An administrator closed the complaint. The data does not say whether the matter itself is settled."
    ),
    CloseReason.BY_SILENCE: _(
        "The system closed the complaint because no reply came after the answer. That does not mean it is solved."
    ),
    CloseReason.SOLVED: _("The complaint is closed because the matter is settled."),
    CloseReason.NOT_ELIGIBLE: _("The complaint was closed because it cannot be handled through this way."),
}
_NEXT_STEPS = {
    Status.RECEIVED: _("It will be checked and passed on to the responsible agency."),
    Status.VERIFIED: _("It will be passed on to the responsible agency."),
    Status.FORWARDED: _("The agency takes it up and gives a first response."),
    Status.IN_PROGRESS: _("The agency gives its answer, at the latest by the due date."),
    Status.ANSWERED: _("The reporter can reply to the answer. Without a reply the complaint is closed."),
    Status.POSTPONED: _("The handling goes on when the reason for putting it off is gone."),
    Status.ARCHIVED: _("Nothing more happens. You can file it again with what was missing."),
    Status.CLOSED: _("Nothing more happens by itself. If you do not agree, you can object or file it again."),
}
TAKEN_UP_AGAIN = _("It was answered or closed before, and has been taken up again.")
_BY_DEADLINE = {
    "overdue": _(
        "The due date has passed. The agency still owes its answer; below you see where to object if it does not come."
    ),
    "reopened": _("The agency gives a further answer. The rules set no date for it."),
}


def explanation(status, close_reason=""):
    return _CLOSE_EXPLANATIONS.get(close_reason) or _EXPLANATIONS[status]


def next_step(status, deadline_state=""):
    return _BY_DEADLINE.get(deadline_state) or _NEXT_STEPS[status]
