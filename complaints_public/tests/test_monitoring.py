from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pypdf
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import Complaint, Report, Status, Visibility
from complaints_public.moderation import decisions
from complaints_public.monitoring.content import last_complete, make_report
from complaints_public.monitoring.periods import Period
from complaints_public.monitoring.shown import Shown
from portal.models import SiteSettings

from .factories import AgencyFactory, ComplaintFactory, make_user, run_worker


@pytest.mark.parametrize(
    ("kind", "day", "name", "last", "before"),
    [
        ("weekly", date(2021, 1, 3), "2020-W53", date(2021, 1, 3), "2020-W52"),
        ("weekly", date(2021, 1, 4), "2021-W01", date(2021, 1, 10), "2020-W53"),
        ("monthly", date(2024, 2, 29), "2024-02", date(2024, 2, 29), "2024-01"),
        ("monthly", date(2021, 12, 31), "2021-12", date(2021, 12, 31), "2021-11"),
        ("yearly", date(2024, 12, 31), "2024", date(2024, 12, 31), "2023"),
    ],
)
def test_periods(kind, day, name, last, before):
    period = Period.around(kind, day)
    assert (period.name, period.last, period.before.name) == (name, last, before)
    assert Period.named(kind, name) == period
    assert period.before.next == period


@pytest.mark.parametrize(("kind", "name"), [("weekly", "2021-W54"), ("weekly", "2021"), ("monthly", "2021-13")])
def test_names_of_no_period(kind, name):
    with pytest.raises(ValueError):
        Period.named(kind, name)


class MonitoringTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.period = last_complete("weekly")
        cls.agency, cls.other = AgencyFactory(name="Dinas Satu"), AgencyFactory(name="=Dinas Dua")
        within, long_ago = cls.period.first, timezone.localdate() - timedelta(days=90)
        cls.new = cls.complaint(within, cls.agency)
        cls.late = cls.complaint(long_ago, cls.agency, number="7123456")
        cls.secret = cls.complaint(long_ago, cls.other, number="7999998", visibility=Visibility.SECRET)
        cls.ended = cls.complaint(long_ago, cls.other)
        Complaint.objects.recompute_deadlines()
        cls.ended.refresh_from_db()
        cls.ended.record_status(Status.ANSWERED, occurred_at=_noon(within))

    @staticmethod
    def complaint(day, agency, **fields):
        return ComplaintFactory(received_at=_noon(day), agency=agency, **fields)


def _noon(day):
    return datetime.combine(day, time(12), tzinfo=JAKARTA)


class ContentTests(MonitoringTests):
    def test_says_what_the_register_says(self):
        content = make_report(self.period).content
        self.assertEqual((content["received"], content["received_before"]), (1, 0))
        self.assertEqual((content["ended"], content["overdue_total"], content["overdue_secret"]), (1, 2, 1))
        rows = {name: numbers for name, *numbers in content["agencies"]}
        self.assertEqual(rows["Dinas Satu"], [1, 0, 2, 0, 1])
        self.assertEqual(rows["=Dinas Dua"], [0, 1, 1, 0, 1])
        self.assertEqual(sum(count for _status, _reason, count in content["stock"]), Complaint.objects.count())
        [[reference, agency, due, late]] = content["overdue"]
        self.assertEqual((reference, agency), ("7123456", "Dinas Satu"))
        self.assertEqual(date.fromisoformat(due), Complaint.objects.get(number="7123456").resolution_due_on)
        self.assertGreater(late, 30)

    def test_report_stays_as_it_was(self):
        report = make_report(self.period)
        before = [sheet.cells for sheet in Shown(report).sheets]
        self.late.record_status(Status.ANSWERED)
        report.refresh_from_db()
        self.assertEqual([sheet.cells for sheet in Shown(report).sheets], before)
        self.assertNotEqual([sheet.cells for sheet in Shown(make_report(self.period)).sheets], before)

    def test_change_is_since_the_report_of_the_period_before(self):
        make_report(self.period.before)
        self.late.record_status(Status.ANSWERED)
        stock = {row[0]: row[1:] for row in Shown(make_report(self.period)).stock.rows}
        self.assertEqual(stock[str(Status.ANSWERED.label)], [2, 1])

    def test_costs_the_same_however_many_there_are(self):
        with self.assertNumQueries(25):
            make_report(self.period)


