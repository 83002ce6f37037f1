import re
from datetime import timedelta

import segno
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from complaints_public.models import FormerNumber, ImportRun, TimelineEvent, Visibility
from portal.models import SiteSettings

from .factories import AgencyFactory, ComplaintFactory, make_user, publish


class DeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agency = AgencyFactory(name="Dinas Contoh")
        cls.moderator = make_user("Moderator")
        cls.liaison = make_user("Penghubung Instansi")
        cls.agency.liaisons.add(cls.liaison)
        cls.open = ComplaintFactory(number="7400001", agency=cls.agency)
        cls.secret = ComplaintFactory(number="7400002", agency=cls.agency, visibility=Visibility.SECRET)

    def setUp(self):
        self.client.force_login(self.moderator)

    @staticmethod
    def url(name, complaint, *more):
        return reverse(f"complaint:{name}", args=[complaint.pk, *more])


class AccessCodeTests(DeskTests):
    def issue(self):
        """What a moderator does: open the form, press its button."""
        page = self.client.get(self.url("code", self.secret))
        fields = dict(re.findall(r'name="(issued_before)" value="(\d+)"', page.content.decode()))
        return self.client.post(self.url("code", self.secret), fields), fields

    def test_receipt_shows_the_code_once(self):
        response, _fields = self.issue()
        code = response.context["code"]
        self.assertEqual(len(code.replace("-", "")), 16)
        self.assertContains(response, code, count=1)
        self.assertContains(response, "7400002")
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertNotContains(self.client.get(self.url("code", self.secret)), code)
        opened = self.client.post("/lacak/", {"nomor": "7400002", "kode": code})
        self.assertContains(opened, "Dinas Contoh")

    def test_loading_the_receipt_again_neither_shows_nor_issues_a_code(self):
        response, fields = self.issue()
        code = response.context["code"]
        again = self.client.post(self.url("code", self.secret), fields, follow=True)
        self.assertContains(again, "tidak dapat ditampilkan lagi")
        self.assertNotContains(again, code)
        self.assertContains(self.client.post("/lacak/", {"nomor": "7400002", "kode": code}), "Dinas Contoh")

    def test_new_code_ends_the_earlier_one(self):
        first = self.issue()[0].context["code"]
        self.assertContains(self.client.get(self.url("code", self.secret)), "tidak berlaku lagi")
        second = self.issue()[0].context["code"]
        self.assertNotContains(self.client.post("/lacak/", {"nomor": "7400002", "kode": first}), "Dinas Contoh")
        self.assertContains(self.client.post("/lacak/", {"nomor": "7400002", "kode": second}), "Dinas Contoh")

    def test_issuing_is_on_record_and_the_code_is_not(self):
        code = self.issue()[0].context["code"]
        self.assertEqual(TimelineEvent.objects.filter(complaint=self.secret, kind="code_issued").count(), 1)
        entry = ModelLogEntry.objects.get(action="complaints_public.code_issued")
        self.assertEqual(entry.user, self.moderator)
        self.assertNotIn(code, f"{entry.data} {entry.label}")

    def test_picture_leads_to_the_number_and_never_to_the_code(self):
        response, _fields = self.issue()
        address = f"{response.context['lookup_url']}?nomor=7400002"
        self.assertTrue(address.endswith("/lacak/?nomor=7400002"))
        self.assertContains(
            response,
            segno.make_qr(address, error="m").svg_inline(
                border=2, omitsize=True, svgclass="receipt__picture", lineclass=None
            ),
        )

    def test_receipt_is_in_indonesian_whatever_the_desk_reads(self):
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=self.moderator, preferred_language="en")
        response = self.issue()[0]
        self.assertContains(response, "Print this now")
        self.assertContains(response, "Kode akses")

    def test_nobody_else_issues_codes(self):
        for user in (self.liaison, make_user("Inspektorat"), make_user("Editor")):
            self.client.force_login(user)
            for answer in (self.client.get, self.client.post):
                for name in ("code", "receipt", "numbers"):
                    response = answer(self.url(name, self.secret))
                    self.assertIn(response.status_code, (302, 403, 404, 405))
            self.secret.refresh_from_db()
            self.assertEqual(self.secret.access_code_hash, "")


