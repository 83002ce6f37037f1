import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from complaints_public import following
from complaints_public.models import CloseReason, Complaint, Status, Subscription, Visibility
from complaints_public.models.following import address_digest

from .factories import ComplaintFactory, make_user, publish, run_worker

ADDRESS = "Warga.Kroya@example.com"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S*ikuti/(?:konfirmasi|berhenti)/\S+/)")
TITLE, SUMMARY, ANSWER = "Lampu penerangan mati", "Di sebuah ruas jalan lampu mati.", "Lampu telah diganti."


class BrokenServer(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


class RefusingServer(EmailBackend):
    """A mail server that takes mail for everybody but one."""

    def send_messages(self, messages):
        for message in messages:
            if message.to == [ADDRESS]:
                raise SMTPRecipientsRefused({ADDRESS: (450, b"mailbox of " + ADDRESS.encode())})
        return super().send_messages(messages)


def whole_database():
    """Every value of every table, as text."""
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            values += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(values)


def links(message):
    """(where to confirm, where to stop) of a mail, None where it has none."""
    found = {path.split("/")[-3]: path for path in LINK.findall(message.body)}
    return found.get("konfirmasi"), found.get("berhenti")


class FollowingCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory(number="7000001")
        cls.text = publish(cls.complaint, TITLE, SUMMARY, ANSWER)

    def ask(self, address=ADDRESS, number="7000001", prefix="", **headers):
        return Client().post(f"{prefix}/pengaduan/{number}/ikuti/", {"surel": address}, headers=headers)

    def follow(self, address=ADDRESS, **options):
        """A confirmed subscription, whose mail to confirm has left the outbox."""
        self.ask(address, **options)
        run_worker()
        [message] = [message for message in mail.outbox if message.to == [address]]
        self.client.post(links(message)[0])
        mail.outbox.clear()
        return Subscription.objects.of(address).get()

    def close(self):
        complaint = Complaint.objects.get(pk=self.complaint.pk)
        complaint.record_status(Status.CLOSED, CloseReason.SOLVED)

    def news(self, times=1):
        for _time in range(times):
            run_worker()
        return mail.outbox

    def later(self, **span):
        """The clock of all but the database, moved on."""
        return patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**span))


