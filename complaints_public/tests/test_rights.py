import io
import json
from zipfile import ZipFile

from django.test import TestCase
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints_public.models import Complaint, FormerNumber, PublicText, Subscription, TimelineEvent
from complaints_public.models.timeline import decision_payload
from complaints_public.personal_export import FIELDS, LEFT_OUT
from portal.encryption import keyed_digest

from .factories import ComplaintFactory, make_user, publish

SEARCH, EXPORT, ERASE = (
    "/admin/complaints/rights/",
    "/admin/complaints/rights/export/",
    "/admin/complaints/rights/erase/",
)


def of_budi(**fields):
    name = fields.setdefault("reporter_name", "Budi Hartanto")
    return ComplaintFactory(reporter_digest=Complaint.reporter_digest_of(name), **fields)


class RightsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.officer = make_user("Petugas PDP")
        cls.one, cls.secret = of_budi(village="Karangsari"), of_budi(visibility="secret", agency=None)
        cls.other = of_budi(reporter_name="Siti Aminah", number="7999999")

    def setUp(self):
        self.client.force_login(self.officer)

    def search(self, **typed):
        return self.client.post(SEARCH, {"names": "", "numbers": "", "address": ""} | typed)

    def choose(self, address, *complaints, **typed):
        pks = [complaint.pk for complaint in complaints]
        return self.client.post(
            address, {"complaints": pks, "found_complaints": pks, "request_reference": "S-12/2026"} | typed
        )


class SearchTests(RightsTests):
    def test_finds_by_the_name_whatever_its_case_and_spaces(self):
        response = self.search(names="  BUDI   hartanto ")
        for complaint in (self.one, self.secret):
            self.assertContains(response, complaint.number)
        self.assertNotContains(response, self.other.number)
        self.assertNotContains(self.search(names="Budi"), self.one.number)

    def test_finds_by_several_spellings_and_by_present_and_earlier_numbers(self):
        response = self.search(names="Budi H.\nBudi Hartanto", numbers="7 999 999")
        for complaint in (self.one, self.secret, self.other):
            self.assertContains(response, complaint.number)
        FormerNumber.objects.create(complaint=self.one, number="6123456")
        self.assertContains(self.search(numbers="6123456"), self.one.number)

    def test_says_when_nothing_is_found_or_the_question_makes_no_sense(self):
        self.assertContains(self.search(names="Nobody Known"), 'role="status"')
        for typed in ({}, {"numbers": "abc"}, {"names": "\n".join("abcdefghijkl")}):
            response = self.search(**typed)
            self.assertTrue(response.context["form"].errors)
            self.assertNotContains(response, "formaction")

    def test_each_search_is_logged_without_the_name(self):
        self.search(names="Budi Hartanto")
        entry = ModelLogEntry.objects.get(action="complaints_public.search_person")
        self.assertEqual(entry.user, self.officer)
        self.assertEqual(entry.data["digests"], [keyed_digest("budi hartanto")])
        self.assertNotIn("budi", f"{entry.data} {entry.label}".lower())
        self.assertNotIn(self.one.number, str(entry.data))

    def test_nothing_is_kept_by_browsers_and_caches(self):
        self.assertIn("no-store", self.search(names="Budi Hartanto").headers["Cache-Control"])


class GateTests(RightsTests):
    def test_only_with_the_permission(self):
        liaison = make_user("Penghubung Instansi")
        self.one.agency.liaisons.add(liaison)
        users = [liaison, *(make_user(group) for group in ("Moderator", "Inspektorat", "Editor"))]
        for user in users:
            self.client.force_login(user)
            self.assertNotContains(self.client.get("/admin/"), SEARCH)
            for response in (
                self.client.get(SEARCH),
                self.search(names="Budi Hartanto"),
                self.choose(EXPORT, self.one),
                self.choose(ERASE, self.one, confirmed=1, is_sure="on"),
            ):
                self.assertEqual(response.status_code, 302)  # Wagtail sends back to its dashboard
                self.assertEqual(response.url, reverse("wagtailadmin_home"))
        self.assertFalse(Complaint.objects.exclude(erased_at=None).exists())

    def test_the_officer_has_no_other_way_into_the_register(self):
        self.assertContains(self.client.get("/admin/"), SEARCH)
        for address in ("complaints/register/", f"complaints/register/inspect/{self.one.pk}/", "complaints/timeline/"):
            self.assertIn(self.client.get(f"/admin/{address}").status_code, (302, 404))

    def test_nothing_is_exported_or_erased_by_a_link(self):
        for address in (EXPORT, ERASE):
            self.assertEqual(self.client.get(f"{address}?complaints={self.one.pk}").status_code, 405)


