from io import StringIO

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import TestCase

from complaints_public import append_only
from complaints_public.checks import timeline_is_append_only
from complaints_public.models import Complaint, EventPayload, Status, TimelineEvent
from complaints_public.models.timeline import AppendOnlyError

from .factories import ComplaintFactory


class AppendOnlyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory()
        cls.complaint.record_status(Status.ANSWERED)
        cls.event = TimelineEvent.objects.get(complaint=cls.complaint, sequence=2)

    def test_models_refuse_to_change_or_remove_events(self):
        for change in (
            self.event.save,
            self.event.delete,
            TimelineEvent.objects.all().delete,
            lambda: TimelineEvent.objects.update(status=Status.CLOSED),
        ):
            with self.assertRaises(AppendOnlyError):
                change()

    def test_database_refuses_to_change_or_remove_events(self):
        table = TimelineEvent._meta.db_table
        statements = [f"UPDATE {table} SET status = 'closed'", f"DELETE FROM {table}"]  # noqa: S608
        if connection.vendor == "sqlite":
            statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
        for statement in statements:
            refused = self.assertRaises(DatabaseError)
            with self.subTest(statement), refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        self.assertEqual(TimelineEvent.objects.count(), 2)

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
        for status in (Status.ANSWERED, Status.IN_PROGRESS):
            self.complaint.record_status(status)
        TimelineEvent.objects.append(self.complaint, TimelineEvent.Kind.SEEN, {"source_status": "Ditunda"})

    def tamper(self, statement):
        append_only.lift(connection)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            append_only.install(connection)

    def verify(self):
        said = StringIO()
        call_command("verify_timeline", stdout=said)
        return said.getvalue()

    def test_untouched_chain_is_whole(self):
        self.assertIn("4 events", self.verify())

    def test_change_removal_and_reorder_are_found(self):
        table, pk = TimelineEvent._meta.db_table, self.complaint.pk
        for statement in (
            f"UPDATE {table} SET status = 'closed' WHERE complaint_id = {pk} AND sequence = 2",  # noqa: S608
            f"UPDATE {table} SET sequence = 9 WHERE complaint_id = {pk} AND sequence = 3",  # noqa: S608
        ):
            with self.subTest(statement), transaction.atomic():
                self.tamper(statement)
                with self.assertRaises(CommandError):
                    self.verify()
                transaction.set_rollback(True)

    def test_erased_payload_leaves_the_chain_whole_and_a_changed_one_does_not(self):
        payload = EventPayload.objects.get(event__complaint=self.complaint)
        with transaction.atomic():
            payload.content = '{"source_status": "Selesai"}'
            payload.save()
            with self.assertRaises(CommandError):
                self.verify()
            transaction.set_rollback(True)
        EventPayload.objects.all().delete()
        self.assertIn("4 events", self.verify())

    def test_events_hold_no_personal_text(self):
        values = " ".join(str(value) for row in TimelineEvent.objects.values() for value in row.values())
        self.assertNotIn("Budi", values)
        self.assertNotIn("Ditunda", values)
