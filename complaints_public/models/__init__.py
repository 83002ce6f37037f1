from .choices import NEEDS_DECISION, Attention, Punctuality, Urgency, WithholdReason
from .complaint import CloseReason, Complaint, Origin, Status, Visibility
from .deadline_changes import DueCause
from .deadlines import DeadlineRule, Holiday
from .following import Subscription
from .former_number import FormerNumber
from .imports import ColumnMapping, EarlierState, ImportFault, ImportRun, SourceStatement, StatusMapping
from .public_text import PublicText
from .releases import Release
from .reply_template import ReplyTemplate
from .report import Report
from .statistics_page import StatisticsPage
from .tallies import DayTally, DurationTally, Tally
from .timeline import ChainEnd, EventPayload, TimelineEvent
from .timeline_head import TimelineHead
from .uploads import Upload

__all__ = [
    "Attention",
    "ChainEnd",
    "CloseReason",
    "ColumnMapping",
    "Complaint",
    "DayTally",
    "DeadlineRule",
    "DueCause",
    "DurationTally",
    "EarlierState",
    "EventPayload",
    "FormerNumber",
    "Holiday",
    "ImportFault",
    "ImportRun",
    "NEEDS_DECISION",
    "Origin",
    "PublicText",
    "Punctuality",
    "Release",
    "ReplyTemplate",
    "Report",
    "SourceStatement",
    "StatisticsPage",
    "Status",
    "Subscription",
    "StatusMapping",
    "Tally",
    "TimelineEvent",
    "TimelineHead",
    "Upload",
    "Urgency",
    "Visibility",
    "WithholdReason",
]