class ReceiptTests(DeskTests):
    def test_open_complaint_has_a_receipt_without_a_code(self):
        response = self.client.get(self.url("receipt", self.open))
        self.assertContains(response, "7400001")
        self.assertContains(response, "Dinas Contoh")
        self.assertContains(response, "<svg")
        self.assertNotContains(response, "Kode akses")
        for word in ("Budi", "Lampu jalan mati", "081234567890"):
            self.assertNotContains(response, word)

    def test_confidential_one_has_only_the_one_with_its_code(self):
        self.assertRedirects(self.client.get(self.url("receipt", self.secret)), self.url("code", self.secret))

    def test_page_of_the_complaint_leads_to_them(self):
        self.assertContains(self.client.get(self.url("inspect", self.open)), self.url("receipt", self.open))
        page = self.client.get(self.url("inspect", self.secret))
        self.assertContains(page, self.url("code", self.secret))
        self.assertContains(page, self.url("numbers", self.secret))


class FormerNumberDeskTests(DeskTests):
    def add(self, number, origin="sp4n"):
        return self.client.post(self.url("numbers", self.open), {"origin": origin, "number": number}, follow=True)

    def test_added_number_leads_to_the_complaint_and_can_be_removed(self):
        publish(self.open)
        self.assertContains(self.add("#7.400.090"), "7400090")
        number = FormerNumber.objects.get()
        self.assertEqual((number.number, number.added_by), ("7400090", self.moderator))
        self.assertEqual(self.client.get("/lacak/?nomor=7400090").url, "/pengaduan/7400001/")
        self.client.post(self.url("remove_number", self.open, number.pk))
        self.assertEqual(self.client.get("/lacak/?nomor=7400090").status_code, 200)
        actions = set(ModelLogEntry.objects.values_list("action", flat=True))
        self.assertLessEqual({"complaints_public.number_added", "complaints_public.number_removed"}, actions)

    def test_number_of_another_origin_is_kept_as_that_origin_writes_it(self):
        self.add("LGWP-77", "laporgub")
        self.assertEqual(FormerNumber.objects.get().number, "lgwp77")

    def test_number_that_cannot_be_is_explained_at_its_field(self):
        FormerNumber.objects.create(complaint=ComplaintFactory(), number="7400091")
        for number in ("12", "abc", "7400001", "7400002", "7400091", "", "🙏"):
            with self.subTest(number):
                response = self.add(number)
                self.assertIn("number", response.context["form"].errors)
                self.assertEqual(response.context["form"].non_field_errors(), [])
        self.assertEqual(self.open.former_numbers.count(), 0)

    def test_number_of_another_complaint_is_not_removed_from_here(self):
        number = FormerNumber.objects.create(complaint=ComplaintFactory(), number="7400091")
        self.assertEqual(self.client.post(self.url("remove_number", self.open, number.pk)).status_code, 404)


class StaleImportTests(DeskTests):
    PAGES = ("/admin/", reverse("complaint:index"), reverse("complaint:queue"))

    def import_of(self, days_ago):
        moment = timezone.now() - timedelta(days=days_ago, minutes=1)
        return ImportRun.objects.create(origin="sp4n", file_name="x", as_of=moment, finished_at=moment, rows=1)

    def check(self, text):
        for page in self.PAGES:
            self.assertContains(self.client.get(page), text)

    def check_silent(self):
        for page in self.PAGES[:2]:
            response = self.client.get(page)
            self.assertNotContains(response, "hari lalu")
            self.assertNotContains(response, "Belum ada data yang diimpor")

    def test_desk_is_warned_when_nothing_was_ever_imported(self):
        ImportRun.objects.create(origin="sp4n", file_name="x", as_of=timezone.now(), rows=1)  # broken off
        self.check("Belum ada data yang diimpor")

    def test_desk_is_warned_of_an_old_import(self):
        self.import_of(days_ago=20)
        self.import_of(days_ago=8)
        self.check("8 hari lalu")

    def test_recent_import_is_no_cause_for_a_warning(self):
        self.import_of(days_ago=20)
        self.import_of(days_ago=6)
        self.check_silent()

    def test_settings_say_how_old_and_switch_it_off(self):
        site = SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"stale_after_days": 3})[0]
        self.import_of(days_ago=4)
        self.check("4 hari lalu")
        site.stale_after_days = 0
        site.save()
        self.check_silent()

    def test_who_cannot_import_is_not_warned(self):
        self.client.force_login(self.liaison)
        self.check_silent()
