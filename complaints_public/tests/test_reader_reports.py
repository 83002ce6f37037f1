from unittest.mock import patch

from django.test import Client, TestCase
from wagtail.models import Site

from complaints_public.models import Attention, Complaint, PublicText, Tally, TimelineEvent, Visibility
from complaints_public.models.recount import recount
from portal.models import SiteSettings

from .factories import ComplaintFactory, publish


def report(complaint, client=None, **headers):
    address = f"/pengaduan/{complaint.number}/identitas/"
    return (client or Client()).post(address, headers=headers)


class ReaderReportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory(number="7200001")
        publish(cls.complaint)
        cls.page = "/pengaduan/7200001/"

    def kinds(self):
        events = TimelineEvent.objects.filter(complaint=self.complaint).order_by("sequence")
        return list(events.values_list("kind", flat=True))

    def test_one_click_takes_the_text_offline_at_once(self):
        self.assertContains(self.client.get(self.page), 'action="/pengaduan/7200001/identitas/" method="post"')
        response = report(self.complaint)
        self.assertContains(response, "teksnya sudah tidak tampil")
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(self.client.get(self.page).status_code, 404)
        self.assertNotContains(self.client.get("/pengaduan/"), "Lampu jalan mati")
        self.assertContains(self.client.post("/lacak/", {"nomor": "7200001"}), "Belum dipublikasikan")

    def test_it_waits_for_a_moderator_before_everything_else(self):
        overdue = ComplaintFactory(resolution_due_on="2020-01-01")
        report(self.complaint)
        self.complaint.refresh_from_db()
        self.assertEqual(self.complaint.attention, Attention.REPORTED)
        self.assertEqual(list(Complaint.objects.needing_decision()), [self.complaint, overdue])

    def test_timeline_and_tallies_follow(self):
        report(self.complaint)
        self.assertEqual(self.kinds()[-2:], ["reported", "withdrawn"])
        published = {tally.published for tally in Tally.objects.all()}
        self.assertEqual(published, {0})
        self.assertEqual(sum(cell.is_published for cell in recount(Complaint.objects.all())), 0)

    def test_second_click_and_second_reader_get_the_same_answer_and_change_nothing(self):
        first = report(self.complaint)
        events = self.kinds()
        self.assertEqual(report(self.complaint).content, first.content)
        self.assertEqual(report(self.complaint, Client(REMOTE_ADDR="203.0.113.9")).content, first.content)
        self.assertEqual(self.kinds(), events)

    def test_approved_again_it_is_public_and_out_of_the_queue(self):
        report(self.complaint)
        PublicText.objects.get().save_revision().publish()
        self.complaint.refresh_from_db()
        self.assertEqual((self.complaint.reported_at, self.complaint.attention), (None, Attention.NONE))
        self.assertEqual(self.client.get(self.page).status_code, 200)

    def test_words_confirmed_after_a_report_stay_but_are_looked_at_first(self):
        report(self.complaint)
        PublicText.objects.get().save_revision().publish()
        response = report(self.complaint)
        self.assertContains(response, "diperiksa moderator setelah laporan")
        self.assertEqual(self.client.get(self.page).status_code, 200)
        self.complaint.refresh_from_db()
        self.assertEqual(self.complaint.attention, Attention.REPORTED)
        report(self.complaint)
        self.assertEqual(self.kinds().count("reported"), 2)

    def test_changed_words_are_not_the_confirmed_ones(self):
        report(self.complaint)
        PublicText.objects.get().save_revision().publish()
        text = PublicText.objects.get()
        text.summary = "Lampu jalan di dekat sebuah sekolah mati."
        text.save_revision().publish()
        self.assertContains(report(self.complaint), "teksnya sudah tidak tampil")
        self.assertEqual(self.client.get(self.page).status_code, 404)

    def test_draft_saved_by_somebody_who_had_it_open_does_not_bring_it_back(self):
        opened_before = PublicText.objects.get().get_latest_revision_as_object()
        report(self.complaint)
        opened_before.save_revision()
        self.assertEqual(self.client.get(self.page).status_code, 404)
        self.assertEqual(self.kinds()[-1], "withdrawn")
        self.assertEqual({tally.published for tally in Tally.objects.all()}, {0})

    def test_report_of_what_is_not_public_changes_nothing(self):
        secret = ComplaintFactory(visibility=Visibility.SECRET)
        unmoderated = ComplaintFactory()
        for complaint in (secret, unmoderated):
            report(complaint)
            complaint.refresh_from_db()
            self.assertIsNone(complaint.reported_at)

    def test_form_of_another_site_is_refused_in_a_sentence(self):
        for origin in ("https://evil.example", "null"):
            self.assertContains(report(self.complaint, Origin=origin), "ditolak", status_code=400)
        self.assertEqual(self.client.get(self.page).status_code, 200)

    def test_needs_no_cookie_and_no_script(self):
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(report(self.complaint, strict, Origin="http://testserver").status_code, 200)
        self.assertFalse(strict.cookies)

    def test_following_the_address_changes_nothing_and_offers_the_button(self):
        response = self.client.get(f"{self.page}identitas/")
        self.assertContains(response, 'action="/pengaduan/7200001/identitas/" method="post"')
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertEqual(self.client.get(self.page).status_code, 200)
        self.assertEqual(self.client.get("/en/pengaduan/7299999/identitas/").status_code, 404)

    def test_reader_stays_in_the_language(self):
        self.assertContains(self.client.post("/en/pengaduan/7200001/identitas/"), "the text is offline")

    def test_old_number_takes_it_offline_too(self):
        self.complaint.former_numbers.create(number="7200099")
        self.client.post("/pengaduan/7200099/identitas/")
        self.assertEqual(self.client.get(self.page).status_code, 404)


class ReportLimitTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.complaints = [ComplaintFactory() for _number in range(6)]
        for complaint in cls.complaints:
            publish(complaint)
        SiteSettings.objects.update_or_create(
            site=Site.objects.get(), defaults={"contact_phone": "(0282) 000000", "reports_per_hour": 4}
        )

    def report(self, complaint, address):
        return report(complaint, Client(REMOTE_ADDR=address))

    def test_one_address_takes_three_a_day_offline(self):
        with patch("time.time", return_value=1_800_000_000):
            for complaint in self.complaints[:3]:
                self.assertEqual(self.report(complaint, "203.0.113.7").status_code, 200)
            refused = self.report(self.complaints[3], "203.0.113.7")
            self.assertContains(refused, "(0282) 000000", status_code=429)
            self.assertEqual(int(refused.headers["Retry-After"]), 57_600)
            self.assertEqual(self.client.get(f"/pengaduan/{self.complaints[3].number}/").status_code, 200)
            # Somebody else still can, and what is offline already is answered as before.
            self.assertEqual(self.report(self.complaints[3], "203.0.113.8").status_code, 200)
            self.assertEqual(self.report(self.complaints[0], "203.0.113.7").status_code, 200)

    def test_all_readers_together_have_a_limit_that_the_settings_name(self):
        with patch("time.time", return_value=1_800_000_000):
            for number, complaint in enumerate(self.complaints[:4]):
                self.assertEqual(self.report(complaint, f"203.0.113.{number}").status_code, 200)
            self.assertEqual(self.report(self.complaints[4], "203.0.113.99").status_code, 429)
        with patch("time.time", return_value=1_800_003_600):
            self.assertEqual(self.report(self.complaints[4], "203.0.113.99").status_code, 200)


class FreshnessTests(TestCase):
    """What is taken offline must not live on in a browser or a proxy."""

    def test_pages_with_public_texts_are_asked_for_anew_each_time(self):
        complaint = ComplaintFactory()
        publish(complaint)
        addresses = (f"/pengaduan/{complaint.number}/", "/pengaduan/")
        kept = {}
        for address in addresses:
            response = self.client.get(address)
            self.assertEqual(response.headers["Cache-Control"], "public, no-cache")
            kept[address] = {"If-None-Match": response.headers["ETag"]}
            self.assertEqual(self.client.get(address, headers=kept[address]).status_code, 304)
        complaint.take_offline()
        for address in addresses:
            self.assertNotEqual(self.client.get(address, headers=kept[address]).status_code, 304)
