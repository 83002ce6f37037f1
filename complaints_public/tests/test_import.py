import csv
import json
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone, translation

from complaints_public import statistics
from complaints_public.importing.parsing import JAKARTA
from complaints_public.importing.reading import ImportRefused
from complaints_public.importing.register import import_export
from complaints_public.models import (
    Attention,
    Complaint,
    ImportFault,
    ImportRun,
    PublicText,
    Status,
    Tally,
    TimelineEvent,
)
from complaints_public.models.public_complaint import PublicComplaint
from portal.models import Agency

from .factories import EXPORT_2020, EXPORT_2021, EXPORT_DIRTY, FILES, import_file, make_lists, publish

TRUTH = json.loads((FILES / "sp4n_export_2020.truth.json").read_text(encoding="utf-8"))


def state_of_register():
    """Everything that must not depend on the order of imports, without what encryption makes different each time."""
    complaints = {
        complaint.number: (
            complaint.status,
            complaint.close_reason,
            complaint.visibility,
            complaint.source_as_of,
            complaint.resolution_due_on,
            complaint.raw_text,
            str(complaint.agency),
            [(event["status"], event["occurred_at"], event["seen_at"]) for event in _way(complaint)],
        )
        for complaint in Complaint.objects.select_related("agency")
    }
    tallies = sorted(Tally.objects.filter(count__gt=0).values_list("month", "agency", "status", "count", "published"))
    return complaints, tallies


def _way(complaint):
    return PublicComplaint({"pk": complaint.pk}).events


class SampleExportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()

    def test_export_of_2020_lands_whole(self):
        outcome = import_file(EXPORT_2020)
        self.assertEqual((outcome.created, outcome.rejected, outcome.faults), (158, 0, []))
        self.assertEqual(Complaint.objects.filter(status=Status.CLOSED).count(), 151)
        self.assertEqual(Complaint.objects.exclude(status=Status.CLOSED).count(), 7)
        self.assertEqual(Complaint.objects.filter(close_reason="by_silence").count(), 47)

    def test_every_row_says_what_the_export_says(self):
        import_file(EXPORT_2020)
        kinds = {"": "open", "Anonim": "anonymous", "Rahasia": "secret"}
        for row in TRUTH:
            complaint = Complaint.objects.select_related("agency", "topic", "complaint_class").get(
                number=row["number"]
            )
            said = (
                timezone.localdate(complaint.received_at).isoformat(),
                complaint.visibility,
                complaint.source_status,
                complaint.agency.name,
                complaint.topic.name,
                complaint.complaint_class.source_names[0],
            )
            expected = [row["day"], kinds[row["kind"]], *(row[k] for k in ("status", "agency", "topic", "class"))]
            self.assertEqual(said, tuple(expected))

    def test_importing_again_changes_nothing(self):
        import_file(EXPORT_2020)
        before, events = state_of_register(), TimelineEvent.objects.count()
        outcome = import_file(EXPORT_2020)
        self.assertEqual((outcome.created, outcome.changed, outcome.unchanged), (0, 0, 158))
        self.assertEqual(state_of_register(), before)
        self.assertEqual(TimelineEvent.objects.count(), events)

    def test_two_files_in_either_order_end_the_same(self):
        with translation.override("en"):
            import_file(EXPORT_2020)
            outcome = import_file(EXPORT_2021)
            self.assertEqual((outcome.created, outcome.changed), (86, 7))
            forward = state_of_register()
        self.assertEqual(Complaint.objects.count(), 244)
        _empty_the_register()
        import_file(EXPORT_2021)
        outcome = import_file(EXPORT_2020)
        self.assertEqual((outcome.created, outcome.outdated), (151, 7))
        self.assertEqual(state_of_register(), forward)

    def test_newest_day_is_the_moment_of_an_export_that_names_none(self):
        self.assertEqual(import_file(EXPORT_2021).as_of.date().isoformat(), "2021-12-28")

    def test_nothing_of_the_reporter_stands_in_clear(self):
        import_file(EXPORT_2020)
        import_file(EXPORT_2021)  # which changes seven of them
        planted = {word for row in TRUTH for word in row["planted"]}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                content = "\n".join(str(value) for row in cursor.fetchall() for value in row)
                found = [word for word in planted if word in content]
                self.assertEqual(found, [], table)
        self.assertEqual(Complaint.objects.get(number="4800148").reporter_name, "Mulyono Susanto")

    def test_editors_work_survives_the_next_import(self):
        import_file(EXPORT_2020)
        complaint = Complaint.objects.get(number="4803409")
        publish(complaint, title="KTP belum jadi", summary="Menunggu sembilan bulan.", response="Sedang dicetak.")
        complaint.record_status(Status.ANSWERED)
        import_file(EXPORT_2020)
        complaint.refresh_from_db()
        text = PublicText.objects.get(complaint=complaint)
        self.assertEqual(
            (complaint.status, text.title, text.response, text.live),
            (Status.ANSWERED, "KTP belum jadi", "Sedang dicetak.", True),
        )
        import_file(EXPORT_2021)  # newer: here the source has moved on
        complaint.refresh_from_db()
        text.refresh_from_db()
        self.assertEqual((complaint.status, text.live), (Status.CLOSED, True))


