"""The register's tables of open data: what is in them is public, and what is public is in them."""

import csv
import json
from datetime import datetime
from io import StringIO

from django.test import TestCase
from django.utils import timezone

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import CloseReason, Complaint, DeadlineRule, Holiday, Origin, Status, Visibility
from complaints_public.open_data.complaints import AT_A_TIME, COMPLAINTS, MILESTONES
from complaints_public.open_data.statistics import STATISTICS
from complaints_public.public_tables import PUBLIC_TABLES
from complaints_public.releasing import publish as publish_release
from portal import open_data

from .factories import ComplaintFactory, publish

CANARIES = ("Budi", "Hartanto", "081234567890", "Kenari", "rahasia-7009999")


def read(name):
    text = b"".join(open_data.as_csv(open_data.find(name))).decode()
    return list(csv.DictReader(StringIO(text, newline="")))


class ComplaintsTableTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.published = [ComplaintFactory(number=str(7_000_001 + n)) for n in range(3)]
        for complaint in cls.published:
            publish(complaint, title="Kenari di judul", summary="Kenari di ringkasan.", response="Kenari.")
        cls.waiting = ComplaintFactory(number="7000050")
        cls.secret = ComplaintFactory(number="7000060", visibility=Visibility.SECRET)
        cls.once_published = ComplaintFactory(number="7000070", visibility=Visibility.SECRET)
        publish(cls.once_published)
        cls.void = ComplaintFactory(number="7000080")
        publish(cls.void)
        Complaint.objects.filter(pk=cls.void.pk).update(is_void=True)

    def files(self):
        return {name: self.client.get(f"/data/pengaduan.{name}").getvalue().decode() for name in open_data.WRITERS}

    def rows(self):
        return list(csv.DictReader(StringIO(self.files()["csv"], newline="")))

    def test_csv_has_every_published_complaint_once_and_json_says_the_same(self):
        rows = self.rows()
        self.assertEqual([row["nomor"] for row in rows], [complaint.number for complaint in self.published])
        told = json.loads(self.files()["json"])
        self.assertEqual([{name: value or "" for name, value in row.items()} for row in told], rows)
        self.assertEqual(list(rows[0]), [column.name for column in COMPLAINTS.columns])

    def test_row_says_what_the_register_says(self):
        complaint, row = self.published[0], self.rows()[0]
        self.assertEqual(row["instansi"], complaint.agency.slug)
        self.assertEqual(row["nama_instansi"], complaint.agency.name)
        self.assertEqual((row["klasifikasi"], row["status"]), ("tidak-berkadar-pengawasan", "in_progress"))
        self.assertEqual((row["nama_status"], row["diterima"]), ("Sedang diproses", "2021-03-03"))
        self.assertEqual(row["data_per"], "2021-04-30")
        self.assertEqual(row["dipublikasikan"], timezone.localdate().isoformat())
        self.assertEqual(self.client.get(row["tautan"].removeprefix("http://127.0.0.1:8000")).status_code, 200)

    def test_nothing_else_of_the_register_is_in_it(self):
        hidden = [self.waiting, self.secret, self.once_published, self.void]
        words = [*CANARIES, *(complaint.number for complaint in hidden)]
        for name, text in self.files().items():
            for word in words:
                with self.subTest(file=name, word=word):
                    self.assertNotIn(word, text)

    def test_withdrawn_complaint_is_gone_at_once(self):
        self.published[1].public_text.unpublish()
        for text in self.files().values():
            self.assertNotIn("7000002", text)
            self.assertIn("7000003", text)
        self.assertNotContains(self.client.get("/data/pengaduan/"), "7000002")

    def test_milestones_are_those_of_the_api_and_say_what_they_rest_on(self):
        complaint = self.published[2]
        answered_at = datetime(2021, 3, 20, 10, tzinfo=JAKARTA)
        complaint.record_status(Status.ANSWERED, occurred_at=answered_at)
        complaint.record_status(Status.IN_PROGRESS, occurred_at=datetime(2021, 3, 22, 10, tzinfo=JAKARTA))
        complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 30, 10, tzinfo=JAKARTA))
        reason = CloseReason.BY_SILENCE
        complaint.record_status(Status.CLOSED, reason, occurred_at=datetime(2021, 4, 20, 10, tzinfo=JAKARTA))
        row = self.rows()[2]
        self.assertEqual((row["status"], row["alasan_tutup"]), ("closed", "by_silence"))
        self.assertEqual(row["nama_status"], "Ditutup oleh sistem karena tidak ada balasan")
        self.assertEqual((row["dijawab"], row["dijawab_dasar"]), ("2021-03-20", "terjadi"))
        told = self.client.get("/api/v1/complaints/7000003").json()["milestones"]
        for status, column in MILESTONES.items():
            days = [step["occurred_on"] or step["seen_on"] for step in told if step["status"] == status]
            self.assertEqual(row[column], days[0] if days else "", status)

    def test_reference_is_the_one_in_addresses(self):
        publish(ComplaintFactory(number="2026-0001", origin=Origin.DESK))
        self.assertEqual(self.rows()[-1]["referensi"], "desk-2026-0001")

    def test_a_chunk_costs_two_queries_however_many_are_in_it(self):
        self.assertGreater(AT_A_TIME, len(self.published))
        with self.assertNumQueries(3):  # complaints, their events, and that there are no more
            self.assertEqual(len(list(COMPLAINTS.rows())), 3)


