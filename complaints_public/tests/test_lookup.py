import logging
from datetime import datetime
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import Client, TestCase, override_settings

from complaints_public.importing.parsing import JAKARTA
from complaints_public.lookup import BY_ADDRESS, BY_PERSON_AND_NUMBER
from complaints_public.models import CloseReason, Complaint, FormerNumber, Status, Visibility

from .factories import AtMost, ComplaintFactory, publish

BAD_INPUT = (
    "9" * 300,
    "'; DROP TABLE complaint; --",
    "<script>alert(1)</script>",
    "🙏🙏",
    "abc",
    " ",
    "\x00",
    "../..",
)


def post(client, number, code="", **headers):
    return client.post("/lacak/", {"nomor": number, "kode": code}, **headers)


class LookupTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_holidays", verbosity=0, stdout=StringIO())
        cls.open = ComplaintFactory(number="7000001")
        publish(cls.open, response="Lampu sudah diganti.")
        cls.secret = ComplaintFactory(number="7000002", visibility=Visibility.SECRET)
        publish(cls.secret)
        cls.unmoderated = ComplaintFactory(number="7000003")
        cls.code = cls.secret.issue_access_code()

    def test_open_number_leads_to_its_page(self):
        for typed in ("7000001", "#7000001", " 7 000 001", "７０００００１"):
            with self.subTest(typed):
                response = post(self.client, typed)
                self.assertEqual((response.status_code, response.url), (303, "/pengaduan/7000001/"))
        self.assertEqual(self.client.get("/lacak/?nomor=7000001").url, "/pengaduan/7000001/")

    def test_reader_stays_in_the_language(self):
        self.assertEqual(self.client.post("/en/lacak/", {"nomor": "7000001"}).url, "/en/pengaduan/7000001/")

    def test_secret_unmoderated_and_unknown_look_alike(self):
        answers = [post(Client(), number) for number in ("7000002", "7000003", "7999999", "abc")]
        pages = [self.client.get(f"/pengaduan/{number}/") for number in ("7000002", "7000003", "7999999", "abc")]
        for alike, status in ((answers, 200), (pages, 404)):
            self.assertEqual({response.status_code for response in alike}, {status})
            self.assertEqual(len({response.content for response in alike}), 1)
            self.assertEqual(len({str(sorted(response.headers.items())) for response in alike}), 1)
            for number in (b"7000002", b"7000003", b"7999999"):
                self.assertNotIn(number, alike[0].content)

    def test_question_in_the_address_is_not_repeated(self):
        self.assertNotContains(self.client.get("/lacak/?nomor=7999999"), "7999999")

    def test_secret_opens_with_its_code_and_shows_no_text(self):
        typed = self.code.lower().replace("-", " ").replace("0", "o")
        response = post(self.client, "7000002", typed)
        self.assertContains(response, "Dinas Contoh")
        self.assertNotContains(response, "Lampu jalan")
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")

    def test_wrong_code_is_the_same_as_no_complaint(self):
        answers = {post(Client(), number, "AAAA-BBBB-CCCC-DDDD").content for number in ("7000002", "7999999")}
        self.assertEqual(len(answers), 1)

    def test_new_code_ends_the_old_one(self):
        new_code = self.secret.issue_access_code()
        self.assertNotContains(post(self.client, "7000002", self.code), "Dinas Contoh")
        self.assertContains(post(self.client, "7000002", new_code), "Dinas Contoh")

    def test_code_is_long_and_kept_only_as_a_digest(self):
        self.assertEqual(len(self.code.replace("-", "")), 16)  # of 32 letters: 80 bits
        stored = Complaint.objects.get(pk=self.secret.pk).access_code_hash
        self.assertNotIn(self.code.replace("-", ""), stored)

    def test_personal_answers_are_kept_by_nobody(self):
        for response in (self.client.get("/lacak/"), post(self.client, "7999999"), self.client.get("/pengaduan/1/")):
            self.assertIn("no-store", response.headers["Cache-Control"])
            self.assertEqual(response.headers["X-Robots-Tag"], "noindex")

    def test_bad_input_gets_a_friendly_page(self):
        for typed in BAD_INPUT:
            with self.subTest(typed[:20]):
                self.assertEqual(post(Client(), typed).status_code, 200)
                self.assertEqual(self.client.get("/lacak/", {"nomor": typed}).status_code, 200)
        for path in ("x" * 300, "<script>", "🙏", "7000001'", "-", "desk-"):
            with self.subTest(path[:20]):
                self.assertEqual(self.client.get(f"/pengaduan/{path}/").status_code, 404)

    def test_empty_number_is_explained_beside_the_field(self):
        response = post(self.client, "")
        self.assertContains(response, 'aria-invalid="true"')

    def test_form_of_another_site_is_refused(self):
        for origin in ("https://evil.example", "null"):
            response = self.client.post("/lacak/", {"nomor": "7000001"}, headers={"Origin": origin})
            self.assertEqual(response.status_code, 400)
        response = self.client.post("/lacak/", {"nomor": "7000001"}, headers={"Origin": "http://testserver"})
        self.assertEqual(response.status_code, 303)

    def test_needs_no_cookie(self):
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(post(strict, "7000001").status_code, 303)
        self.assertFalse(strict.cookies)

    def test_other_origins_have_their_own_addresses(self):
        desk = ComplaintFactory(origin="desk", number="2026-0001")
        publish(desk)
        self.assertEqual(post(self.client, "DESK-2026-0001").url, "/pengaduan/desk-2026-0001/")
        self.assertContains(self.client.get("/pengaduan/desk-2026-0001/"), "Lampu jalan mati")

    def test_logs_hold_routes_not_numbers(self):
        from portal.logging import RouteNames

        with self.assertLogs("django.request", logging.WARNING) as logs:
            self.client.get("/pengaduan/7000002/")
        for record in logs.records:
            RouteNames().filter(record)
            self.assertNotIn("7000002", record.getMessage())
            self.assertIn("reference", record.getMessage())


