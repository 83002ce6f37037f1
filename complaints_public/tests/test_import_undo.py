"""Imports, undone and done again in any order, against a model that knows nothing of how the register does it."""

import csv
from datetime import date, datetime
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from complaints_public import statistics
from complaints_public.importing.refusals import ImportRefused
from complaints_public.importing.register import import_export
from complaints_public.importing.undo import undo
from complaints_public.models import (
    Attention,
    Complaint,
    EarlierState,
    ImportRun,
    PublicText,
    SourceStatement,
    Status,
    Tally,
    TimelineEvent,
)
from complaints_public.models.public_complaint import PublicComplaint
from complaints_public.moderation.decisions import mark_secret

from .factories import EXPORT_2020, EXPORT_2021, ComplaintFactory, import_file, make_lists, make_user, publish

COLUMNS = {
    "number": "Tracking ID",
    "day": "Tanggal Laporan Masuk",
    "status": "Status Laporan",
    "agency": "Instansi Terdisposisi",
    "klass": "Klasifikasi Laporan",
    "kind": "Tipe Laporan",
    "text": "Isi Laporan Awal",
}
WORDS = {
    "Terverifikasi": ("verified", ""),
    "Terdisposisi Sedang Diproses": ("in_progress", ""),
    "Ditutup oleh Admin": ("closed", "by_admin"),
    "Ditutup oleh Sistem": ("closed", "by_silence"),
}
KINDS = {"": "open", "Anonim": "anonymous", "Rahasia": "secret"}
NUMBERS = ["7000001", "7000002", "7000003"]


def as_csv(rows):
    file = StringIO()
    writer = csv.DictWriter(file, list(COLUMNS))
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return file.getvalue().encode()


def import_rows(rows, as_of):
    moment = timezone.make_aware(datetime.combine(as_of, datetime.min.time()))
    return import_export(as_csv(rows), f"{as_of}.csv", as_of=moment).run


def row(number="7000001", **values):
    standard = {"day": "2021-03-03", "status": "Terverifikasi", "agency": "", "klass": "", "kind": "", "text": "a"}
    return {"number": number, **standard, **values}


def check_register():
    """What must hold after anything whatever: tallies as counted anew, every chain whole, the right attention."""
    call_command("check_statistics", stdout=StringIO())
    call_command("verify_timeline", stdout=StringIO())
    for complaint in Complaint.objects.select_related("public_text"):
        assert complaint.attention == complaint.current_attention(), complaint
    assert Complaint.objects.filter(is_void=False).count() == sum(Tally.objects.values_list("count", flat=True))


def way(complaint):
    events = PublicComplaint({"pk": complaint.pk}).events
    return [(event["status"], event["close_reason"], event["occurred_at"] or event["seen_at"]) for event in events]


rows_of_a_file = st.dictionaries(
    st.sampled_from(NUMBERS),
    st.fixed_dictionaries(
        {
            "day": st.sampled_from(["2021-03-03", "2021-04-05"]),
            "status": st.sampled_from(list(WORDS)),
            "agency": st.sampled_from(["", "Dinas Kesehatan", "Dinas Sosial"]),
            "klass": st.sampled_from(["", "Permintaan Informasi"]),
            "kind": st.sampled_from(list(KINDS)),
            "text": st.sampled_from(["a", "b"]),
        }
    ),
    min_size=1,
    max_size=3,
)
# The day of the export orders the files; each step imports one of them or undoes the newest run of one.
histories = st.tuples(
    st.lists(rows_of_a_file, min_size=3, max_size=3),
    st.lists(st.tuples(st.sampled_from(["import", "import", "undo"]), st.integers(0, 2)), min_size=2, max_size=8),
)


class Model:
    """What the register must say, told from the files of the runs that stand and nothing else."""

    def __init__(self, files):
        self.files, self.standing = files, []

    def statements(self, number):
        standing = [index for index in range(len(self.files)) if index in self.standing]
        return [(index, self.files[index][number]) for index in standing if number in self.files[index]]

    def way(self, number):
        statements = self.statements(number)
        day = datetime.fromisoformat(statements[-1][1]["day"])
        way = [("received", "", timezone.make_aware(day))]
        for index, said in statements:
            if WORDS[said["status"]] != way[-1][:2]:
                way.append((*WORDS[said["status"]], moment_of(index)))
        return way


def as_of(index):
    return date(2021, 6, 1 + index)


def moment_of(index):
    return timezone.make_aware(datetime.combine(as_of(index), datetime.min.time()))


