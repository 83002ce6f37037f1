"""Counts kept in the transaction that changes them, so that a statistics page costs the same at any size."""

from collections import Counter
from typing import NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import PUBLIC_VISIBILITIES


class TallyCell(NamedTuple):
    """The grain: one month (in Asia/Jakarta) and one value of each dimension; 0 where the source is silent."""

    month: str  # "2020-03"
    agency: int
    topic: int
    complaint_class: int
    channel: int
    status: str
    close_reason: str
    is_published: bool


def cell_of(complaint, is_live=None):
    """Where a complaint is counted; None: nowhere. is_live saves the look-up of its public text when it is known."""
    if complaint.is_void:
        return None
    if is_live is None:
        text = getattr(complaint, "public_text", None)
        is_live = bool(text and text.live)
    return TallyCell(
        timezone.localtime(complaint.received_at).isoformat()[:7],
        complaint.agency_id or 0,
        complaint.topic_id or 0,
        complaint.complaint_class_id or 0,
        complaint.channel_id or 0,
        complaint.status,
        complaint.close_reason,
        is_live and complaint.visibility in PUBLIC_VISIBILITIES,
    )


class TallyManager(models.Manager):
    def move(self, before, after):
        """One complaint leaves the cell before (None: it was counted nowhere) and enters the cell after (or None)."""
        changes = Counter()
        changes[before] -= 1
        changes[after] += 1
        self.apply(changes)

    def apply(self, changes):
        """Adds a Counter of TallyCell → difference. Call it inside the transaction of the change itself."""
        sums = {}
        for cell, difference in changes.items():
            if cell is not None:
                count, published = sums.get(cell[:-1], (0, 0))
                sums[cell[:-1]] = (count + difference, published + difference * cell.is_published)
        # In one order for everybody, so that two writers never wait for each other in a circle.
        rows = [(*key, *sums[key]) for key in sorted(sums) if any(sums[key])]
        if not rows:
            return
        table = connection.ops.quote_name(self.model._meta.db_table)
        cell, counts = TallyCell._fields[:-1], ("count", "published")
        added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
        marks = ", ".join(["%s"] * len(rows[0]))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(cell + counts)}) VALUES ({marks}) "  # noqa: S608  names of our own
                f"ON CONFLICT ({', '.join(cell)}) DO UPDATE SET {added}",
                rows,
            )


class Tally(models.Model):
    month = models.CharField(_("month"), max_length=7)
    agency = models.PositiveBigIntegerField()
    topic = models.PositiveBigIntegerField()
    complaint_class = models.PositiveBigIntegerField()
    channel = models.PositiveBigIntegerField()
    status = models.CharField(max_length=12)
    close_reason = models.CharField(max_length=12, blank=True)
    count = models.IntegerField(default=0)
    published = models.IntegerField(default=0)

    objects = TallyManager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agency", "topic", "complaint_class", "channel", "status", "close_reason"],
                name="one_tally_per_cell",
            )
        ]

    def __str__(self):
        return f"{self.month} {self.status}: {self.count}"


def recount(complaints):
    """Counter of TallyCell → number, counted anew from complaints (a queryset of the register)."""
    rows = (
        complaints.filter(is_void=False)
        .select_related("public_text")
        .defer("raw_title", "raw_text", "raw_final_text", "reporter_name", "village", "source_reason")
    )
    return Counter(cell_of(complaint) for complaint in rows.iterator(chunk_size=2000))