class FilesTests(MonitoringTests):
    def test_pages_and_files_say_the_same_to_those_who_may_read_them(self):
        report = make_report(self.period)
        urls = [reverse("reports"), *(reverse(f"report{end}", args=[report.pk]) for end in ("", "_xlsx", "_pdf"))]
        for group in ("Penghubung Instansi", "Editor"):
            self.client.force_login(make_user(group))
            for url in urls:
                self.assertEqual(self.client.get(url).status_code, 302, (group, url))
        self.client.force_login(make_user("Inspektorat"))
        listing, page, workbook, document = (self.client.get(url) for url in urls)
        self.assertContains(listing, report.span)
        self.assertNotContains(listing, "<form action")
        book = openpyxl.load_workbook(BytesIO(workbook.content))
        cells = [
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document.content)).pages)
        for word in ("7123456", "Dinas Satu"):
            self.assertContains(page, word)
            self.assertIn(word, " ".join(cells))
            self.assertIn(word, text)
        for content in (page.content.decode(), " ".join(cells), text):
            for word in ("7999998", "Budi", "0812"):
                self.assertNotIn(word, content)
        formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        self.assertEqual(formulas, [])

    def test_number_that_became_confidential_since_stands_in_no_report_any_more(self):
        report = make_report(self.period)
        self.assertIn("7123456", str([sheet.cells for sheet in Shown(report).sheets]))
        decisions.mark_secret(self.late.pk, make_user("Moderator"), "Pelapor memintanya.")
        self.assertNotIn("7123456", str([sheet.cells for sheet in Shown(report).sheets]))

    def test_pdf_is_tagged_for_screen_readers(self):
        self.client.force_login(make_user("Inspektorat"))
        document = self.client.get(reverse("report_pdf", args=[make_report(self.period).pk]))
        reader = pypdf.PdfReader(BytesIO(document.content))
        root = reader.trailer["/Root"]
        self.assertTrue(root["/MarkInfo"]["/Marked"])
        self.assertIn("/StructTreeRoot", root)
        self.assertEqual(root["/Lang"], "id")
        self.assertIn(b"pdfuaid:part", root["/Metadata"].get_data())
        self.assertTrue(reader.metadata.title)

    def test_moderator_makes_one_and_inspektorat_does_not(self):
        self.client.force_login(make_user("Inspektorat"))
        self.client.post(reverse("reports"), {"kind": "weekly", "day": ""})
        self.assertFalse(Report.objects.exists())
        moderator = make_user("Moderator")
        self.client.force_login(moderator)
        response = self.client.post(reverse("reports"), {"kind": "monthly", "day": "2021-03-17"})
        report = Report.objects.get()
        self.assertRedirects(response, reverse("report", args=[report.pk]))
        self.assertEqual((report.period.name, report.made_by), ("2021-03", moderator))
        tomorrow = timezone.localdate() + timedelta(days=1)
        response = self.client.post(reverse("reports"), {"kind": "monthly", "day": tomorrow})
        self.assertIn("day", response.context["form"].errors)
        response = self.client.post(reverse("reports"), {"kind": "yearly", "day": "0001-01-01"})
        self.assertIn("day", response.context["form"].errors)


class CommandTests(MonitoringTests):
    def run_command(self, **options):
        said = StringIO()
        call_command("weekly_report", stdout=said, **options)
        return said.getvalue()

    def test_each_period_gets_one_and_its_readers_one_mail_without_numbers_of_complaints(self):
        SiteSettings.objects.update_or_create(
            pk=SiteSettings.objects.first().pk if SiteSettings.objects.exists() else None,
            defaults={"report_recipients": "bupati@contoh.invalid\ninspektur@contoh.invalid", "site": _site()},
        )
        self.assertIn(self.period.name, self.run_command())
        self.assertIn("already", self.run_command())
        run_worker()
        run_worker()
        self.assertEqual(Report.objects.count(), 1)
        [sent] = mail.outbox
        self.assertEqual((sent.to, len(sent.bcc)), ([], 2))
        self.assertIn(reverse("report", args=[Report.objects.get().pk]), sent.body)
        for word in ("7123456", "7999998", "Budi"):
            self.assertNotIn(word, sent.body)
        self.run_command(again=True)
        self.assertEqual(Report.objects.count(), 2)

    def test_report_of_the_days_so_far_stands_for_none_of_the_whole(self):
        early = make_report(self.period)
        Report.objects.filter(pk=early.pk).update(made_at=_noon(self.period.last))
        self.assertIn("is made", self.run_command())
        self.assertEqual(Report.objects.count(), 2)

    def test_report_that_somebody_made_by_hand_is_still_told_of(self):
        SiteSettings.objects.update_or_create(site=_site(), defaults={"report_recipients": "bupati@contoh.invalid"})
        make_report(self.period, make_user("Moderator"))
        self.run_command()
        run_worker()
        self.assertEqual((Report.objects.count(), len(mail.outbox)), (1, 1))

    def test_files_are_written_where_asked(self):
        with TemporaryDirectory() as folder:
            self.run_command(output=Path(folder) / "new", kind="monthly", period="2021-03")
            names = sorted(path.name.split("-")[0] + path.suffix for path in (Path(folder) / "new").iterdir())
        self.assertEqual(names, ["pemantauan.pdf", "pemantauan.xlsx"])

    def test_bad_periods_get_a_sentence(self):
        current = Period.around("weekly", timezone.localdate()).name
        for options in (
            {"period": "2021-03"}, {"period": "2099-W01"}, {"period": "0001-W01"}, {"period": current},
            {"kind": "yearly", "period": "x"}, {"kind": "yearly", "period": "٢٠٢٥"},
        ):  # fmt: skip
            with self.assertRaises(CommandError) as error:
                self.run_command(**options)
            self.assertGreater(len(str(error.exception)), 20)


def _site():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


class SettingsTests(TestCase):
    def test_address_that_is_none_is_refused(self):
        from django.core.exceptions import ValidationError

        with self.assertRaises(ValidationError) as error:
            SiteSettings(site=_site(), report_recipients="bupati@contoh.invalid\nx").full_clean()
        self.assertIn("report_recipients", error.exception.message_dict)