class UndoPropertyTests(PropertyTestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        cls.moderator = make_user("Moderator")

    @settings(max_examples=40)
    @given(histories)
    def test_any_history_ends_as_if_what_is_undone_had_never_been(self, history):
        files, steps = history
        model, runs = Model(files), {0: [], 1: [], 2: []}
        for action, index in steps:
            if action == "import":
                rows = [{"number": number, **said} for number, said in files[index].items()]
                runs[index].append(import_rows(rows, as_of(index)))
                model.standing.append(index)
            elif runs[index]:
                run = runs[index].pop()
                if SourceStatement.objects.filter(run=run).exists():
                    undo(run)
                model.standing.remove(index)
            self.compare(model)
        check_register()

    def compare(self, model):
        for number in NUMBERS:
            complaint = Complaint.objects.filter(number=number).select_related("agency", "complaint_class").first()
            statements = model.statements(number)
            if not statements:
                self.assertTrue(complaint is None or complaint.is_void)
                continue
            index, said = statements[-1]
            self.assertFalse(complaint.is_void)
            self.assertEqual((complaint.status, complaint.close_reason), WORDS[said["status"]])
            self.assertEqual(complaint.agency.name if complaint.agency else "", said["agency"])
            self.assertEqual(bool(complaint.complaint_class), bool(said["klass"]))
            self.assertEqual(bool(complaint.resolution_due_on), bool(said["klass"]))
            self.assertEqual((complaint.visibility, complaint.raw_text), (KINDS[said["kind"]], said["text"]))
            self.assertEqual(complaint.source_as_of, moment_of(index))
            self.assertEqual(timezone.localdate(complaint.received_at).isoformat(), said["day"])
            self.assertEqual(way(complaint), model.way(number))

    @settings(max_examples=30)
    @given(histories, st.lists(st.sampled_from(["publish", "step", "secret", "withdraw"]), min_size=8, max_size=8))
    def test_tallies_and_chains_hold_whatever_the_desk_does_meanwhile(self, history, deeds):
        files, steps = history
        runs = {0: [], 1: [], 2: []}
        for (action, index), deed in zip(steps, deeds, strict=False):
            if action == "import":
                rows = [{"number": number, **said} for number, said in files[index].items()]
                runs[index].append(import_rows(rows, as_of(index)))
            elif runs[index]:
                run = runs[index].pop()
                if run.can_be_undone:
                    undo(run)
            self.do(deed, Complaint.objects.filter(number=NUMBERS[index], is_void=False).first())
            check_register()
            hidden = Complaint.objects.exclude(
                is_void=False, visibility__in=("open", "anonymous"), public_text__live=True
            )
            public = set(Complaint.objects.public().values_list("pk", flat=True))
            self.assertEqual(public & set(hidden.values_list("pk", flat=True)), set())

    def do(self, deed, complaint):
        text = PublicText.objects.filter(complaint=complaint).first() if complaint else None
        if complaint is None:
            return
        if deed == "publish" and text is None and complaint.visibility != "secret":
            publish(complaint)
        elif deed == "secret" and complaint.visibility != "secret":
            mark_secret(complaint.pk, self.moderator, "Menyangkut saksi.", seen="")
        elif deed == "withdraw" and text and text.live:
            text.unpublish()
        elif deed == "step":
            complaint.record_status(Status.ANSWERED)


class UndoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()

    def test_what_a_run_brought_is_void_and_comes_back_with_the_next_import(self):
        run = import_file(EXPORT_2020).run
        complaint = Complaint.objects.get(number="4803409")
        publish(complaint)
        run = undo(run)
        self.assertEqual((run.voided, run.restored, run.kept), (158, 0, 0))
        self.assertEqual(Complaint.objects.filter(is_void=False).count(), 0)
        self.assertEqual(Complaint.objects.public().count(), 0)
        self.assertEqual(Tally.objects.exclude(count=0, published=0).count(), 0)
        complaint.refresh_from_db()
        self.assertEqual((complaint.raw_text, complaint.reporter_name, complaint.attention), ("", "", Attention.NONE))
        outcome = import_file(EXPORT_2020)
        self.assertEqual((outcome.created, outcome.unchanged), (158, 0))
        complaint.refresh_from_db()
        self.assertIn("KTP", complaint.raw_title)
        # Its public text is there still, and waits for a moderator's decision.
        self.assertEqual((Complaint.objects.public().count(), complaint.attention), (0, Attention.NEW))
        self.assertEqual([status for status, *_rest in way(complaint)], ["received", "in_progress"])
        check_register()

    def test_what_a_run_changed_goes_back_and_says_so_on_the_timeline(self):
        import_file(EXPORT_2020)
        complaint = Complaint.objects.get(number="4803409")
        before = (complaint.status, complaint.raw_text, complaint.source_as_of, way(complaint))
        run = undo(import_file(EXPORT_2021).run)
        self.assertEqual((run.voided, run.restored, run.kept), (86, 7, 0))
        complaint.refresh_from_db()
        self.assertEqual((complaint.status, complaint.raw_text, complaint.source_as_of, way(complaint)), before)
        event = TimelineEvent.objects.filter(complaint=complaint, kind=TimelineEvent.Kind.UNDONE).get()
        self.assertEqual((event.status, event.seen_at, event.import_run), ("in_progress", before[2], run))
        self.assertEqual(EarlierState.objects.count(), 0)
        check_register()

    def test_what_another_run_holds_stays(self):
        first = import_rows([row()], date(2021, 6, 1))
        import_rows([row()], date(2021, 6, 2))
        undo(first)
        complaint = Complaint.objects.get()
        self.assertFalse(complaint.is_void)
        self.assertEqual(
            way(complaint), [("received", "", complaint.received_at), ("verified", "", complaint.source_as_of)]
        )
        self.assertEqual(complaint.source_as_of, moment_of(1))

    def test_what_the_desk_has_worked_on_since_is_kept(self):
        run = import_rows([row(), row("7000002")], date(2021, 6, 1))
        Complaint.objects.get(number="7000001").record_status(Status.ANSWERED)
        run = undo(run)
        self.assertEqual((run.voided, run.kept), (1, 1))
        self.assertEqual(SourceStatement.objects.get(run=run).complaint.number, "7000001")
        self.assertEqual(Complaint.objects.get(number="7000001").status, Status.ANSWERED)
        check_register()

    def test_step_of_the_desk_before_the_run_stands_again(self):
        import_rows([row()], date(2021, 6, 1))
        Complaint.objects.get().record_status(Status.ANSWERED)
        run = import_rows([row(status="Ditutup oleh Admin")], date(2021, 6, 2))
        self.assertEqual(Complaint.objects.get().status, Status.CLOSED)
        undo(run)
        self.assertEqual(Complaint.objects.get().status, Status.ANSWERED)
        check_register()

    def test_complaint_of_before_statements_were_kept_goes_back_too(self):
        complaint = ComplaintFactory(source_as_of=moment_of(0))
        run = import_rows([row(complaint.number, status="Ditutup oleh Admin")], as_of(1))
        self.assertEqual(undo(run).restored, 1)
        again = Complaint.objects.get()
        self.assertEqual(
            (again.status, again.raw_text, again.agency), (complaint.status, complaint.raw_text, complaint.agency)
        )
        check_register()

    def test_undone_run_does_not_date_the_statistics(self):
        import_file(EXPORT_2020)
        run = import_file(EXPORT_2021).run
        self.assertEqual(statistics.data_as_of().isoformat(), "2021-12-28")
        undo(run)
        self.assertEqual(statistics.data_as_of().isoformat(), "2021-01-04")

    def test_twice_or_too_late_is_refused_with_a_sentence(self):
        run = import_file(EXPORT_2020).run
        with self.settings(IMPORTS_CAN_BE_UNDONE_FOR=timezone.timedelta()), self.assertRaises(ImportRefused):
            undo(run)
        undo(run)
        with self.assertRaises(ImportRefused):
            undo(run)

    def test_purge_keeps_what_an_undoing_needs(self):
        import_rows([row(text="old")], as_of(0))
        import_rows([row(text="older still")], date(2021, 5, 1))
        run = import_rows([row(text="new")], as_of(1))
        long_ago = timezone.now() - timezone.timedelta(days=100)
        ImportRun.objects.exclude(pk=run.pk).update(started_at=long_ago)
        SourceStatement.objects.purge()
        self.assertEqual((SourceStatement.objects.count(), EarlierState.objects.count()), (2, 1))
        undo(run)
        self.assertEqual(Complaint.objects.get().raw_text, "old")
        ImportRun.objects.update(started_at=long_ago)
        SourceStatement.objects.purge()
        self.assertEqual((SourceStatement.objects.count(), EarlierState.objects.count()), (1, 0))


class UndoCommandTests(TestCase):
    def run_command(self, *args, **options):
        said = StringIO()
        with translation.override("en"):
            call_command("undo_import", *map(str, args), stdout=said, **options)
        return said.getvalue()

    def test_says_what_it_would_do_then_does_it(self):
        make_lists()
        import_file(EXPORT_2020)
        run = import_file(EXPORT_2021).run
        self.assertIn("86 complaints taken out, 7 set back", self.run_command(run.pk, dry_run=True))
        self.assertEqual(Complaint.objects.filter(is_void=True).count(), 0)
        self.assertIn("86 complaints taken out, 7 set back", self.run_command(run.pk))
        self.assertEqual(Complaint.objects.filter(is_void=True).count(), 86)
        for pk in (run.pk, 999):
            with self.assertRaises(CommandError):
                self.run_command(pk)
