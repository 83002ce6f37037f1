"""An export's way through the admin: chosen, checked, imported or not, undone."""

import gzip
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from unittest import mock

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from complaints_public.importing import background, columns, lock
from complaints_public.importing.register import BATCH, import_export
from complaints_public.models import ColumnMapping, Complaint, ImportRun, TimelineEvent, Upload
from complaints_public.models.choices import ExportColumn
from complaints_public.models.public_complaint import PublicComplaint
from complaints_public.models.uploads import PART, UploadPart
from complaints_public.moderation.imports import run_url

from .factories import EXPORT_2020, EXPORT_2021, EXPORT_DIRTY, import_file, make_lists, make_user, publish, run_worker

ROOT = Path(__file__).resolve().parents[2]
HEADER = "Tracking ID;Tanggal Laporan Masuk;Status Laporan;Nama Pelapor;Instansi Terdisposisi;Isi Laporan Awal\n"


def csv_export(*rows, header=HEADER):
    return (header + "".join(";".join(row) + "\n" for row in rows)).encode()


def many_rows(count):
    return csv_export(*((str(7_000_000 + n), "4 Jan 2021", "Terverifikasi", "", "", f"Isi {n}") for n in range(count)))


class ImportDeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        cls.moderator = make_user("Moderator")

    def setUp(self):
        self.client.force_login(self.moderator)

    def upload(self, content, name="export.csv", **data):
        file = SimpleUploadedFile(name, content)
        data = {"file": file, "origin": "sp4n", "as_of": ""} | data
        return self.client.post(reverse("complaint:import"), data, follow=True)

    def press(self, button, upload=None):
        upload = upload or Upload.objects.latest("pk")
        return self.client.post(reverse("complaint:upload", args=[upload.pk]), {button: "1"}, follow=True)