class OptInTests(FollowingCase):
    def test_nothing_is_sent_in_the_request(self):
        response = self.ask()
        self.assertContains(response, "Jika alamatnya benar")
        self.assertEqual(mail.outbox, [])
        run_worker()
        [message] = mail.outbox
        self.assertEqual((message.to, message.cc, message.bcc), ([ADDRESS], [], []))

    def test_news_needs_a_confirmation_by_a_button(self):
        self.ask()
        run_worker()
        where = links(mail.outbox.pop())[0]
        page = self.client.get(where)  # a mail scanner opens it too
        self.assertContains(page, "Ya, kirimi saya kabar")
        self.close()
        self.assertEqual(self.news(), [])
        self.assertContains(self.client.post(where), "Anda mengikuti pengaduan ini")
        self.assertEqual(self.news(), [])  # what can be read on the page already is no news

    def test_confirming_twice_changes_nothing(self):
        subscription = self.follow()
        where = following.link(subscription, "confirm").removeprefix("http://127.0.0.1:8000")
        for response in (self.client.get(where), self.client.post(where)):
            self.assertContains(response, "Anda mengikuti pengaduan ini")
            self.assertNotContains(response, "<button class")
        again = Subscription.objects.get()
        self.assertEqual(vars(again) | {"_state": 0}, vars(subscription) | {"_state": 0})

    def test_one_answer_whether_it_is_new_or_waits_or_follows(self):
        answers = [self.ask(address) for address in (ADDRESS, ADDRESS.upper(), "other@example.com")]
        self.follow("follower@example.com")
        answers.append(self.ask("follower@example.com"))
        self.assertEqual({answer.status_code for answer in answers}, {200})
        self.assertEqual(len({answer.content for answer in answers}), 1)
        self.assertEqual(len({str(sorted(answer.headers.items())) for answer in answers}), 1)
        self.assertNotIn("example", answers[0].content.decode())

    def test_asking_again_sends_another_mail_only_until_it_is_confirmed(self):
        for _time in range(2):
            self.ask()
            run_worker()
        self.assertEqual(len(mail.outbox), 2)
        self.client.post(links(mail.outbox[0])[0])
        self.ask(ADDRESS.lower())
        run_worker()
        self.assertEqual(len(mail.outbox), 2)
        self.assertEqual(Subscription.objects.count(), 1)

    def test_asking_costs_the_same_statements_whether_it_follows_already(self):
        self.follow("follower@example.com")
        self.ask("waits@example.com")  # something waits in the queue now
        said = []
        for address in ("follower@example.com", "waits@example.com", "new@example.com"):
            with CaptureQueriesContext(connection) as queries:
                Subscription.objects.ask(self.complaint.pk, address, "id")
            said.append([query["sql"].partition("(")[0] for query in queries])
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0], said[2])
        self.assertEqual(len(said[0]), len([sql for sql in said[0] if "SAVEPOINT" in sql]) + 1)

    def test_stranger_who_asks_changes_nothing_of_a_follower(self):
        before = vars(self.follow())
        self.ask(prefix="/en")
        run_worker()
        after = vars(Subscription.objects.get())
        self.assertEqual({name for name in after if before[name] != after[name]}, {"_state", "asked_at"})
        self.assertEqual(mail.outbox, [])

    def test_no_address_is_explained_and_what_was_typed_is_kept(self):
        for typed in (
            "",
            "warga",
            "a@b",
            "a\x00@example.com",
            "x" * 300 + "@example.com",
            "a@example.com\nBcc: b@c.de",
        ):
            with self.subTest(typed[:20]):
                response = self.ask(typed)
                self.assertContains(response, 'aria-invalid="true"', status_code=400)
                self.assertContains(response, "Ini bukan alamat surel", status_code=400)
        self.assertContains(self.ask('"><script>@x'), "&quot;&gt;&lt;script&gt;@x", status_code=400)
        self.assertFalse(Subscription.objects.exists())

    def test_what_is_not_public_is_not_to_be_told_from_what_is_not_there(self):
        publish(ComplaintFactory(number="7000002"))
        Complaint.objects.filter(number="7000002").update(visibility=Visibility.SECRET)  # as the source may later say
        ComplaintFactory(number="7000003")
        numbers = ("7000002", "7000003", "7999999", "abc")
        asked = [self.ask(number=number) for number in numbers]
        opened = [self.client.get(f"/pengaduan/{number}/ikuti/") for number in numbers]
        pages = [self.client.get(f"/pengaduan/{number}/") for number in numbers]
        answers = asked + opened + pages
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({answer.content for answer in answers}), 1)
        self.assertEqual(len({str(sorted(answer.headers.items())) for answer in answers}), 1)
        self.assertFalse(Subscription.objects.exists() or DBTaskResult.objects.exists())

    def test_form_of_another_site_is_refused(self):
        for origin in ("https://evil.example", "null"):
            self.assertEqual(self.ask(Origin=origin).status_code, 400)
        self.assertEqual(self.ask(Origin="http://testserver").status_code, 200)

    def test_needs_no_cookie_and_no_token(self):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post("/pengaduan/7000001/ikuti/", {"surel": ADDRESS})
        self.assertEqual(response.status_code, 200)
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertFalse(strict.cookies)
        run_worker()
        for path in links(mail.outbox[0]):
            self.assertEqual(strict.post(path).status_code, 200)
        self.assertFalse(strict.cookies)

    @override_settings(MAIL_IS_ON=False)
    def test_without_a_mail_server_there_is_no_form(self):
        for address in ("/pengaduan/7000001/", "/pengaduan/7000001/ikuti/"):
            page = self.client.get(address)
            self.assertNotContains(page, "surel")
            self.assertContains(page, "/pengaduan/7000001/umpan.atom")
        self.assertEqual(self.ask().status_code, 404)

    def test_mails_that_wait_are_kept_when_the_mail_server_is_taken_away(self):
        self.ask()
        with override_settings(MAIL_IS_ON=False):
            self.assertEqual(self.news(), [])
        following.have_mail_sent()
        self.assertEqual(len(self.news()), 1)

    def test_form_stands_on_the_page(self):
        page = self.client.get("/en/pengaduan/7000001/")
        self.assertContains(page, 'action="/en/pengaduan/7000001/ikuti/" method="post"')
        self.assertRedirects(self.client.get("/pengaduan/700-0001/ikuti/"), "/pengaduan/7000001/ikuti/")