class ExportTests(RightsTests):
    def test_archive_holds_everything_kept_of_the_chosen_ones_and_of_no_other(self):
        publish(self.one)
        draft = PublicText.objects.get(complaint=self.one)
        draft.summary = "Konsep yang belum terbit."
        draft.save_revision()
        TimelineEvent.objects.append(
            self.one, TimelineEvent.Kind.WITHHELD, decision_payload("menunggu surat", make_user("Moderator"))
        )
        response = self.choose(EXPORT, self.one)
        self.assertRegex(response.headers["Content-Disposition"], r'^attachment; filename="data-pribadi-[\d-]+\.zip"$')
        self.assertIn("no-store", response.headers["Cache-Control"])
        with ZipFile(io.BytesIO(response.content)) as archive:
            page, data = (archive.read(name).decode() for name in ("data.html", "data.json"))
        for words in (
            *("Budi Hartanto", "081234567890", "Karangsari", self.one.number, "Lampu jalan di satu ruas"),
            *("Konsep yang belum terbit", "menunggu surat"),
        ):
            self.assertIn(words, page)
            self.assertIn(words, data)
        for words in (self.other.number, self.secret.number, "Siti", "moderator"):
            self.assertNotIn(words, page + data)
        record = json.loads(data)["complaints"][0]
        self.assertEqual([event["kind"] for event in record["events"]], ["received", "published", "withheld"])

    def test_every_column_of_a_complaint_is_exported_or_left_out_on_purpose(self):
        self.assertEqual({field.name for field in Complaint._meta.concrete_fields}, {*FIELDS, *LEFT_OUT})

    def test_export_is_logged_with_its_request(self):
        self.choose(EXPORT, self.one, self.secret)
        entries = ModelLogEntry.objects.filter(action="complaints_public.export_person")
        self.assertEqual({entry.object_id for entry in entries}, {str(self.one.pk), str(self.secret.pk)})
        self.assertEqual({entry.data["request_reference"] for entry in entries}, {"S-12/2026"})

    def test_missing_choice_or_reference_is_asked_for_and_nothing_lost(self):
        for typed in ({"request_reference": ""}, {"complaints": []}):
            response = self.choose(EXPORT, self.one, self.secret, **typed)
            self.assertEqual(response.headers["Content-Type"], "text/html; charset=utf-8")
            self.assertContains(response, self.one.number)
            self.assertContains(response, f'action="{SEARCH}"')
        self.assertFalse(ModelLogEntry.objects.filter(action="complaints_public.export_person").exists())

    def test_erased_complaint_can_still_be_exported_and_holds_nothing_personal(self):
        self.choose(ERASE, self.one, confirmed=1, is_sure="on")
        with ZipFile(io.BytesIO(self.choose(EXPORT, self.one).content)) as archive:
            text = archive.read("data.html").decode() + archive.read("data.json").decode()
        self.assertNotIn("Budi", text)
        self.assertIn(self.one.number, text)


class FollowerTests(RightsTests):
    """A mail address is a person's, too, whoever filed the complaint that it follows."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Subscription.objects.ask(cls.other.pk, "Ani@example.org", "id")
        Subscription.objects.ask(cls.one.pk, "budi@example.org", "id")
        cls.subscription = Subscription.objects.of("ani@example.org").get()

    def test_finds_what_an_address_follows_and_logs_it_without_the_address(self):
        response = self.search(address="ani@EXAMPLE.org")
        self.assertContains(response, f'name="subscriptions" value="{self.subscription.pk}"')
        self.assertContains(response, self.other.number)
        self.assertNotContains(response, self.one.number)
        self.assertNotIn("ani", str(ModelLogEntry.objects.get(action="complaints_public.search_person").data))

    def test_exports_and_erases_it_and_no_other(self):
        chosen = {"subscriptions": [self.subscription.pk], "request_reference": "S-13/2026"}
        with ZipFile(io.BytesIO(self.client.post(EXPORT, chosen).content)) as archive:
            followed = json.loads(archive.read("data.json"))["followed"]
            self.assertIn("Ani@example.org", archive.read("data.html").decode())
        self.assertEqual([row["address"] for row in followed], ["Ani@example.org"])
        self.assertContains(self.client.post(ERASE, chosen), self.other.number)
        self.assertEqual(Subscription.objects.count(), 2)
        self.client.post(ERASE, chosen | {"confirmed": 1, "is_sure": "on"})
        self.assertEqual(Subscription.objects.get().address, "budi@example.org")
        self.assertFalse(Complaint.objects.exclude(erased_at=None).exists())
        self.assertEqual(ModelLogEntry.objects.filter(action="complaints_public.erase_person").count(), 1)


class EraseTests(RightsTests):
    def test_asks_first_and_says_what_stays(self):
        response = self.choose(ERASE, self.one)
        self.assertContains(response, self.one.number)
        self.assertContains(response, 'name="confirmed"')
        self.assertContains(response, "S-12/2026")
        self.assertFalse(Complaint.objects.exclude(erased_at=None).exists())

    def test_must_be_confirmed_to_be_that_persons(self):
        response = self.choose(ERASE, self.one, confirmed=1)
        self.assertContains(response, "error-message")
        self.assertContains(response, self.one.number)
        self.assertFalse(Complaint.objects.exclude(erased_at=None).exists())

    def test_erases_the_chosen_ones_and_logs_it(self):
        text = publish(self.one)
        self.assertRedirects(self.choose(ERASE, self.one, self.secret, confirmed=1, is_sure="on"), SEARCH)
        self.assertEqual(set(Complaint.objects.exclude(erased_at=None)), {self.one, self.secret})
        self.assertNotContains(self.search(names="Budi Hartanto"), self.one.number)
        entries = ModelLogEntry.objects.filter(action="complaints_public.erase_person")
        self.assertEqual({entry.data["request_reference"] for entry in entries}, {"S-12/2026"})
        event = TimelineEvent.objects.filter(complaint=self.one).order_by("sequence").last()
        self.assertEqual(event.payload.values, {"by": self.officer.username, "ground": "request"})
        text.refresh_from_db()
        self.assertTrue(text.live)

    def test_withdraws_the_public_text_when_asked_to(self):
        text = publish(self.one)
        self.choose(ERASE, self.one, confirmed=1, is_sure="on", withdraw="on")
        text.refresh_from_db()
        self.assertEqual((text.live, text.summary), (False, ""))

    def test_erased_name_is_in_no_page_of_the_admin(self):
        self.choose(ERASE, self.one, self.secret, confirmed=1, is_sure="on")
        self.client.force_login(make_user("Moderator"))
        page = self.client.get(f"/admin/complaints/register/inspect/{self.one.pk}/")
        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "Hartanto")