def _empty_the_register():
    from complaints_public import append_only

    append_only.lift(connection)
    try:
        with connection.cursor() as cursor:
            for model in (*_dependents_first(), Complaint, ImportFault, ImportRun, Tally):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
    finally:
        append_only.install(connection)


def _dependents_first():
    from complaints_public.models import ChainEnd, EarlierState, EventPayload, SourceStatement

    return EventPayload, ChainEnd, TimelineEvent, SourceStatement, EarlierState


class DirtyExportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()

    def test_every_fault_is_reported_and_the_rest_lands(self):
        outcome = import_file(EXPORT_DIRTY)
        rejected = {fault.line for fault in outcome.faults if fault.is_rejected}
        noted = {fault.line for fault in outcome.faults if not fault.is_rejected}
        # No number, no number's shape, 31 February, no day, unknown status, a number twice, a day in the future.
        self.assertEqual(rejected, {7, 8, 9, 10, 11, 15, 19})
        # Unknown class and agency, no title, a very long title, unknown district, a rating in letters.
        self.assertEqual(noted, {12, 13, 16, 18, 20, 24})
        self.assertEqual((outcome.rows, outcome.created), (30, 23))
        self.assertEqual(Complaint.objects.count(), 23)

    def test_faults_name_line_column_value_and_reason(self):
        import_file(EXPORT_DIRTY)
        fault = ImportFault.objects.get(line=9)
        self.assertEqual((fault.column, fault.value), ("Tanggal Laporan Masuk", "31 Feb 2022"))
        self.assertTrue(fault.reason)

    def test_values_written_by_people_are_not_kept_in_faults(self):
        outcome = import_file(EXPORT_DIRTY)
        long_title = next(fault for fault in outcome.faults if fault.line == 18)
        self.assertNotIn("Panjang", long_title.value)

    def test_hostile_text_is_only_text(self):
        import_file(EXPORT_DIRTY)
        self.assertEqual(Complaint.objects.get(number="5602476").raw_text, "<script>alert(1)</script> isi")
        self.assertIn("🙏", Complaint.objects.get(number="5603484").raw_text)
        self.assertEqual(len(Complaint.objects.get(number="5602735").raw_title), 3199)

    def test_other_ways_to_write_days_and_numbers_land(self):
        import_file(EXPORT_DIRTY)
        days = dict(Complaint.objects.values_list("number", "received_at"))
        self.assertEqual(days["5603037"].date().isoformat(), "2022-05-09")
        self.assertEqual(days["5603060"].date().isoformat(), "2022-08-17")
        self.assertIn("5603125", days)  # written as #5603125

    def test_strict_lands_nothing(self):
        outcome = import_file(EXPORT_DIRTY, strict=True)
        self.assertTrue(outcome.is_stopped)
        self.assertEqual((Complaint.objects.count(), ImportRun.objects.count()), (0, 0))
        self.assertEqual(len({fault.line for fault in outcome.faults}), 13)

    def test_strict_lands_a_file_in_order(self):
        self.assertEqual(import_file(EXPORT_2020, strict=True).created, 158)

    def test_dry_run_says_the_same_and_changes_nothing(self):
        checked = import_file(EXPORT_DIRTY, dry_run=True)
        self.assertEqual((Complaint.objects.count(), Tally.objects.count(), ImportRun.objects.count()), (0, 0, 0))
        self.assertEqual(checked.created, import_file(EXPORT_DIRTY).created)

    def test_name_added_to_a_list_is_put_in_place_by_the_next_import(self):
        import_file(EXPORT_DIRTY)
        self.assertIsNone(Complaint.objects.get(number="5601394").agency)
        Agency.objects.create(name="Dinas Baru", slug="dinas-baru", source_names=["Dinas Yang Belum Ada"])
        outcome = import_file(EXPORT_DIRTY)
        self.assertEqual(outcome.changed, 1)
        self.assertEqual(Complaint.objects.get(number="5601394").agency.name, "Dinas Baru")