class LimitTests(FollowingCase):
    def test_each_limit_refuses_and_says_when_to_come_back(self):
        others = iter(range(1000))
        ways = {
            "BY_CLIENT": lambda: self.ask(f"{next(others)}@example.com"),
            "BY_MAILBOX": lambda: self.ask(),
            "BY_COMPLAINT": lambda: self.ask(f"{next(others)}@example.com"),
        }
        for name, way in ways.items():
            with self.subTest(name), patch.object(following, name, following.Limit(name, attempts=2, seconds=3600)):
                self.assertEqual([way().status_code, way().status_code], [200, 200])
                refused = way()
                self.assertContains(refused, "Terlalu banyak", status_code=429)
                self.assertGreater(int(refused.headers["Retry-After"]), 0)
        run_worker()
        self.assertEqual(len(mail.outbox), 5)


class NewsTests(FollowingCase):
    def test_new_status_is_told_once(self):
        self.follow()
        self.assertEqual(self.news(), [])
        self.close()
        [message] = self.news(times=2)
        self.assertEqual(message.subject, "Kabar tentang pengaduan 7000001")
        self.assertIn("Selesai ditangani", message.body)
        self.assertIn("http://127.0.0.1:8000/pengaduan/7000001/\n", message.body)

    def test_more_than_a_batch_is_sent_without_waiting(self):
        addresses = [f"{name}@example.com" for name in "abcde"]
        for address in addresses:
            self.follow(address)
        self.close()
        with patch.object(following, "_BATCH", 2):
            run_worker()
        self.assertEqual(sorted(message.to[0] for message in mail.outbox), addresses)

    def test_several_changes_are_one_mail(self):
        self.follow()
        for status in (Status.FORWARDED, Status.IN_PROGRESS, Status.ANSWERED):
            Complaint.objects.get(pk=self.complaint.pk).record_status(status)
        self.text.save_revision().publish()
        [message] = self.news(times=2)
        self.assertIn("Ditanggapi", message.body)

    def test_new_text_is_told_without_its_words(self):
        self.follow()
        self.text.response = "Dipasang tiang baru."
        self.text.save_revision().publish()
        [message] = self.news(times=2)
        self.assertIn("diperbarui", message.body)
        self.assertNotIn("tiang", message.body)

    def test_mail_is_in_the_language_of_the_page(self):
        self.follow(prefix="/en")
        self.close()
        [message] = self.news()
        self.assertIn("has a new status: Settled.", message.body)
        self.assertIn("/en/pengaduan/7000001/", message.body)
        self.assertIn("/en/ikuti/berhenti/", message.body)

    def test_no_mail_holds_anything_that_was_written(self):
        self.complaint.agency.name = "Dinas Rahasia"
        self.complaint.agency.save()
        self.ask()
        run_worker()
        self.client.post(links(mail.outbox[0])[0])
        self.close()
        run_worker()
        with self.later(days=31):
            run_worker()
        self.assertEqual(len(mail.outbox), 3)
        written = [TITLE, SUMMARY, ANSWER, "Lampu", "Budi", "Hartanto", "081234567890", "Dinas"]
        for message in mail.outbox:
            said = message.message().as_string() + message.body + message.subject
            for words in written:
                self.assertNotIn(words.casefold(), said.casefold())
            self.assertNotIn(ADDRESS.partition("@")[0], message.body + message.subject)

    def test_what_is_taken_offline_is_passed_over_in_silence(self):
        self.follow()
        self.close()
        self.text.unpublish()
        self.assertEqual(self.news(), [])
        self.text.refresh_from_db()
        self.text.save_revision().publish()
        self.assertEqual(len(self.news()), 1)

    def test_confirmed_while_offline_it_is_told_of_later(self):
        self.ask()
        run_worker()
        where = links(mail.outbox.pop())[0]
        self.text.unpublish()
        self.assertNotContains(self.client.post(where), "7000001")
        self.assertEqual(self.news(), [])
        self.text.refresh_from_db()
        self.text.save_revision().publish()
        self.assertEqual(len(self.news(times=2)), 1)

    def test_no_mail_to_confirm_is_sent_about_what_went_offline(self):
        self.ask()
        self.text.unpublish()
        self.assertEqual(self.news(), [])


