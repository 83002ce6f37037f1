from datetime import datetime, timedelta
from io import StringIO

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision, TaskState, Workflow

from complaints_public.erasure import Ground, erase
from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import (
    Attention,
    Complaint,
    EventPayload,
    ImportFault,
    ImportRun,
    PublicText,
    Status,
    Tally,
    TimelineEvent,
)
from portal.models import ComplaintClass

from .factories import EXPORT_2020, ComplaintFactory, import_file, make_lists, make_user
from .timeline_days import on_day

SEEN = TimelineEvent.Kind.SEEN


def ended(year=2021, **fields):
    """A complaint that was seen closed in the data of 1 May of year."""
    moment = datetime(year, 5, 1, 12, tzinfo=JAKARTA)
    complaint = ComplaintFactory(status=Status.CLOSED, received_at=moment - timedelta(days=30), **fields)
    TimelineEvent.objects.append(
        complaint, SEEN, {"source_status": "Ditutup oleh Sistem"}, status=Status.CLOSED, seen_at=moment
    )
    return complaint


def purge(**options):
    said = StringIO()
    call_command("purge_expired", stdout=said, **options)
    return said.getvalue()


def everything_kept():
    """All that the tables of the register, of texts and of histories hold, as text."""
    models = (Complaint, EventPayload, PublicText, Revision, TaskState, ModelLogEntry, TimelineEvent, ImportFault)
    return " ".join(str(value) for model in models for row in model.objects.values() for value in row.values())


class ExpiredTests(TestCase):
    def expired(self, year, month, day):
        return set(Complaint.objects.expired(datetime(year, month, day).date()))

    def test_period_counts_from_the_end_and_not_from_the_receipt(self):
        complaint = ended(2021)
        self.assertEqual(self.expired(2026, 5, 1), set())
        self.assertEqual(self.expired(2026, 5, 2), {complaint})

    def test_each_class_has_its_own_period(self):
        short = ComplaintClass.objects.get(slug="informasi")
        ComplaintClass.objects.filter(pk=short.pk).update(retention_years=2)
        complaint, other = ended(2021, complaint_class=short), ended(2021)
        self.assertEqual(self.expired(2023, 6, 1), {complaint})
        self.assertEqual(self.expired(2026, 6, 1), {complaint, other})

    def test_without_a_class_the_longest_period_holds(self):
        ComplaintClass.objects.filter(slug="aspirasi").update(retention_years=9)
        complaint = ended(2021, complaint_class=None)
        self.assertEqual(self.expired(2030, 4, 30), set())
        self.assertEqual(self.expired(2030, 5, 2), {complaint})

    def test_what_goes_on_or_was_taken_up_again_stays(self):
        ComplaintFactory(received_at=datetime(2010, 1, 4, tzinfo=JAKARTA), status=Status.IN_PROGRESS)
        later = ended(2015)
        later.record_status(Status.IN_PROGRESS, occurred_at=datetime(2019, 1, 1, tzinfo=JAKARTA))
        later.record_status(Status.ANSWERED, occurred_at=datetime(2021, 1, 1, tzinfo=JAKARTA))
        self.assertEqual(self.expired(2025, 1, 1), set())
        self.assertEqual(self.expired(2026, 1, 2), {later})

    def test_what_is_part_of_legal_proceedings_stays(self):
        complaint = ended(2015, withheld="proceedings")
        self.assertEqual(self.expired(2030, 1, 1), set())
        Complaint.objects.filter(pk=complaint.pk).update(withheld="")
        self.assertEqual(self.expired(2030, 1, 1), {complaint})

    def test_leap_day(self):
        ended(2021)
        self.assertEqual(len(self.expired(2028, 2, 29)), 1)


class PurgeTests(TestCase):
    def test_erases_all_that_was_of_a_person_and_keeps_codes_and_counts(self):
        with on_day(2021, 6, 1):
            complaint, recent = ended(2021, village="Karangsari", rating=3), ended(2026)
        tallies = list(Tally.objects.values())
        self.assertIn("1 complaints and 0 values", purge(dry_run=True))
        self.assertIn("1 complaints", purge())
        kept = Complaint.objects.get(pk=complaint.pk)
        for name in ("raw_title", "raw_text", "raw_final_text", "reporter_name", "reporter_digest", "village"):
            self.assertEqual(getattr(kept, name), "", name)
        self.assertEqual((kept.number, kept.status, kept.rating), (complaint.number, Status.CLOSED, 3))
        self.assertIsNotNone(kept.erased_at)
        self.assertEqual(Complaint.objects.get(pk=recent.pk).reporter_name, "Budi Hartanto")
        self.assertEqual(list(Tally.objects.values()), tallies)
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())
        event = TimelineEvent.objects.filter(complaint=complaint).order_by("sequence").last()
        self.assertEqual((event.kind, event.payload.values), ("erased", {"ground": "retention"}))
        self.assertIn("0 complaints", purge())
        self.assertEqual(TimelineEvent.objects.filter(kind="erased").count(), 1)

    def test_batches_reach_everything(self):
        with on_day(2021, 6, 1):
            complaints = [ended(2021, agency=None) for _number in range(5)]
        from complaints_public.management.commands import purge_expired

        purge_expired._BATCH, before = 2, purge_expired._BATCH
        try:
            self.assertIn("5 complaints", purge())
        finally:
            purge_expired._BATCH = before
        self.assertEqual(Complaint.objects.exclude(erased_at=None).count(), len(complaints))

    def test_values_of_old_faults_go_and_the_faults_stay(self):
        run = ImportRun.objects.create(origin="sp4n", file_name="a.csv", file_digest="0", as_of=timezone.now())
        ImportFault.objects.create(run=run, line=3, column="Nomor", value="12ab", reason="?", is_rejected=True)
        purge()
        self.assertEqual(ImportFault.objects.get().value, "12ab")
        ImportRun.objects.update(started_at=timezone.now() - timedelta(days=91))
        purge()
        self.assertEqual(ImportFault.objects.get().value, "")


