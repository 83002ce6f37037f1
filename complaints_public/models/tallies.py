"""Counts kept in the transaction that changes them, so that a statistics page costs the same at any size.

Three grains, one mechanism: cells_of() says everywhere a complaint is counted, and whatever changes a complaint takes
it out of the cells it was in and puts it into those it is in now.
"""

from collections import Counter
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import ENDED_STATUSES, PUBLIC_VISIBILITIES, Punctuality

LONGEST_DURATION = 250  # working days; what lasts longer is counted as one more
_ROWS = 500  # a statement


# Keys of one Counter, where tuples of equal content are one key: no two kinds of cells have equally many fields.
class TallyCell(NamedTuple):
    """One month of receipt (in Asia/Jakarta) and one value of each dimension; 0 where the source is silent."""

    month: str  # "2020-03"
    agency: int
    topic: int
    complaint_class: int
    channel: int
    status: str
    close_reason: str
    punctuality: str
    is_published: bool


class DayCell(NamedTuple):
    """One day and one agency. kind says what happened on that day, or is to happen."""

    kind: str
    day: date
    agency: int
    is_published: bool


class DurationCell(NamedTuple):
    """How many took exactly so many working days, by month of receipt."""

    kind: str
    month: str
    agency: int
    complaint_class: int
    days: int
    is_published: bool


def cells_of(complaint, is_live=None):
    """Everywhere a complaint is counted. is_live saves the look-up of its public text when it is known."""
    if complaint.is_void:
        return ()
    if is_live is None:
        text = getattr(complaint, "public_text", None)
        is_live = bool(text and text.live)
    is_published = is_live and complaint.visibility in PUBLIC_VISIBILITIES
    received_on = timezone.localtime(complaint.received_at).date()
    month, agency = received_on.isoformat()[:7], complaint.agency_id or 0
    complaint_class = complaint.complaint_class_id or 0
    tally = TallyCell(
        month,
        agency,
        complaint.topic_id or 0,
        complaint_class,
        complaint.channel_id or 0,
        complaint.status,
        complaint.close_reason,
        _punctuality(complaint),
        is_published,
    )
    days = [DayCell(kind, day, agency, is_published) for kind, day in _days(complaint, received_on)]
    durations = [
        DurationCell(kind, month, agency, complaint_class, min(count, LONGEST_DURATION + 1), is_published)
        for kind, count in _durations(complaint)
        if count is not None
    ]
    return (tally, *days, *durations)


def _punctuality(complaint):
    if complaint.status not in ENDED_STATUSES or not complaint.ended_on:
        return ""
    if not complaint.resolution_due_on:
        return Punctuality.NO_LIMIT.value
    is_on_time = complaint.ended_on <= complaint.resolution_due_on
    return Punctuality.ON_TIME.value if is_on_time else Punctuality.LATE.value


def _days(complaint, received_on):
    yield "received", received_on
    if complaint.status in ENDED_STATUSES:
        if complaint.ended_on:
            yield "ended", complaint.ended_on
        return
    yield "open", received_on
    if complaint.resolution_due_on:
        yield "due", complaint.resolution_due_on


def _durations(complaint):
    yield "response", complaint.response_days
    if complaint.status in ENDED_STATUSES:
        yield "resolution", complaint.resolution_days


class TallyManager(models.Manager):
    def move(self, before, after):
        """One complaint leaves the cells before and enters the cells after."""
        changes = Counter(after)
        changes.subtract(before)
        self.apply(changes)

    def apply(self, changes):
        """Adds a Counter of cells → difference. Call it inside the transaction of the change itself."""
        for cell_type, sums in sums_of(changes).items():
            self.add(cell_type, sums)

    def add(self, cell_type, sums):
        """Adds {cell without is_published: (count, published)} to the table of that kind of cells."""
        # In one order for everybody, so that two writers never wait for each other in a circle.
        rows = ((*key, *sums[key]) for key in sorted(sums) if any(sums[key]))
        table = connection.ops.quote_name(TABLES[cell_type]._meta.db_table)
        cell, counts = cell_type._fields[:-1], ("count", "published")
        added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
        marks = f"({', '.join(['%s'] * (len(cell) + len(counts)))})"
        with connection.cursor() as cursor:
            while batch := list(islice(rows, _ROWS)):
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(cell + counts)}) VALUES {', '.join([marks] * len(batch))} "  # noqa: S608
                    f"ON CONFLICT ({', '.join(cell)}) DO UPDATE SET {added}",
                    [value.isoformat() if isinstance(value, date) else value for row in batch for value in row],
                )


def sums_of(changes):
    """{kind of cells: {cell without is_published: (count, published)}} of a Counter of cells."""
    sums = {cell_type: {} for cell_type in TABLES}
    for cell, difference in changes.items():
        of_type = sums[type(cell)]
        count, published = of_type.get(cell[:-1], (0, 0))
        of_type[cell[:-1]] = (count + difference, published + difference * cell.is_published)
    return sums


class Counted(models.Model):
    """count complaints, of which published are public."""

    count = models.IntegerField(default=0)
    published = models.IntegerField(default=0)

    class Meta:
        abstract = True


class Tally(Counted):
    month = models.CharField(_("month"), max_length=7)
    agency = models.PositiveBigIntegerField()
    topic = models.PositiveBigIntegerField()
    complaint_class = models.PositiveBigIntegerField()
    channel = models.PositiveBigIntegerField()
    status = models.CharField(max_length=12)
    close_reason = models.CharField(max_length=12, blank=True)
    punctuality = models.CharField(max_length=8, choices=Punctuality, blank=True, default="")

    objects = TallyManager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=TallyCell._fields[:-1], name="one_tally_per_cell")]

    def __str__(self):
        return f"{self.month} {self.status}: {self.count}"


class DayTally(Counted):
    """Due and open are of complaints that have not ended; open ones stand at their day of receipt.

    Ended ones are counted only where a day of it is known.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        OPEN = "open", _("Received and not ended")
        DUE = "due", _("Due")
        ENDED = "ended", _("Answered or closed")

    kind = models.CharField(max_length=8, choices=Kind)
    day = models.DateField()
    agency = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=DayCell._fields[:-1], name="one_tally_per_day")]
        # Days on which nothing is left would be read for nothing.
        indexes = [models.Index(fields=["kind", "day"], condition=models.Q(count__gt=0), name="days_that_count")]

    def __str__(self):
        return f"{self.kind} {self.day}: {self.count}"


class DurationTally(Counted):
    """days: working days from the receipt, LONGEST_DURATION + 1 for all that lasted longer."""

    class Kind(models.TextChoices):
        RESPONSE = "response", _("To the first response")
        RESOLUTION = "resolution", _("To the answer or closing")

    kind = models.CharField(max_length=10, choices=Kind)
    month = models.CharField(max_length=7)
    agency = models.PositiveBigIntegerField()
    complaint_class = models.PositiveBigIntegerField()
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=DurationCell._fields[:-1], name="one_tally_per_duration")]

    def __str__(self):
        return f"{self.kind} {self.month}, {self.days}: {self.count}"


TABLES = {TallyCell: Tally, DayCell: DayTally, DurationCell: DurationTally}