class OddExportTests(TestCase):
    """What other exports may hold."""

    @classmethod
    def setUpTestData(cls):
        make_lists()

    def export(self, *rows, header=("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan"), above=()):
        workbook = openpyxl.Workbook()
        for row in (*above, header, *rows):
            workbook.active.append(row)
        file = BytesIO()
        workbook.save(file)
        return file.getvalue()

    def test_agency_is_known_by_case_and_regency_behind_it_or_not(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Instansi Terdisposisi")
        names = (
            "DINAS KESEHATAN",
            "Dinas Kesehatan Kabupaten Cilacap",
            " Dinas  Kesehatan ",
            "Dinas Kesehatan Kab. Cilacap",
        )
        rows = [(7000001 + n, "4 Jan 2020", "Terverifikasi", name) for n, name in enumerate(names)]
        import_export(self.export(*rows, header=header), "x.xlsx")
        self.assertEqual(set(Complaint.objects.values_list("agency__name", flat=True)), {"Dinas Kesehatan"})

    def test_unknown_kind_of_visibility_is_kept_confidential(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Tipe Laporan (Anonim/Rahasia)")
        rows = [
            (7000001, "4 Jan 2020", "Terverifikasi", "Anonim & Rahasia"),
            (7000002, "4 Jan 2020", "Terverifikasi", "?"),
        ]
        import_export(self.export(*rows, header=header), "x.xlsx")
        self.assertEqual(set(Complaint.objects.values_list("visibility", flat=True)), {"secret"})

    def test_number_of_a_confidential_row_is_not_kept_in_its_fault(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Tipe Laporan")
        row = (7000001, "4 Jan 2020", "Terverifikasi", "Rahasia")
        outcome = import_export(self.export(row, row, header=header), "x.xlsx")
        self.assertNotIn("7000001", outcome.faults[0].value)

    def test_person_in_a_wrong_column_is_not_kept_in_faults(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Nama Pelapor", "Instansi Terdisposisi")
        rows = [
            ("Budi Santoso", "4 Jan 2020", "Terverifikasi", "", ""),
            ("081234567890", "4 Jan 2020", "Terverifikasi", "", ""),
            (7000003, "Budi Santoso", "Terverifikasi", "", ""),
            (7000004, "4 Jan 2020", "Hubungi budi@contoh.invalid", "", ""),
            (7000005, "4 Jan 2020", "NIK 3301012507800001", "", ""),
            (7000006, "4 Jan 2020", "Terverifikasi", "Budi Santoso", "BUDI SANTOSO"),
            (7000007, "4 Jan 2020", "Status Baru", "Budi Santoso", ""),
        ]
        outcome = import_export(self.export(*rows, header=header), "x.xlsx")
        values = [fault.value for fault in outcome.faults if fault.column != "Isi" and fault.value]
        kept = " ".join(values).casefold()
        for word in ("budi", "0812", "3301"):
            self.assertNotIn(word, kept)
        self.assertIn("status baru", kept)

    def test_export_from_the_future_is_refused(self):
        content = self.export((7000001, "4 Jan 2020", "Terverifikasi"), above=[("Tanggal Generate", "4 Januari 2091")])
        with self.assertRaises(ImportRefused):
            import_export(content, "x.xlsx")

    def test_day_in_the_future_does_not_date_the_export(self):
        rows = [(7000001, "4 Jan 2020", "Terverifikasi"), (7000002, "3 Jan 2091", "Terverifikasi")]
        outcome = import_export(self.export(*rows), "x.xlsx")
        self.assertEqual((outcome.as_of.date().isoformat(), outcome.rejected), ("2020-01-04", 1))

    def test_time_is_read_from_its_column_or_from_the_day(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Status Laporan")
        cells = [
            ("4 Jan 2020", "07:12"),
            ("2020-01-04 08:30:00", ""),
            (datetime(2020, 1, 4, 9, 45), ""),
            ("4 Jan 2020", ""),
        ]
        rows = [(7000001 + n, *pair, "Terverifikasi") for n, pair in enumerate(cells)]
        import_export(self.export(*rows, header=header), "x.xlsx")
        moments = Complaint.objects.order_by("number").values_list("received_at", flat=True)
        clocks = [timezone.localtime(moment).strftime("%H:%M") for moment in moments]
        self.assertEqual(clocks, ["07:12", "08:30", "09:45", "00:00"])

    def test_more_rows_than_a_batch(self):
        rows = [(7000001 + n, "4 Jan 2020", "Terverifikasi") for n in range(1203)]
        outcome = import_export(self.export(*rows), "x.xlsx")
        self.assertEqual((outcome.created, Complaint.objects.count()), (1203, 1203))

    def test_what_stands_beside_the_table_is_no_complaint(self):
        header = ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan")
        rows = [
            (7000001, "4 Jan 2020", "Terverifikasi"),
            header,
            ("Total", 1),
            ("Cilacap, 4 Januari 2020",),
            ("Admin",),
        ]
        outcome = import_export(self.export(*rows), "x.xlsx")
        self.assertEqual((outcome.rows, outcome.created, outcome.rejected), (1, 1, 0))

    def test_header_alone_is_refused(self):
        with self.assertRaises(ImportRefused):
            import_export(self.export(), "x.xlsx")
        self.assertFalse(ImportRun.objects.exists())

    def test_rows_all_rejected_do_not_date_the_data(self):
        import_export(self.export((7000001, "4 Jan 2020", "Terverifikasi")), "x.xlsx")
        outcome = import_export(self.export(("x", "5 Jan 2020", "Terverifikasi")), "y.xlsx")
        self.assertEqual((outcome.rejected, statistics.data_as_of().isoformat()), (1, "2020-01-04"))


class MissingColumnsTests(TestCase):
    """What a file has no column for stays unknown: nothing becomes open, empty or nobody's by it."""

    @classmethod
    def setUpTestData(cls):
        make_lists()

    def setUp(self):
        import_file(EXPORT_2020)
        self.secret = Complaint.objects.get(number="4802248")
        self.assertEqual(self.secret.visibility, "secret")

    def land(self, *rows, header="Tracking ID;Tanggal Laporan Masuk;Status Laporan\n"):
        content = (header + "".join(f"{row}\n" for row in rows)).encode()
        return import_export(content, "x.csv", as_of=datetime(2021, 2, 1, tzinfo=JAKARTA))

    def test_what_the_register_knows_stays(self):
        before = Complaint.objects.values().get(pk=self.secret.pk)
        day = timezone.localdate(self.secret.received_at)
        outcome = self.land(f"4802248;{day};Sedang Diproses")
        after = Complaint.objects.values().get(pk=self.secret.pk)
        moved = {name for name in before if before[name] != after[name]}
        self.assertLessEqual(
            moved, {"status", "close_reason", "source_status", "source_digest", "source_as_of", "resolution_due_on"}
        )
        self.assertEqual((outcome.changed, after["status"]), (1, Status.IN_PROGRESS))
        self.assertIn("visibility", outcome.missing)
        self.assertEqual(self.land(f"4802248;{day};Sedang Diproses").unchanged, 1)
        call_command("check_statistics", stdout=StringIO())

    def test_new_ones_are_confidential_where_nobody_says_that_they_are_not(self):
        self.land("7000001;4 Jan 2021;Terverifikasi")
        self.assertEqual(Complaint.objects.get(number="7000001").visibility, "secret")

    def test_number_in_a_fault_is_not_kept_either(self):
        outcome = self.land("7000001;4 Jan 2021;Terverifikasi", "7000001;4 Jan 2021;Terverifikasi")
        self.assertNotIn("7000001", outcome.faults[0].value)

    def test_command_says_so(self):
        with TemporaryDirectory() as folder, translation.override("en"):
            path, said = Path(folder) / "x.csv", StringIO()
            path.write_text("Tracking ID;Tanggal Laporan Masuk;Status Laporan\n7000001;4 Jan 2021;Terverifikasi\n")
            call_command("import_complaints", str(path), "--dry-run", stdout=said)
        self.assertIn("every new one is kept confidential", said.getvalue())


class CommandTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()

    def run_command(self, *args, **options):
        said = StringIO()
        with translation.override("en"):
            call_command("import_complaints", *map(str, args), stdout=said, **options)
        return said.getvalue()

    def test_says_what_it_did(self):
        self.assertIn("158 rows, 158 new", self.run_command(EXPORT_2020))
        self.assertIn("0 new, 0 changed, 158 unchanged", self.run_command(EXPORT_2020))

    def test_report_holds_every_fault(self):
        with TemporaryDirectory() as folder:
            report = Path(folder) / "report.csv"
            self.run_command(EXPORT_DIRTY, report=report)
            with report.open(encoding="utf-8-sig") as file:
                rows = list(csv.DictReader(file))
        self.assertEqual({int(row["line"]) for row in rows}, {7, 8, 9, 10, 11, 12, 13, 15, 16, 18, 19, 20, 24})
        fault = next(row for row in rows if row["line"] == "8")
        self.assertEqual((fault["column"], fault["value"], fault["row rejected"]), ("Tracking ID", "ABC123", "yes"))

    def test_dry_run_and_strict(self):
        self.assertIn("nothing was changed", self.run_command(EXPORT_2020, dry_run=True))
        with self.assertRaises(CommandError):
            self.run_command(EXPORT_DIRTY, strict=True)
        self.assertEqual(Complaint.objects.count(), 0)

    def test_missing_file_and_bad_date_get_a_sentence(self):
        for args, options in ((("/nowhere.xlsx",), {}), ((EXPORT_2020,), {"as_of": "yesterday"})):
            with self.subTest(args), self.assertRaises(CommandError) as error:
                self.run_command(*args, **options)
            self.assertGreater(len(str(error.exception)), 20)

    def test_given_moment_wins(self):
        self.assertIn("2021-02-01", self.run_command(EXPORT_2020, as_of="2021-02-01"))


class ConfidentialLaterTests(TestCase):
    def test_what_its_source_makes_confidential_is_taken_down_and_comes_back_by_a_decision_only(self):
        make_lists()
        header = "Tracking ID;Tanggal Laporan Masuk;Status Laporan;Tipe Laporan;Judul Laporan;Isi Laporan Awal\n"
        row = "4803409;4 Jan 2021;Sedang Diproses;{};Lampu;Lampu mati\n"

        def land(kind, day):
            import_export((header + row.format(kind)).encode(), "x.csv", as_of=datetime(2021, 2, day, tzinfo=JAKARTA))
            return Complaint.objects.get()

        publish(land("Terbuka", 1))
        self.assertEqual(Complaint.objects.public().count(), 1)
        for day, kind, attention in ((2, "Rahasia", Attention.NONE), (3, "Terbuka", Attention.NEW)):
            complaint = land(kind, day)
            self.assertFalse(complaint.public_text.live)
            self.assertEqual((Complaint.objects.public().count(), complaint.attention), (0, attention))
            call_command("check_statistics", stdout=StringIO())