class ErasedTextsTests(TestCase):
    """Names that a moderator took out of a text are in its drafts, comments and histories still."""

    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_user("Moderator")

    def draft(self, complaint, summary="Jalan rusak di muka toko si zamzamin"):
        text = PublicText.objects.get_or_create(complaint=complaint)[0]
        text.title, text.summary = "Jalan rusak", summary
        return text.save_revision(user=self.moderator, clean=False)  # as one from before a name was heard

    def submit(self, complaint):
        text = PublicText.objects.get(complaint=complaint)
        Workflow.objects.get().start(text, self.moderator)
        return text.current_workflow_state

    def test_published_text_stays_without_its_drafts(self):
        complaint = ended(2021)
        self.draft(complaint)
        text = self.published(complaint)
        self.draft(complaint)
        erase([complaint.pk], Ground.RETENTION)
        self.assertNotIn("zamzamin", everything_kept())
        text.refresh_from_db()
        self.assertEqual((text.live, text.summary), (True, "Lampu jalan di satu ruas jalan mati."))
        self.assertEqual((text.latest_revision, text.has_unpublished_changes), (text.live_revision, False))
        self.assertEqual(self.client.get(f"/pengaduan/{complaint.number}/").status_code, 200)

    def published(self, complaint):
        text = PublicText.objects.get_or_create(complaint=complaint)[0]
        text.title, text.summary = "Lampu jalan mati", "Lampu jalan di satu ruas jalan mati."
        text.save_revision(user=self.moderator).publish()
        text.refresh_from_db()
        return text

    def test_drafts_comments_and_reasons_are_erased(self):
        complaint = ended(2021)
        self.draft(complaint)
        workflow = self.submit(complaint)
        workflow.current_task_state.reject(user=self.moderator, comment="nama si zamzamin masih ada di ringkasan")
        log(complaint, "complaints_public.withheld", user=self.moderator, data={"comment": "tentang si zamzamin"})
        self.assertIn("zamzamin", everything_kept())
        erase([complaint.pk], Ground.RETENTION)
        self.assertNotIn("zamzamin", everything_kept())
        workflow.refresh_from_db()
        self.assertEqual(workflow.status, workflow.STATUS_CANCELLED)
        entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Complaint))
        self.assertEqual({entry.user for entry in entries}, {self.moderator})
        self.assertEqual(Complaint.objects.get(pk=complaint.pk).attention, Attention.NONE)

    def test_withdrawing_takes_the_public_text_offline_and_erases_it(self):
        complaint = ended(2021)
        text = self.published(complaint)
        erase([complaint.pk], Ground.REQUEST, user=self.moderator, withdraw=True)
        text.refresh_from_db()
        self.assertEqual((text.live, text.title, text.summary), (False, "", ""))
        self.assertNotIn("Lampu jalan di satu ruas", everything_kept())
        self.assertEqual(self.client.get(f"/pengaduan/{complaint.number}/").status_code, 404)
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())

    def test_report_by_a_reader_stays_in_the_queue(self):
        complaint = ended(2021)
        self.published(complaint)
        Complaint.objects.get(pk=complaint.pk).take_offline()
        erase([complaint.pk], Ground.RETENTION)
        complaint.refresh_from_db()
        self.assertEqual(complaint.attention, Attention.REPORTED)
        self.assertEqual(complaint.current_attention(), Attention.REPORTED)


class ImportAfterErasureTests(TestCase):
    def test_no_import_brings_erased_data_back(self):
        make_lists()
        import_file(EXPORT_2020)
        complaints = Complaint.objects.exclude(reporter_name="")
        pks = list(complaints.values_list("pk", flat=True))
        before = {row.pk: row.status for row in complaints.defer(None)}
        erase(pks, Ground.REQUEST)
        for as_of in (None, datetime(2024, 1, 1, tzinfo=JAKARTA), datetime(2019, 1, 1, tzinfo=JAKARTA)):
            import_file(EXPORT_2020, as_of=as_of)
            self.check_nothing_came_back(pks, before)
        # A state that the register has not met yet: the source's words are news, its persons are not.
        Complaint.objects.update(source_digest="0", source_status="Belum")
        import_file(EXPORT_2020, as_of=datetime(2025, 1, 1, tzinfo=JAKARTA))
        self.check_nothing_came_back(pks, before)
        self.assertFalse(Complaint.objects.filter(pk__in=pks, source_status="Belum").exists())
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())

    def check_nothing_came_back(self, pks, states):
        for complaint in Complaint.objects.filter(pk__in=pks):
            words = (complaint.raw_title, complaint.raw_text, complaint.raw_final_text, complaint.reporter_name)
            self.assertEqual((*words, complaint.reporter_digest, complaint.village), ("",) * 6)
            self.assertEqual(complaint.status, states[complaint.pk])
        self.assertFalse(TimelineEvent.objects.filter(complaint__in=pks, kind="text_changed").exists())
