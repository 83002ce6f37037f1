"""The words the whole register uses for where a complaint is (explained in docs/glossary.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    SP4N = "sp4n", _("SP4N-LAPOR!")
    ELAPORBUP = "elaporbup", _("E-Lapor Bupati")
    LAPORGUB = "laporgub", _("LaporGub")
    DESK = "desk", _("Complaint desk")


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Verified")
    FORWARDED = "forwarded", _("Forwarded")
    IN_PROGRESS = "in_progress", _("In progress")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    POSTPONED = "postponed", _("Postponed")
    ARCHIVED = "archived", _("Archived")


# Nothing more is due from an agency.
ENDED_STATUSES = (Status.ANSWERED, Status.CLOSED, Status.ARCHIVED)


class CloseReason(models.TextChoices):
    BY_ADMIN = "by_admin", _("Closed by the administrator")
    BY_SILENCE = "by_silence", _("Closed by the system, for want of a reply")
    SOLVED = "solved", _("Settled")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")


class Visibility(models.TextChoices):
    OPEN = "open", _("Open")
    ANONYMOUS = "anonymous", _("Anonymous")
    SECRET = "secret", _("Confidential")


class Urgency(models.TextChoices):
    """How pressing the desk finds it. Perbup 22/2022, BAB II.2.c, names urgency and sets no degrees of it."""

    ORDINARY = "ordinary", _("Ordinary")
    URGENT = "urgent", _("Urgent")


class Punctuality(models.TextChoices):
    """Of a complaint that has ended on a day that is known."""

    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Late")
    NO_LIMIT = "no_limit", _("Without a time limit")


PUBLIC_VISIBILITIES = (Visibility.OPEN, Visibility.ANONYMOUS)


class WithholdReason(models.TextChoices):
    """Why a moderator keeps a complaint from the public."""

    PERSONAL = "personal", _("It gives people away however it is worded")
    PROCEEDINGS = "proceedings", _("It is part of legal proceedings")
    ACCUSATION = "accusation", _("It accuses a person without proof")
    INDECENT = "indecent", _("It is insulting or indecent")
    NO_COMPLAINT = "no_complaint", _("It is no complaint (test, spam, duplicate)")
    OTHER = "other", _("Another reason")


class Attention(models.IntegerChoices):
    """Whose turn it is with the public text of a complaint; the queue shows what needs a moderator's decision."""

    NONE = 0, _("Nothing to decide")
    SENT_BACK = 1, _("Sent back to its author")
    NEW = 2, _("Not decided yet")
    SUBMITTED = 3, _("Text waits for approval")
    CHANGED = 4, _("Changed at the source since the decision")
    REPORTED = 5, _("Taken offline: a reader says it identifies somebody")


NEEDS_DECISION = (Attention.NEW, Attention.SUBMITTED, Attention.CHANGED, Attention.REPORTED)


class ExportColumn(models.TextChoices):
    """What a column of an export can mean; importing/columns.py knows the headings."""

    NUMBER = "number", _("Number")
    DAY = "day", _("Day of receipt")
    TIME = "time", _("Time of receipt")
    STATUS = "status", _("Status")
    REASON = "reason", _("Reason for postponing or archiving")
    COMPLAINT_CLASS = "complaint_class", _("Class")
    AGENCY = "agency", _("Agency")
    TOPIC = "topic", _("Topic")
    CHANNEL = "channel", _("Channel")
    VISIBILITY = "visibility", _("Confidentiality")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")
    RATING = "rating", _("Rating")
    REPORTER = "reporter", _("Name of the reporter")
    TITLE = "title", _("Title as filed")
    TEXT = "text", _("Text as filed")
    FINAL_TEXT = "final_text", _("Text as corrected at the source")