class FormerNumberTests(TestCase):
    """An old number or address never stops working."""

    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory(number="7300002")
        publish(cls.complaint)
        FormerNumber.objects.create(complaint=cls.complaint, number="7300001")
        FormerNumber.objects.create(complaint=cls.complaint, origin="laporgub", number="lgwp77")

    def test_old_number_leads_to_the_present_page(self):
        for typed in ("7300001", "LGWP-77"):
            self.assertEqual(post(self.client, typed).url, "/pengaduan/7300002/")
        for address in ("7300001", "laporgub-lgwp77", "LGWP77"):
            with self.subTest(address):
                response = self.client.get(f"/en/pengaduan/{address}/")
                self.assertEqual((response.status_code, response.url), (301, "/en/pengaduan/7300002/"))
                self.assertIn("no-cache", response.headers["Cache-Control"])

    def test_other_ways_to_write_an_address_lead_to_the_one(self):
        publish(ComplaintFactory(origin="desk", number="2026-0001"))
        for written, address in {
            "sp4n-7300002": "7300002",
            "SP4N-7300002": "7300002",
            "07300002": "7300002",
            "7.300.002": "7300002",
            "DESK-2026-0001": "desk-2026-0001",
        }.items():
            with self.subTest(written):
                response = self.client.get(f"/pengaduan/{written}/")
                self.assertEqual((response.status_code, response.url), (301, f"/pengaduan/{address}/"))

    def test_number_that_another_complaint_has_now_leads_to_that_one(self):
        present = ComplaintFactory(number="7300001")
        self.assertEqual(post(self.client, "7300001").url, "/pengaduan/7300002/")  # not published: still the old one
        publish(present)
        self.assertEqual(post(self.client, "7300001").url, "/pengaduan/7300001/")

    def test_number_of_a_confidential_complaint_leads_nowhere(self):
        secret = ComplaintFactory(number="7300001", visibility=Visibility.SECRET)
        self.assertEqual(post(self.client, "7300001").status_code, 200)
        self.assertEqual(self.client.get("/pengaduan/7300001/").status_code, 404)
        code = secret.issue_access_code()
        self.assertContains(post(self.client, "7300001", code), secret.agency.name)

    def test_access_code_opens_by_the_old_number_too(self):
        secret = ComplaintFactory(number="7300004", visibility=Visibility.SECRET)
        FormerNumber.objects.create(complaint=secret, number="7300003")
        code = secret.issue_access_code()
        self.assertContains(post(self.client, "7300003", code), secret.agency.name)
        self.assertNotContains(post(self.client, "7300003", "AAAA-BBBB-CCCC-DDDD"), secret.agency.name)

    def test_undone_confidential_complaint_opens_no_more(self):
        secret = ComplaintFactory(visibility=Visibility.SECRET)
        code = secret.issue_access_code()
        Complaint.objects.filter(pk=secret.pk).update(is_void=True)
        self.assertNotContains(post(self.client, secret.number, code), secret.agency.name)