class ListTests(TestCase):
    def test_every_code_of_a_complaint_is_in_the_list_it_comes_from(self):
        publish(ComplaintFactory())
        row = next(iter(read("pengaduan")))
        self.assertIn(row["klasifikasi"], [found["kode"] for found in read("klasifikasi")])
        self.assertIn(row["instansi"], [found["kode"] for found in read("instansi")])
        states = [(found["status"], found["alasan_tutup"]) for found in read("status")]
        self.assertIn((row["status"], ""), states)

    def test_time_limits_and_holidays_are_those_the_deadlines_are_counted_with(self):
        Holiday.objects.create(day="2026-12-25", name="Hari Raya Natal", is_estimate=True)
        self.assertEqual([row["perkiraan"] for row in read("hari-libur")], ["true"])
        told = {(row["langkah"], row["klasifikasi"]): row["hari_kerja"] for row in read("batas-waktu")}
        self.assertEqual(told["resolution", "berkadar-pengawasan"], "60")
        self.assertEqual(len(told), DeadlineRule.objects.count())

    def test_the_lists_of_liaisons_and_export_names_are_in_no_table(self):
        names = {column.name for table in open_data.tables() for column in table.columns}
        self.assertFalse(names & {"liaisons", "source_names", "sp4n_id", "kelurahan", "pelapor", "nama_pelapor"})


class StatisticsTableTests(TestCase):
    def test_they_say_what_the_current_release_says_and_hide_what_it_hides(self):
        for number in range(7):
            ComplaintFactory(number=str(7_100_000 + number))
        ComplaintFactory(number="7200000", received_at=datetime(2020, 5, 5, 9, tzinfo=JAKARTA))
        self.assertEqual(read("statistik-tahun"), [])
        release = publish_release()
        for public in PUBLIC_TABLES:
            if public.dimensions:
                name = next(table.name for table in STATISTICS if table.title is public.caption)
                counts = [row["jumlah"] for row in read(name)]
                told = ["" if row[-1] is None else str(row[-1]) for row in release.content["tables"][public.name]]
                self.assertEqual(counts, told, name)
        by_year = {row["tahun"]: row["jumlah"] for row in read("statistik-tahun")}
        self.assertEqual(by_year["2020"], "")
        ComplaintFactory(number="7300000")
        self.assertEqual({row["tahun"]: row["jumlah"] for row in read("statistik-tahun")}, by_year)