class WayTests(ImportDeskTests):
    def test_preview_changes_nothing_and_the_file_need_not_be_chosen_again(self):
        response = self.upload(EXPORT_DIRTY.read_bytes(), "export.xlsx")
        self.assertContains(response, "31 Feb 2022")
        self.assertEqual((Complaint.objects.count(), ImportRun.objects.count()), (0, 0))
        response = self.press("import")
        run = ImportRun.objects.get()
        self.assertEqual((Complaint.objects.count(), run.user, run.file_name), (23, self.moderator, "export.xlsx"))
        self.assertRedirects(response, run_url(run))
        self.assertFalse(UploadPart.objects.exists())

    def test_preview_tells_from_what_to_what_and_shows_no_words_of_people(self):
        import_file(EXPORT_2020)
        changed = ("4803409", "3 Jan 2020", "Ditutup oleh Admin", "Budi Santoso", "Dinas Kesehatan", "Saya Budi, 0812")
        response = self.upload(
            csv_export(changed, ("7000001", "4 Jan 2021", "Terverifikasi", "Siti", "", "Rahasia saya"))
        )
        preview = response.context["preview"]
        self.assertEqual((preview["counts"]["created"], preview["counts"]["changed"]), (1, 1))
        [(number, differences)] = preview["changed"]
        told = {str(field): (before, str(after)) for field, before, after, _is_named in differences}
        complaint = Complaint.objects.get(number="4803409")
        self.assertEqual(number, "4803409")
        self.assertEqual(told[str(Complaint._meta.get_field("agency").verbose_name)][1], "Dinas Kesehatan")
        self.assertIn((complaint.get_status_display(), "Ditutup"), [(str(a), b) for a, b in told.values()])
        for words in ("Budi", "0812", "Siti", "Rahasia saya", complaint.reporter_name, complaint.raw_text[:40]):
            self.assertNotContains(response, words)
        self.press("import")
        complaint.refresh_from_db()
        self.assertEqual((complaint.agency.name, complaint.status), ("Dinas Kesehatan", "closed"))

    def test_step_of_the_desk_is_no_change_of_the_file(self):
        import_file(EXPORT_2020)
        Complaint.objects.get(number="4803409").record_status("answered")
        response = self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        self.assertEqual(response.context["preview"]["changed"], [])
        self.assertContains(response, "158")

    def test_file_not_imported_is_gone(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        self.press("cancel")
        self.assertEqual((Upload.objects.count(), UploadPart.objects.count(), Complaint.objects.count()), (0, 0, 0))

    def test_file_that_nobody_decided_on_is_gone_after_a_week(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        Upload.objects.update(created_at=timezone.now() - timedelta(days=8))
        call_command("purge_expired", stdout=StringIO())
        self.assertFalse(UploadPart.objects.exists())

    def test_uploaded_file_is_unreadable_in_the_database(self):
        self.upload(csv_export(("7000001", "4 Jan 2021", "Terverifikasi", "Siti Aminah", "", "isi laporan")))
        with connection.cursor() as cursor:
            for table in ("complaints_public_upload", "complaints_public_uploadpart"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
                content = " ".join(
                    (bytes(value) if isinstance(value, memoryview) else str(value).encode()).decode("latin-1")
                    for row in cursor.fetchall()
                    for value in row
                )
                for words in ("Siti", "7000001", "isi laporan"):
                    self.assertNotIn(words, content)

    def test_pressing_twice_imports_once(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        self.press("import")
        self.press("import")
        self.assertEqual(ImportRun.objects.count(), 1)

    def test_second_press_while_the_first_works_changes_nothing(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        Upload.objects.update(state="importing")
        with mock.patch("complaints_public.importing.background.land") as land:
            self.press("import")
            self.press("cancel")
        self.assertFalse(land.called)
        self.assertEqual(Upload.objects.get().state, "importing")

    def test_refusal_of_a_second_worker_does_not_undo_what_the_first_says(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        upload, second = Upload.objects.get(), Upload.objects.get()
        upload.go_to("importing", "checked")

        def refused_meanwhile(*args, **options):
            second.go_to("checked", "importing", refusal="busy")
            return import_export(*args, **options)

        with mock.patch("complaints_public.importing.background.import_export", refused_meanwhile):
            background.land(upload)
        self.assertEqual((upload.state, upload.refusal), ("imported", ""))

    def test_cancelling_too_late_says_so(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        self.press("import")
        response = self.press("cancel")
        self.assertRedirects(response, run_url(ImportRun.objects.get()))
        self.assertEqual(Upload.objects.get().state, "imported")

    def test_file_with_nothing_to_import_cannot_be_imported(self):
        response = self.upload(csv_export(("x", "4 Jan 2021", "Terverifikasi", "", "", "")))
        self.assertNotContains(response, 'name="import"')
        self.press("import")
        self.assertFalse(ImportRun.objects.exists())

    def test_missing_column_of_confidentiality_is_told_before_anything_happens(self):
        response = self.upload(csv_export(("7000001", "4 Jan 2021", "Terverifikasi", "", "", "")))
        self.assertFalse(response.context["preview"]["says_who_is_confidential"])
        complete = self.upload(EXPORT_2020.read_bytes(), "export.xlsx").context["preview"]
        self.assertEqual((complete["missing"], complete["says_who_is_confidential"]), ([], True))

    def test_others_may_do_none_of_it(self):
        self.upload(EXPORT_2020.read_bytes(), "export.xlsx")
        upload = Upload.objects.get()
        for group in ("Penghubung Instansi", "Inspektorat", "Editor"):
            self.client.force_login(make_user(group))
            for name in ("upload", "columns"):
                url = reverse(f"complaint:{name}", args=[upload.pk])
                for ask in (self.client.get, self.client.post):
                    self.assertNotEqual(ask(url).status_code, 200, (group, url))
            self.assertNotEqual(self.client.get(reverse("complaint:import")).status_code, 200)
        self.assertEqual((Complaint.objects.count(), Upload.objects.count()), (0, 1))


class RefusalTests(ImportDeskTests):
    def refusal(self, content, name="export.xlsx"):
        response = self.upload(content, name)
        self.assertEqual(response.status_code, 200)
        self.assertEqual((Upload.objects.count(), UploadPart.objects.count(), Complaint.objects.count()), (0, 0, 0))
        [sentence] = response.context["form"].errors["file"]
        return sentence

    def test_each_kind_of_wrong_file_gets_its_own_sentence(self):
        workbook = BytesIO()
        openpyxl.Workbook().save(workbook)
        files = {
            "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
            "pdf": b"%PDF-1.7\n" + b"x" * 100,
            "packed": gzip.compress(b"a;b;c\n"),
            "web page": b"<html><table><tr><td>Tracking ID</td></tr></table></html>",
            "damaged": workbook.getvalue()[:200],
        }
        sentences = {kind: self.refusal(content) for kind, content in files.items()}
        self.assertTrue(all(len(sentence) > 30 for sentence in sentences.values()), sentences)

    def test_empty_file_gets_a_sentence(self):
        self.assertIn("file", self.upload(b"").context["form"].errors)

    def test_too_large_a_file_is_refused(self):
        with self.settings(MAX_IMPORT_SIZE=100):
            self.assertIn("file", self.upload(EXPORT_2020.read_bytes()).context["form"].errors)
        self.assertFalse(UploadPart.objects.exists())

    def test_formulas_are_read_as_what_they_show_and_never_run(self):
        workbook = openpyxl.Workbook()
        for row in (
            ("Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Isi Laporan Awal"),
            (7000001, "4 Jan 2021", "Terverifikasi", '=HYPERLINK("http://contoh.invalid","klik")'),
        ):
            workbook.active.append(row)
        file = BytesIO()
        workbook.save(file)
        self.upload(file.getvalue(), "export.xlsx")
        self.press("import")
        self.assertEqual(Complaint.objects.get().raw_text, "")  # the workbook holds no value for it


class ColumnsTests(ImportDeskTests):
    CONTENT = csv_export(
        ("7000001", "4 Jan 2021", "Terverifikasi", "Dinas Kesehatan", "Budi Santoso"),
        header="Kode Aduan;Diterima;Posisi;OPD;Orang\n",
    )

    def map(self, **fields):
        upload = Upload.objects.latest("pk")
        url = reverse("complaint:columns", args=[upload.pk])
        form = self.client.get(url).context["form"]
        names = {field.label: name for name, field in form.fields.items()}
        data = {name: form.fields[name].initial for name in form.fields}
        return self.client.post(url, data | {names[k]: v for k, v in fields.items()}, follow=True)

    def test_every_field_of_the_importer_can_be_chosen(self):
        self.assertEqual(set(ExportColumn.values), set(columns.NAMES))

    def test_unknown_columns_are_asked_for_once(self):
        response = self.upload(self.CONTENT)
        self.assertContains(response, "Kode Aduan")
        self.assertNotContains(response, "Budi")
        meanings = {
            "Kode Aduan": "number",
            "Diterima": "day",
            "Posisi": "status",
            "OPD": "agency",
            "Orang": "reporter",
        }
        response = self.map(**meanings)
        self.assertEqual(response.context["preview"]["counts"]["created"], 1)
        self.press("import")
        complaint = Complaint.objects.get()
        self.assertEqual((complaint.agency.name, complaint.reporter_name), ("Dinas Kesehatan", "Budi Santoso"))
        self.assertEqual(self.upload(self.CONTENT).context["preview"]["counts"]["unchanged"], 1)

    def test_command_knows_them_too_and_other_origins_do_not(self):
        for heading, field in {"kode aduan": "number", "diterima": "day", "posisi": "status"}.items():
            ColumnMapping.objects.create(origin="sp4n", heading=heading, field=field)
        import_file(self._as_file())
        self.assertEqual(Complaint.objects.count(), 1)
        response = self.upload(self.CONTENT, origin="laporgub")
        self.assertEqual(Upload.objects.get().state, "columns")
        self.assertContains(response, "Kode Aduan")

    def _as_file(self):
        file = mock.Mock(read_bytes=lambda: self.CONTENT)
        file.name = "export.csv"
        return file

    def test_known_columns_are_chosen_already_and_can_be_left_out(self):
        content = self.CONTENT.replace(b"OPD", b"Instansi Terdisposisi")
        self.upload(content)
        form = self.client.get(reverse("complaint:columns", args=[Upload.objects.get().pk])).context["form"]
        initial = {field.label: field.initial for field in form.fields.values()}
        self.assertEqual(initial["Instansi Terdisposisi"], "agency")
        meanings = {"Kode Aduan": "number", "Diterima": "day", "Posisi": "status", "Instansi Terdisposisi": ""}
        self.map(**meanings)
        self.press("import")
        self.assertIsNone(Complaint.objects.get().agency)

    def test_column_passed_over_is_named_and_can_be_given_a_meaning(self):
        content = (
            self.CONTENT.replace(b"Kode Aduan", b"Tracking ID")
            .replace(b"Posisi", b"Status")
            .replace(b"Diterima", b"Tanggal")
        )
        response = self.upload(content)
        self.assertEqual(response.context["preview"]["unused"], ["OPD", "Orang"])
        response = self.map(OPD="agency")
        self.assertEqual(response.context["preview"]["unused"], ["Orang"])
        self.press("import")
        self.assertEqual(Complaint.objects.get().agency.name, "Dinas Kesehatan")

    def test_what_cannot_be_is_refused_with_a_sentence(self):
        self.upload(self.CONTENT)
        for fields in ({"Kode Aduan": "number"}, {"Kode Aduan": "number", "Diterima": "day", "Posisi": "day"}):
            response = self.map(**fields)
            self.assertTrue(response.context["form"].non_field_errors())
        self.assertFalse(ColumnMapping.objects.exists())


class UndoTests(ImportDeskTests):
    def test_run_is_undone_after_a_question_that_says_what_it_does(self):
        import_file(EXPORT_2020)
        publish(Complaint.objects.get(number="4803409"))
        run = import_file(EXPORT_2021).run
        url = reverse("complaint:undo", args=[run.pk])
        self.assertContains(self.client.get(run_url(run)), url)
        counts = self.client.get(url).context["counts"]
        self.assertEqual((counts["voided"], counts["restored"]), (86, 7))
        self.assertEqual(Complaint.objects.filter(is_void=True).count(), 0)
        self.client.post(url)
        run.refresh_from_db()
        self.assertEqual((run.voided, run.restored, run.undone_by), (86, 7, self.moderator))
        self.assertNotContains(self.client.get(run_url(run)), url)
        self.assertRedirects(self.client.get(url), run_url(run))
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())

    def test_due_date_changed_and_changed_back_is_no_news_to_the_public(self):
        import_file(EXPORT_2020)
        complaint = Complaint.objects.get(number="4803409")
        publish(complaint)
        page = f"/pengaduan/{complaint.number}/"
        before = PublicComplaint(Complaint.objects.public().get()).due_changes
        content = csv_export(("4803409", "3 Jan 2019", "Sedang Diproses", "", "", ""))
        run = import_export(content, "x.csv", as_of=timezone.now()).run
        self.assertNotEqual(PublicComplaint(Complaint.objects.public().get()).due_changes, before)
        self.client.post(reverse("complaint:undo", args=[run.pk]))
        self.assertEqual(PublicComplaint(Complaint.objects.public().get()).due_changes, before)
        self.assertEqual(self.client.get(page).status_code, 200)

    def test_others_may_not(self):
        run = import_file(EXPORT_2020).run
        self.client.force_login(make_user("Inspektorat"))
        url = reverse("complaint:undo", args=[run.pk])
        self.assertNotContains(self.client.get(run_url(run)), url)
        self.client.post(url)
        run.refresh_from_db()
        self.assertIsNone(run.undone_at)


class LargeFileTests(ImportDeskTests):
    """What takes long is done by the worker, and the page shows how far it is."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.content = csv_export(
            *((str(7_000_000 + n), "4 Jan 2021", "Terverifikasi", "", "", "x" * 1_500) for n in range(1_000))
        )

    def test_is_checked_and_imported_by_the_worker_with_progress(self):
        self.assertGreater(len(self.content), PART)
        response = self.upload(self.content)
        upload = Upload.objects.get()
        self.assertEqual(upload.state, "checking")
        self.assertIn("Refresh", response)
        run_worker()
        response = self.client.get(reverse("complaint:upload", args=[upload.pk]))
        self.assertEqual(response.context["preview"]["counts"]["created"], 1_000)
        self.assertNotIn("Refresh", response)
        response = self.press("import")
        self.assertEqual((Complaint.objects.count(), response.context["upload"].state), (0, "importing"))
        Upload.objects.update(done=500, total=1_000)
        self.assertContains(self.client.get(reverse("complaint:upload", args=[upload.pk])), 'value="50"')
        run_worker()
        run = ImportRun.objects.get()
        self.assertEqual((Complaint.objects.count(), run.user), (1_000, self.moderator))
        self.assertRedirects(self.client.get(reverse("complaint:upload", args=[upload.pk])), run_url(run))

    def test_refusal_by_the_worker_is_shown(self):
        self.upload(b"%PDF-1.7\n" + os.urandom(PART + 1))
        run_worker()
        upload = Upload.objects.get()
        response = self.client.get(reverse("complaint:upload", args=[upload.pk]))
        self.assertContains(response, upload.refusal)
        self.assertFalse(UploadPart.objects.exists())

    def test_worker_that_died_is_noticed_and_its_import_can_be_tried_again(self):
        self.upload(self.content)
        run_worker()
        with mock.patch("complaints_public.importing.background.land"):
            self.press("import")  # its worker is killed before it does anything
        Upload.objects.update(since=timezone.now() - timedelta(minutes=10))
        response = self.client.get(reverse("complaint:upload", args=[Upload.objects.get().pk]))
        self.assertTrue(response.context["stands_still"])
        self.press("import")
        run_worker()
        self.assertEqual(Complaint.objects.count(), 1_000)

    def test_large_run_is_undone_by_the_worker(self):
        self.upload(self.content)
        run_worker()
        self.press("import")
        run_worker()
        run = ImportRun.objects.get()
        with mock.patch("complaints_public.importing.background._COMPLAINTS_AT_ONCE", 999):
            self.client.post(reverse("complaint:undo", args=[run.pk]))
        response = self.client.get(run_url(run))
        self.assertTrue(response.context["is_being_undone"])
        self.assertIn("Refresh", response)
        run_worker()
        run.refresh_from_db()
        self.assertEqual((run.voided, run.undone_by), (1_000, self.moderator))
        self.assertNotIn("Refresh", self.client.get(run_url(run)))


class UnforeseenTests(ImportDeskTests):
    """An error nobody thought of may hold what a person wrote: its words get into no page, log or table."""

    WORDS = "Budi Santoso 081234567890"

    def fail(self, *args, **options):
        raise ValueError(self.WORDS)

    def test_check_and_import_say_that_they_failed_and_no_more(self):
        content = csv_export(("7000001", "4 Jan 2021", "Terverifikasi", "", "", ""))
        step = "complaints_public.importing.background.import_export"
        with self.assertLogs("complaints_public", "ERROR") as logs:
            with mock.patch(step, self.fail):
                response = self.upload(content)
            self.assertIn("file", response.context["form"].errors)
            self.upload(content)
            with mock.patch(step, self.fail):
                response = self.press("import")
        upload = Upload.objects.get()
        self.assertEqual((upload.state, len(logs.output)), ("checked", 2))
        self.assertContains(response, upload.refusal)
        for text in (*logs.output, response.content.decode()):
            self.assertNotIn("Budi", text)
        self.press("import")  # and can simply be tried again
        self.assertEqual(Complaint.objects.count(), 1)

    def test_neither_does_the_worker(self):
        self.upload(many_rows(40_000))
        step = "complaints_public.importing.background.import_export"
        with self.assertLogs("complaints_public", "ERROR"), mock.patch(step, self.fail):
            run_worker()
        self.assertEqual(Upload.objects.get().state, "refused")
        self.assertNotIn("Budi", "".join(DBTaskResult.objects.values_list("traceback", flat=True)))


class KilledImportTests(TransactionTestCase):
    serialized_rollback = True

    def command(self, path):
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            url = f"sqlite:///{name}"
        else:
            settings = connection.settings_dict
            host = f"{settings['HOST']}:{settings['PORT'] or 5432}"
            url = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}/{name}"
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        arguments = [sys.executable, "manage.py", "import_complaints", str(path)]
        return subprocess.Popen(  # noqa: S603
            arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def wait_for_rows(self, process):
        until = time.monotonic() + 60
        while not Complaint.objects.exists():
            self.assertIsNone(process.poll(), "the import ended before it could be disturbed")
            self.assertLess(time.monotonic(), until)
            time.sleep(0.01)

    def test_killed_import_leaves_whole_batches_and_is_simply_run_again(self):
        from tempfile import TemporaryDirectory

        make_lists()
        count = 20 * BATCH
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export.csv"
            path.write_bytes(many_rows(count))
            process = self.command(path)
            self.wait_for_rows(process)
            second = self.command(path)
            _said, complaint_of_second = second.communicate(timeout=120)
            is_refused = second.returncode != 0 and process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
            while lock.is_held():  # PostgreSQL notices a moment later that nobody is there
                time.sleep(0.05)
            landed = Complaint.objects.count()
            self.assertEqual(landed % BATCH, 0)
            self.assertLess(landed, count)
            self.assertTrue(is_refused, complaint_of_second)
            self.assertIsNone(ImportRun.objects.get().finished_at)
            self.assertEqual(TimelineEvent.objects.values("complaint").distinct().count(), landed)
            call_command("check_statistics", stdout=StringIO())
            call_command("verify_timeline", stdout=StringIO())
            again = self.command(path)
            said, trouble = again.communicate(timeout=300)
        self.assertEqual(again.returncode, 0, trouble)
        self.assertEqual(Complaint.objects.count(), count)
        self.assertIsNotNone(ImportRun.objects.latest("pk").finished_at)
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())
