import hashlib
import json
from datetime import UTC, date, timedelta
from io import StringIO
from unittest import skipUnless
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase

from complaints_public.models import Status, TimelineEvent, TimelineHead

from .factories import ComplaintFactory
from .timeline_days import on_day


class SealingTests(TestCase):
    def seal(self):
        said = StringIO()
        call_command("seal_timeline", stdout=said)
        return said.getvalue()

    def test_each_finished_day_is_sealed_once_also_one_without_events(self):
        with on_day(2021, 5, 3, 23, 59):
            complaint = ComplaintFactory()
            self.assertIn("0 days", self.seal())
        with on_day(2021, 5, 5, 0, 1):
            complaint.record_status(Status.ANSWERED)  # already belongs to the day that goes on
            self.assertIn("2 days", self.seal())
            self.assertIn("0 days", self.seal())
        with on_day(2021, 5, 6):
            self.seal()
        heads = [(head.day, head.count) for head in TimelineHead.objects.order_by("day")]
        self.assertEqual(heads, [(date(2021, 5, 3), 1), (date(2021, 5, 4), 0), (date(2021, 5, 5), 1)])

    def test_register_without_events_has_nothing_to_seal(self):
        self.assertIn("0 days", self.seal())
        self.assertEqual(TimelineHead.objects.unsealed_days(), 0)

    def test_days_end_at_midnight_in_jakarta(self):
        with on_day(2021, 5, 3, 23, 59):
            ComplaintFactory()
        with on_day(2021, 5, 4, 0, 1):
            ComplaintFactory()
        with on_day(2021, 5, 5, 0, 1):
            self.seal()
        self.assertEqual([head.count for head in TimelineHead.objects.order_by("day")], [1, 1])

    def test_event_recorded_later_than_its_moment_says_counts_for_the_later_day(self):
        with on_day(2021, 5, 4):
            ComplaintFactory()
        with on_day(2021, 5, 3, 23, 59):  # a transaction that began before midnight and took its key after it
            ComplaintFactory()
        with on_day(2021, 5, 5):
            self.seal()
            self.assertEqual([head.count for head in TimelineHead.objects.all()], [2])
        with on_day(2021, 5, 4):
            ComplaintFactory()
        with on_day(2021, 5, 6):
            self.seal()
        self.assertEqual([head.count for head in TimelineHead.objects.order_by("day")], [2, 1])

    def test_unsealed_days_are_counted(self):
        with on_day(2021, 5, 3):
            ComplaintFactory()
            self.assertEqual(TimelineHead.objects.unsealed_days(), 0)
        with on_day(2021, 5, 6):
            self.assertEqual(TimelineHead.objects.unsealed_days(), 3)
            self.seal()
            self.assertEqual(TimelineHead.objects.unsealed_days(), 0)

    def test_heads_are_those_of_the_form_in_the_data_dictionary(self):
        """Counted anew from the database's rows, as an outsider would, without the code of the models."""
        for day in (3, 4, 5):
            with on_day(2021, 5, day):
                ComplaintFactory().record_status(Status.ANSWERED)
        with on_day(2021, 5, 8):
            self.seal()
        start, previous = 0, ""
        for row in TimelineHead.objects.order_by("day").values():
            events = TimelineEvent.objects.filter(pk__gt=start, pk__lte=row["last_event"]).order_by("pk")
            lines = [f"{row['salt']}\n", *[f"{event.pk} {event.hash}\n" for event in events]]
            digest = hashlib.sha256("".join(lines).encode()).hexdigest()
            self.assertEqual(row["events_digest"], digest)
            said = [row["day"].isoformat(), row["sealed_at"].astimezone(UTC).isoformat(), digest, previous]
            previous = hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
            self.assertEqual(row["hash"], previous)
            start = row["last_event"]
        self.assertEqual(TimelineHead.objects.count(), 5)

    def test_days_without_events_cannot_be_told_from_their_digest(self):
        with on_day(2021, 5, 3):
            ComplaintFactory()
        with on_day(2021, 5, 7):
            self.seal()
        digests = set(TimelineHead.objects.values_list("events_digest", flat=True))
        self.assertEqual(len(digests), 4)
        self.assertEqual(TimelineHead.objects.latest("day").day - timedelta(days=3), date(2021, 5, 3))


class ConcurrentWritersTests(TransactionTestCase):
    serialized_rollback = True

    def test_verification_reads_one_state_outside_a_transaction_too(self):
        ComplaintFactory(complaint_class=None).record_status(Status.ANSWERED)
        said = StringIO()
        call_command("verify_timeline", stdout=said)
        self.assertIn("2 events: every chain is whole", said.getvalue())
        self.assertFalse(connection.in_atomic_block)
        ComplaintFactory(complaint_class=None)  # and leaves the connection able to write

    @skipUnless(connection.vendor == "postgresql", "SQLite has one writer at a time")
    @patch("complaints_public.models.timeline_head._LONGEST_WAIT", "100ms")
    def test_nothing_is_sealed_while_somebody_writes(self):
        """Keys are given before they are committed: the other's event has a lower one than an event seen here."""
        other = connection.copy()
        self.addCleanup(other.close)
        with on_day(2021, 5, 3):
            complaint = ComplaintFactory(complaint_class=None)
        event = TimelineEvent(complaint=complaint, sequence=2, kind="due", recorded_at=complaint.received_at)
        event.previous_hash = TimelineEvent.objects.get().hash
        event.hash = event.compute_hash()
        columns = [field for field in TimelineEvent._meta.concrete_fields if field.name != "id"]
        marks, names = ", ".join(["%s"] * len(columns)), ", ".join(field.column for field in columns)
        other.set_autocommit(False)
        with other.cursor() as cursor:
            insert = f"INSERT INTO {TimelineEvent._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608
            cursor.execute(insert, [getattr(event, field.attname) for field in columns])
        with on_day(2021, 5, 4):
            ComplaintFactory(complaint_class=None)
        with on_day(2021, 5, 5):
            with self.assertRaisesMessage(CommandError, "somebody is writing"):
                call_command("seal_timeline", stdout=StringIO())
            self.assertEqual(TimelineHead.objects.count(), 0)
            other.commit()
            call_command("seal_timeline", stdout=StringIO())
        self.assertEqual([head.count for head in TimelineHead.objects.order_by("day")], [2, 1])