class BrokenServerTests(FollowingCase):
    def test_server_that_cannot_be_reached_loses_nothing_and_uses_up_nothing(self):
        self.follow()
        self.close()
        before = Subscription.objects.values().get()
        with override_settings(EMAIL_BACKEND=f"{__name__}.BrokenServer"), self.assertLogs(following.logger) as logs:
            run_worker()
        self.assertIn("ConnectionRefusedError", logs.output[0])
        self.assertEqual(Subscription.objects.values().get(), before)
        self.assertEqual(len(self.news()), 1)

    def test_refused_one_waits_longer_each_time_and_holds_up_nobody(self):
        self.follow()
        self.follow("other@example.com")
        self.close()
        refusing = override_settings(EMAIL_BACKEND=f"{__name__}.RefusingServer")
        with refusing, self.assertLogs(following.logger) as logs:
            self.news(times=3)
        self.assertEqual([message.to for message in mail.outbox], [["other@example.com"]])
        self.assertEqual(len(logs.output), 1)
        self.assertNotIn("Kroya", f"{logs.output} {whole_database()}")
        with refusing, self.later(minutes=6), self.assertLogs(following.logger):
            run_worker()
        with self.later(minutes=6):
            self.assertEqual(len(self.news()), 1)
        with self.later(minutes=17):
            self.assertEqual(len(self.news(times=2)), 2)
            self.assertEqual(Subscription.objects.of(ADDRESS).get().attempts, 0)

    def test_killed_worker_leaves_the_rest_to_the_next_one(self):
        addresses = [f"{name}@example.com" for name in "abc"]
        for address in addresses:
            self.follow(address)
        self.close()
        original = following._mail

        def killed(subscription, *arguments):
            original(subscription, *arguments)
            if len(mail.outbox) == 2:
                raise SystemExit

        with patch.object(following, "_mail", killed):
            run_worker()
        self.assertEqual(len(self.news()), 3)  # the second one's turn comes again after a pause
        with self.later(minutes=6):
            self.news()
        counts = sorted([message.to[0] for message in mail.outbox].count(address) for address in addresses)
        self.assertEqual(counts, [1, 1, 2])

    def test_claimed_by_one_worker_it_is_nobody_elses(self):
        subscription = self.follow()
        self.close()
        self.assertEqual(Subscription.objects.claim(subscription.pk), subscription)
        self.assertIsNone(Subscription.objects.claim(subscription.pk))

    def test_queue_never_holds_more_than_one_sending_and_no_address(self):
        for name in "abcde":
            self.ask(f"{name}@example.com")
        [waiting] = DBTaskResult.objects.all()
        self.assertEqual(waiting.args_kwargs, {"args": [], "kwargs": {}})

    def test_address_is_readable_nowhere(self):
        self.follow()
        self.assertNotIn("kroya", whole_database().casefold())


class EndTests(FollowingCase):
    def stop_link(self):
        self.follow()
        self.close()
        message = self.news().pop()
        return links(message)[1], message

    def assert_no_trace(self, path):
        said = whole_database()
        for trace in (address_digest(ADDRESS), path.split("/")[-2], "kroya"):
            self.assertNotIn(trace, said.casefold())

    def test_link_in_each_mail_ends_it_by_a_button(self):
        path, _message = self.stop_link()
        page = self.client.get(path)
        self.assertContains(page, "Berhenti dan hapus alamat saya")
        self.assertTrue(Subscription.objects.exists())
        for response in (self.client.post(path), self.client.post(path), self.client.get(path)):
            self.assertContains(response, "alamat Anda tidak lagi disimpan")
        self.assert_no_trace(path)

    def test_mail_programs_end_it_with_one_click(self):
        path, message = self.stop_link()
        headers = message.message()
        self.assertEqual(headers["List-Unsubscribe"], f"<http://127.0.0.1:8000{path}>")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        provider = Client(enforce_csrf_checks=True)
        response = provider.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})
        self.assertEqual(response.status_code, 200)
        self.assert_no_trace(path)

    def test_mail_to_confirm_can_be_answered_by_deleting_the_address(self):
        self.ask()
        run_worker()
        confirm, stop = links(mail.outbox[0])
        self.client.post(stop)
        self.assert_no_trace(stop)
        self.assertEqual(self.client.post(confirm).status_code, 404)

    def test_links_are_nobody_elses(self):
        subscription = self.follow()
        stop, confirm = (following.link(subscription, name).split("/")[-2] for name in ("stop", "confirm"))
        other = following.link(Subscription(pk=subscription.pk + 1), "stop").split("/")[-2]
        forged = (f"{subscription.pk}.{other.partition('.')[2]}", confirm, stop[:-1], stop + "a", "1", "x" * 500, "🙏")
        for token in forged:
            with self.subTest(token[:20]):
                for response in (
                    self.client.get(f"/ikuti/berhenti/{token}/"),
                    self.client.post(f"/ikuti/berhenti/{token}/"),
                ):
                    self.assertContains(response, "Tautan ini tidak berlaku lagi", status_code=404)
        self.assertEqual(self.client.post(f"/ikuti/konfirmasi/{stop}/").status_code, 404)
        self.assertTrue(Subscription.objects.exists())
        self.assertGreaterEqual(len(stop.partition(".")[2]) * 6, 128)  # bits

    def test_pages_of_links_are_kept_and_told_nowhere(self):
        path, _message = self.stop_link()
        confirm = following.link(Subscription.objects.get(), "confirm").removeprefix("http://127.0.0.1:8000")
        for address in (path, confirm, "/ikuti/berhenti/x/"):
            response = self.client.get(address)
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
            self.assertIn("no-store", response.headers["Cache-Control"])
            self.assertNotContains(response, "canonical", status_code=response.status_code)

    def test_closed_for_long_it_ends_with_a_last_mail(self):
        path, _message = self.stop_link()
        with self.later(days=29):
            self.assertEqual(self.news(), [])
        with self.later(days=31):
            [message] = self.news(times=2)
        self.assertEqual(message.subject, "Kabar terakhir tentang pengaduan 7000001")
        self.assertEqual(message.to, [ADDRESS])
        self.assert_no_trace(path)

    def test_what_is_reopened_goes_on(self):
        self.stop_link()
        Complaint.objects.get(pk=self.complaint.pk).record_status(Status.IN_PROGRESS)
        with self.later(days=31):
            [message] = self.news(times=2)
        self.assertIn("Sedang diproses", message.body)
        self.assertTrue(Subscription.objects.exists())