@override_settings(TRUSTED_PROXIES=["127.0.0.1"])
class LimitTests(TestCase):
    def ask(self, number, address):
        return post(Client(), number, headers={"X-Forwarded-For": address})

    def test_one_person_repeating_one_number_is_turned_away_and_the_others_are_not(self):
        with patch("time.time", return_value=1_800_000_000):
            for attempt in range(BY_PERSON_AND_NUMBER.attempts):
                written = ("7999999", "#7999999", "79 99 999")[attempt % 3]
                self.assertEqual(self.ask(written, "203.0.113.7").status_code, 200)
            refused = self.ask("7999999", "203.0.113.7")
            self.assertEqual(refused.status_code, 429)
            self.assertEqual(int(refused.headers["Retry-After"]), 600)
            self.assertNotContains(refused, "7999999", status_code=429)
            # The neighbour behind the same address asks for another number; somebody elsewhere for this one.
            self.assertEqual(self.ask("7999998", "203.0.113.7").status_code, 200)
            self.assertEqual(self.ask("7999999", "203.0.113.8").status_code, 200)

    def test_trying_numbers_one_after_the_other_is_turned_away(self):
        with patch("time.time", return_value=1_800_000_000):
            for attempt in range(BY_ADDRESS.attempts):
                self.assertEqual(self.ask(str(8_000_000 + attempt), "203.0.113.7").status_code, 200)
            self.assertEqual(self.ask("8999999", "203.0.113.7").status_code, 429)
        with patch("time.time", return_value=1_800_000_601):
            self.assertEqual(self.ask("8999999", "203.0.113.7").status_code, 200)

    def test_nobody_can_lock_others_out_of_what_is_theirs(self):
        publish(ComplaintFactory(number="7000001"))
        secret = ComplaintFactory(number="7000002", visibility=Visibility.SECRET)
        code = secret.issue_access_code()
        with patch("time.time", return_value=1_800_000_000):
            for attempt in range(BY_ADDRESS.attempts + 1):
                self.ask("7000002", f"203.0.113.{attempt % 6}")
            self.assertEqual(self.ask("7000002", "203.0.113.7").status_code, 429)
            self.assertEqual(self.ask("7000001", "203.0.113.1").status_code, 303)
            address = {"X-Forwarded-For": "203.0.113.1"}
            self.assertContains(post(Client(), "7000002", code, headers=address), secret.agency.name)
            self.assertEqual(post(Client(), "7000002", "WRONG-CODE", headers=address).status_code, 429)

    def test_finding_complaints_uses_up_nothing(self):
        publish(ComplaintFactory(number="7000001"))
        for _attempt in range(BY_ADDRESS.attempts + 5):
            self.assertEqual(self.ask("7000001", "203.0.113.7").status_code, 303)

    @override_settings(TRUSTED_PROXIES=[])
    def test_made_up_address_is_not_believed(self):
        with patch("time.time", return_value=1_800_000_000):
            for attempt in range(BY_ADDRESS.attempts):
                self.ask(str(8_000_000 + attempt), f"203.0.113.{attempt}")
            self.assertEqual(self.ask("8999999", "203.0.113.99").status_code, 429)


class ComplaintPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_holidays", verbosity=0, stdout=StringIO())

    def page(self, **fields):
        complaint = ComplaintFactory(**fields)
        publish(complaint)
        return self.client.get(f"/en/pengaduan/{complaint.number}/")

    def test_shows_the_sum_of_the_deadline(self):
        # 11 March 2021 is Isra Mikraj, 12 March was collective leave (later withdrawn: the table can be edited).
        response = self.page(received_at=datetime(2021, 3, 3, 9, 0, tzinfo=JAKARTA))
        self.assertContains(response, "received 3 March 2021 + 14 working days")
        self.assertContains(response, "due ")
        self.assertContains(response, "Isra Mikraj")

    def test_closed_page_says_why(self):
        page = self.page(status=Status.CLOSED, close_reason=CloseReason.BY_SILENCE)
        self.assertContains(page, "That does not mean it is solved.")
        page = self.page(status=Status.CLOSED, close_reason=CloseReason.BY_ADMIN)
        self.assertContains(page, "does not say whether the matter itself is settled")

    def test_overdue_is_said(self):
        self.assertContains(self.page(resolution_due_on="2021-03-24"), "Overdue")

    def test_answer_after_the_limit_is_called_late(self):
        complaint = ComplaintFactory()
        publish(complaint)
        complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 6, 1, 10, tzinfo=JAKARTA))
        response = self.client.get(f"/en/pengaduan/{complaint.number}/")
        self.assertContains(response, "Ended after the time limit")
        self.assertContains(response, "recorded by the complaint desk")

    def test_says_who_holds_it_and_where_to_object(self):
        response = self.page()
        self.assertContains(response, "Dinas Contoh")
        self.assertContains(response, "Ombudsman")
        self.assertContains(response, "Data as of 30 April 2021")

    def test_nothing_raw_is_shown(self):
        response = self.page()
        for word in ("Budi", "Hartanto", "081234567890", "melaporkan lampu"):
            self.assertNotContains(response, word)

    def test_costs_few_queries(self):
        complaint = ComplaintFactory()
        publish(complaint)
        self.client.get(f"/pengaduan/{complaint.number}/")
        with self.assertNumQueries(AtMost(8)):
            self.client.get(f"/pengaduan/{complaint.number}/")


class ComplaintListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(23):
            publish(ComplaintFactory(), title=f"Lampu nomor urut {number}")
        cls.secret = ComplaintFactory(visibility=Visibility.SECRET)
        publish(cls.secret, title="Hanya rahasia")
        ComplaintFactory()

    def test_shows_only_what_is_published(self):
        response = self.client.get("/en/pengaduan/")
        self.assertContains(response, "23 published complaints")
        self.assertNotContains(response, "Hanya rahasia")

    def test_pages_and_filters_forgive_bad_values(self):
        for query in (
            "page=2",
            "page=0",
            "page=x",
            "page=999",
            "status=answered",
            "status='--",
            "instansi=%00",
            "topik=x",
        ):
            with self.subTest(query):
                self.assertEqual(self.client.get(f"/pengaduan/?{query}").status_code, 200)

    def test_filter_by_agency(self):
        agency = Complaint.objects.order_by("pk").first().agency
        self.assertContains(self.client.get(f"/en/pengaduan/?instansi={agency.slug}"), "1 published complaint")
