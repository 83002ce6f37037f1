import hashlib
import json
import re

from django.test import TestCase

from complaints_public.models import Status, TimelineHead

from .factories import ComplaintFactory, make_user
from .timeline_days import on_day


class PublishedHeadsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        with on_day(2021, 5, 3):
            cls.complaint = ComplaintFactory(visibility="secret")
            cls.complaint.record_status(Status.ANSWERED)
        with on_day(2021, 5, 6):
            TimelineHead.objects.seal_finished_days()

    def get(self, address, day=6):
        with on_day(2021, 5, day):
            return self.client.get(address)

    def test_page_shows_the_newest_heads_in_both_languages(self):
        for address in ("/pengaduan/buku-riwayat/", "/en/pengaduan/buku-riwayat/"):
            response = self.get(address)
            self.assertContains(response, TimelineHead.objects.get(day="2021-05-05").hash)
            self.assertContains(response, 'href="/pengaduan/buku-riwayat/2021-05-04.json"')
            self.assertNotContains(response, "notice--warning")
            self.assertFalse(response.cookies)

    def test_page_says_which_days_are_not_sealed_and_seals_none(self):
        response = self.get("/en/pengaduan/buku-riwayat/", day=8)
        self.assertContains(response, "2 finished days, up to 7 May 2021, are not sealed yet.")
        self.assertEqual(TimelineHead.objects.count(), 3)

    def test_published_heads_can_be_computed_and_each_holds_the_one_before(self):
        previous = ""
        for day in ("2021-05-03", "2021-05-04", "2021-05-05"):
            head = self.get(f"/pengaduan/buku-riwayat/{day}.json").json()
            said = [head["day"], head["sealed_at"], head["events_digest"], head["previous_hash"]]
            computed = hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
            self.assertEqual((head["day"], head["hash"], head["previous_hash"]), (day, computed, previous))
            previous = head["hash"]
        self.assertEqual(self.get("/pengaduan/buku-riwayat.json").json()["hash"], previous)

    def test_list_of_all_heads_has_a_day_and_a_hash_a_line(self):
        lines = self.get("/pengaduan/buku-riwayat.txt").content.decode().splitlines()
        self.assertEqual(len(lines), 3)
        self.assertTrue(all(re.fullmatch(r"2021-05-0\d [0-9a-f]{64}", line) for line in lines))

    def test_past_days_are_kept_for_good_by_caches_and_missing_ones_are_not_found(self):
        response = self.get("/pengaduan/buku-riwayat/2021-05-03.json")
        self.assertIn("immutable", response.headers["Cache-Control"])
        for day in ("2021-05-06", "2021-05-02", "2021-13-01", "heute", "2021-W18-1x"):
            response = self.get(f"/pengaduan/buku-riwayat/{day}.json")
            self.assertEqual(response.status_code, 404)
            self.assertNotIn("immutable", response.headers.get("Cache-Control", ""))

    def test_no_count_salt_or_number_is_published(self):
        head = TimelineHead.objects.get(day="2021-05-03")
        for address in ("/", ".json", ".txt", "/2021-05-03.json"):
            text = self.get(f"/pengaduan/buku-riwayat{address}").content.decode()
            self.assertNotIn(head.salt, text)
            self.assertNotIn(self.complaint.number, text)
        shown = self.get("/pengaduan/buku-riwayat/2021-05-03.json").json()
        self.assertEqual(set(shown), {"day", "sealed_at", "events_digest", "previous_hash", "hash", "rule", "about"})

    def test_empty_register_says_that_there_is_no_head_yet(self):
        with on_day(2021, 5, 6):
            self.assertEqual(self.client.get("/pengaduan/buku-riwayat/").status_code, 200)


class HeadsInTheAdminTests(TestCase):
    def test_heads_are_looked_at_and_nothing_else(self):
        with on_day(2021, 5, 3):
            ComplaintFactory()
        with on_day(2021, 5, 4):
            TimelineHead.objects.seal_finished_days()
        head = TimelineHead.objects.get()
        for group, status in (("Moderator", 200), ("Inspektorat", 200), ("Penghubung Instansi", 302), ("Editor", 302)):
            self.client.force_login(make_user(group))
            response = self.client.get("/admin/complaints/timeline-heads/")
            self.assertEqual(response.status_code, status, group)
        self.client.force_login(make_user("Moderator", username="chief", is_superuser=True))
        self.assertContains(self.client.get("/admin/complaints/timeline-heads/"), head.hash)
        self.assertEqual(self.client.get(f"/admin/complaints/timeline-heads/inspect/{head.pk}/").status_code, 200)
        for way in ("create/", f"edit/{head.pk}/", f"delete/{head.pk}/"):
            response = self.client.post(f"/admin/complaints/timeline-heads/{way}")
            self.assertIn(response.status_code, (302, 403, 404))
        self.assertEqual(TimelineHead.objects.get().hash, head.hash)
