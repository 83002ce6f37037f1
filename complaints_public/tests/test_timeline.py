import hashlib
import json

from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import TestCase

from complaints_public import append_only
from complaints_public.checks import timeline_is_append_only
from complaints_public.models import Complaint, EventPayload, Status, TimelineEvent, TimelineHead
from complaints_public.models.timeline import AppendOnlyError

from .factories import AtMost, ComplaintFactory
from .timeline_days import on_day


class AppendOnlyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        with on_day(2021, 5, 3):
            cls.complaint = ComplaintFactory()
            cls.complaint.record_status(Status.ANSWERED)
        with on_day(2021, 5, 4):
            TimelineHead.objects.seal_finished_days()
        cls.event = TimelineEvent.objects.get(complaint=cls.complaint, sequence=2)

    def test_models_refuse_to_change_or_remove_events_and_heads(self):
        head = TimelineHead.objects.get()
        for row, other in ((self.event, {"status": Status.CLOSED}), (head, {"count": 7})):
            rows = type(row).objects
            changes = [row.save, row.delete, rows.all().delete, lambda rows=rows, other=other: rows.update(**other)]
            changes.append(lambda rows=rows, row=row, other=other: rows.bulk_update([row], [*other]))
            for change in changes:
                with self.subTest(type(row)), self.assertRaises(AppendOnlyError):
                    change()

    def test_database_refuses_to_change_or_remove_events_and_heads(self):
        for model, change in ((TimelineEvent, "status = 'closed'"), (TimelineHead, "count = 7")):
            table, count = model._meta.db_table, model.objects.count()
            statements = [f"UPDATE {table} SET {change}", f"DELETE FROM {table}"]  # noqa: S608
            if connection.vendor == "sqlite":
                statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
            else:
                statements.append(f"TRUNCATE {table} CASCADE")
            for statement in statements:
                refused = self.assertRaises(DatabaseError)
                with self.subTest(statement), refused, transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
            self.assertEqual(model.objects.count(), count)

    def test_complaint_with_events_cannot_be_deleted(self):
        with self.assertRaises(ProtectedError):
            self.complaint.delete()
        self.assertTrue(Complaint.objects.filter(pk=self.complaint.pk).exists())

    def test_missing_triggers_are_an_error_of_the_system_check(self):
        self.assertEqual(timeline_is_append_only(None, databases=["default"]), [])
        append_only.lift(connection)
        try:
            self.assertEqual(
                [error.id for error in timeline_is_append_only(None, ["default"])], ["complaints_public.E001"]
            )
        finally:
            append_only.install(connection)


class ChainTests(TestCase):
    def setUp(self):
        self.complaint = ComplaintFactory()
        self.complaint.record_status(Status.ANSWERED)
        TimelineEvent.objects.append(self.complaint, TimelineEvent.Kind.SEEN, {"source_status": "Ditunda"})

    def test_hashes_are_those_of_the_form_in_the_data_dictionary(self):
        """Counted anew from the database's rows, as an outsider would, without the code of the models."""
        previous = ""
        for row in TimelineEvent.objects.filter(complaint=self.complaint).order_by("sequence").values():
            said = [
                *[row[name] for name in ("complaint_id", "sequence", "kind", "status", "close_reason", "agency_id")],
                *[row[name] and row[name].isoformat() for name in ("due_on", "occurred_at", "seen_at", "recorded_at")],
                *[row[name] for name in ("import_run_id", "commitment")],
                previous,
            ]
            previous = hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
            self.assertEqual(row["hash"], previous)
        payload = EventPayload.objects.get(event__complaint=self.complaint)
        words = f'{payload.salt}{{"source_status": "Ditunda"}}'
        self.assertEqual(payload.event.commitment, hashlib.sha256(words.encode()).hexdigest())

    def test_many_events_are_appended_in_few_queries(self):
        complaints = [ComplaintFactory() for _number in range(30)]
        drafts = [(complaint, TimelineEvent.Kind.DUE, None, {}) for complaint in complaints * 2]
        # PostgreSQL takes a lock and keys besides; none of it is for each event or complaint.
        with self.assertNumQueries(AtMost(9)):
            events = TimelineEvent.objects.append_many(drafts)
        self.assertEqual([event.sequence for event in events], [2] * 30 + [3] * 30)
        self.assertEqual(events[30].previous_hash, events[0].hash)

    def test_events_hold_no_personal_text(self):
        values = " ".join(str(value) for row in TimelineEvent.objects.values() for value in row.values())
        self.assertNotIn("Budi", values)
        self.assertNotIn("Ditunda", values)