class PurgeTests(FollowingCase):
    def purged_after(self, **span):
        with self.later(**span):
            return Subscription.objects.purge()

    def test_unconfirmed_is_deleted_after_two_days(self):
        self.ask()
        run_worker()
        where = links(mail.outbox[0])[0]
        self.assertEqual(self.purged_after(hours=47), 0)
        with self.later(hours=49):
            self.assertEqual(self.client.post(where).status_code, 404)
        self.assertEqual(self.purged_after(hours=49), 1)
        self.assertNotIn(address_digest(ADDRESS), whole_database())

    def test_confirmed_stays_as_long_as_the_complaint_is_open(self):
        self.follow()
        self.assertEqual(self.purged_after(days=1000), 0)

    def test_of_a_closed_one_it_goes_even_without_the_last_mail(self):
        self.follow()
        self.close()
        self.assertEqual(self.purged_after(days=1000), 0)  # the news has not been told yet
        run_worker()
        self.assertEqual(self.purged_after(days=36), 0)
        self.assertEqual(self.purged_after(days=38), 1)

    def test_of_a_hidden_one_it_goes_after_ninety_days(self):
        self.follow()
        self.text.unpublish()
        self.assertEqual(self.purged_after(days=89), 0)
        self.assertEqual(self.purged_after(days=91), 1)

    def test_hidden_lately_it_waits_however_old_it_is(self):
        self.follow()
        Subscription.objects.update(told_at=timezone.now() - timedelta(days=500))
        self.text.unpublish()
        self.assertEqual(self.purged_after(days=1), 0)

    def test_address_that_no_mail_reaches_is_deleted(self):
        self.follow()
        self.close()
        Subscription.objects.update(attempts=29)
        with override_settings(EMAIL_BACKEND=f"{__name__}.RefusingServer"), self.assertLogs(following.logger):
            run_worker()
        self.assertEqual(Subscription.objects.purge(), 1)

    def test_worker_purges(self):
        self.ask()
        with self.later(hours=49):
            run_worker()
        self.assertFalse(Subscription.objects.exists())
        self.assertEqual(mail.outbox, [])

    def test_everything_kept_of_an_address_can_be_found_and_deleted(self):
        publish(ComplaintFactory(number="7000009"))
        self.follow()
        self.ask(number="7000009")
        self.ask("other@example.com")
        mine = Subscription.objects.of(f" {ADDRESS.upper()} ")
        self.assertEqual({row.address for row in mine}, {ADDRESS})
        mine.delete()
        self.assertEqual([row.address for row in Subscription.objects.all()], ["other@example.com"])


class DeskTests(FollowingCase):
    def test_moderators_see_how_many_follow_and_nothing_more(self):
        self.follow()
        self.ask("other@example.com")
        for group, sees in (("Moderator", True), ("Inspektorat", False)):
            self.client.force_login(make_user(group))
            page = self.client.get(f"/admin/complaints/register/inspect/{self.complaint.pk}/").content.decode()
            self.assertEqual("1 orang mengikutinya lewat surel." in page, sees)
            self.assertNotIn("@example.com", page)
