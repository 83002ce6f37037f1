from .complaint import CloseReason, Complaint, Origin, Status, Visibility
from .deadlines import DeadlineRule, Holiday
from .imports import ImportFault, ImportRun, StatusMapping
from .public_text import PublicText
from .statistics_page import StatisticsPage
from .tallies import Tally
from .timeline import EventPayload, TimelineEvent

__all__ = [
    "CloseReason",
    "Complaint",
    "DeadlineRule",
    "EventPayload",
    "Holiday",
    "ImportFault",
    "ImportRun",
    "Origin",
    "PublicText",
    "StatisticsPage",
    "Status",
    "StatusMapping",
    "Tally",
    "TimelineEvent",
    "Visibility",
]
