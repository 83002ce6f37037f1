"""The head of each day: one hash over everything the timeline holds, for outsiders to keep."""

import secrets
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .timeline import AppendOnlyModel, AppendOnlyQuerySet, TimelineEvent, canonical_digest, moment_text

_ONE_DAY = timedelta(days=1)
_LONGEST_WAIT = "10s"  # writers wait as long as the sealing does


class EventsDigest:
    """SHA-256 over a salt and then a line "<key> <hash>" for each event, in the order of their keys."""

    def __init__(self, salt, events=()):
        self.salt, self.count, self.last_event = salt, 0, None
        self._sha = sha256(f"{salt}\n".encode())
        for pk, event_hash in events:
            self._sha.update(f"{pk} {event_hash}\n".encode())
            self.count, self.last_event = self.count + 1, pk

    def hexdigest(self):
        return self._sha.hexdigest()


class TimelineHeadQuerySet(AppendOnlyQuerySet):
    @transaction.atomic
    def seal_finished_days(self):
        """Seals every day that is over and not sealed yet, those without events too; returns the new heads."""
        _wait_for_writers()
        heads, last = [], self.order_by("day").last()
        for day, events in _finished_days(last):
            last = TimelineHead.sealing(day, events, last)
            heads.append(last)
        return self.bulk_create(heads)

    def unsealed_days(self):
        """How many days are over and not sealed yet."""
        last = self.order_by("day").last()
        first_event = None if last else TimelineEvent.objects.order_by("pk").first()
        if not (last or first_event):
            return 0
        sealed_to = last.day if last else timezone.localdate(first_event.recorded_at) - _ONE_DAY
        return max((timezone.localdate() - _ONE_DAY - sealed_to).days, 0)


def _wait_for_writers():
    """Which events a head covers is said by their keys: no event with a lower key may come to light afterwards.

    SQLite has one writer at a time, and that is us. PostgreSQL gives keys before it commits.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(TimelineEvent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _finished_days(last):
    """(day, (key, hash) of its events in order) of each day after the head last and before today."""
    next_day, today = last and last.day + _ONE_DAY, timezone.localdate()
    newest = next_day or date.min

    def day_of(row):
        # A transaction that took long has older moments than the events before its own: they count for that later day.
        nonlocal newest
        newest = max(newest, timezone.localdate(row[2]))
        return newest

    events = TimelineEvent.objects.filter(pk__gt=last.last_event if last else 0).order_by("pk")
    rows = events.values_list("pk", "hash", "recorded_at").iterator(chunk_size=5000)
    for day, rows_of_day in groupby(rows, key=day_of):
        if day >= today:
            break
        yield from _days_without_events(next_day or day, day)
        yield day, (row[:2] for row in rows_of_day)
        next_day = day + _ONE_DAY
    yield from _days_without_events(next_day or today, today)


def _days_without_events(start, end):
    for number in range((end - start).days):
        yield start + number * _ONE_DAY, ()


class TimelineHead(AppendOnlyModel):
    """The seal on one day: covers the events after the last one of the day before, and every earlier head."""

    day = models.DateField(_("day"), unique=True)
    last_event = models.PositiveBigIntegerField(_("last event"))  # a plain number, that outlives a removed event
    count = models.PositiveIntegerField(_("events"))
    salt = models.CharField(max_length=32)
    events_digest = models.CharField(_("digest of the events"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))
    previous_hash = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects = TimelineHeadQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("daily head")
        verbose_name_plural = _("daily heads")

    def __str__(self):
        return f"{self.day}"

    @classmethod
    def sealing(cls, day, events, previous):
        """The unsaved head of day, after the head previous (None: it is the first)."""
        # The salt keeps the number of a day's events from being guessed: the digest is public, they are not.
        digest = EventsDigest(secrets.token_hex(16), events)
        head = cls(
            day=day,
            last_event=digest.last_event or (previous.last_event if previous else 0),
            count=digest.count,
            salt=digest.salt,
            events_digest=digest.hexdigest(),
            sealed_at=timezone.now(),
            previous_hash=previous.hash if previous else "",
        )
        head.hash = head.compute_hash()
        return head

    @property
    def sealed_at_text(self):
        """As it goes into the hash."""
        return moment_text(self.sealed_at)

    def compute_hash(self):
        """What is published of the head, in the order of docs/data-dictionary.md."""
        return canonical_digest([self.day.isoformat(), self.sealed_at, self.events_digest, self.previous_hash])
