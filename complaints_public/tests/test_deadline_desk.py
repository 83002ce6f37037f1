"""What the desk sees of deadlines: a change of holidays or rules and what it moved, urgency, warnings."""

from datetime import date, datetime
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints_public.checks import holidays_are_known
from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import (
    Complaint,
    DeadlineRule,
    Holiday,
    Origin,
    Status,
    TimelineEvent,
    Urgency,
)
from complaints_public.moderation.deadlines import DATES_MOVED, URGENCY_SET
from complaints_public.moderation.registers import DeadlineRuleAdmin, HolidayAdmin

from .factories import AgencyFactory, ComplaintFactory, make_user


def address(register, action, *args):
    return register().url_helper.get_action_url(action, *args)


class DeskTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_user("Moderator")
        cls.open, cls.ended = ComplaintFactory(), ComplaintFactory()
        Complaint.objects.recompute_deadlines()
        cls.ended.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 9, 9, tzinfo=JAKARTA))

    def setUp(self):
        self.client.force_login(self.moderator)

    def due(self, complaint):
        return Complaint.objects.get(pk=complaint.pk).resolution_due_on

    def holiday(self, **fields):
        return {"day": "2021-03-11", "name": "Isra Mikraj", "kind": "national", "decree": "SKB"} | fields


class MovedDatesTests(DeskTestCase):
    def test_added_holiday_leads_to_the_list_of_what_it_moved(self):
        response = self.client.post(address(HolidayAdmin, "create"), self.holiday(), follow=True)
        entry = ModelLogEntry.objects.get(action=DATES_MOVED)
        listed = reverse("complaint:dates_moved", args=[entry.pk])
        self.assertContains(response, listed)
        self.assertEqual((entry.user, entry.data["count"], entry.label), (self.moderator, 1, "2021-03-11 Isra Mikraj"))
        page = self.client.get(listed)
        self.assertContains(page, self.open.number)
        self.assertNotContains(page, self.ended.number)
        self.assertContains(page, "23 Mar")
        self.assertContains(page, "24 Mar")
        self.assertContains(page, self.moderator.username)
        self.assertEqual((self.due(self.open), self.due(self.ended)), (date(2021, 3, 24), date(2021, 3, 23)))

    def test_moved_and_removed_holiday_move_the_dates_back(self):
        self.client.post(address(HolidayAdmin, "create"), self.holiday())
        holiday = Holiday.objects.get()
        self.client.post(address(HolidayAdmin, "edit", holiday.pk), self.holiday(day="2021-03-13"))  # a Saturday
        self.assertEqual(self.due(self.open), date(2021, 3, 23))
        said = TimelineEvent.objects.first().payload.values
        self.assertEqual((said["cause"], said["days"]), ("holidays", ["2021-03-11", "2021-03-13"]))
        self.client.post(address(HolidayAdmin, "edit", holiday.pk), self.holiday())
        self.client.force_login(make_user("Moderator", username="admin", is_superuser=True))
        response = self.client.post(address(HolidayAdmin, "delete", holiday.pk), follow=True)
        self.assertEqual(self.due(self.open), date(2021, 3, 23))
        entry = ModelLogEntry.objects.filter(action=DATES_MOVED).first()
        self.assertContains(response, reverse("complaint:dates_moved", args=[entry.pk]))
        self.assertEqual((entry.object_id, entry.data["count"]), (str(holiday.pk), 1))

    def test_renamed_holiday_moves_nothing_and_says_nothing(self):
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj")
        Complaint.objects.recompute_deadlines()
        holiday, count = Holiday.objects.get(), TimelineEvent.objects.count()
        response = self.client.post(
            address(HolidayAdmin, "edit", holiday.pk), self.holiday(name="Isra Mikraj Nabi Muhammad"), follow=True
        )
        self.assertEqual(TimelineEvent.objects.count(), count)
        self.assertNotContains(response, "due-dates")

    def test_two_changes_have_a_list_each(self):
        self.client.post(address(HolidayAdmin, "create"), self.holiday())
        self.client.post(address(HolidayAdmin, "create"), self.holiday(day="2021-03-12", name="Cuti"))
        for entry, due in zip(ModelLogEntry.objects.filter(action=DATES_MOVED), ("25 Mar", "24 Mar"), strict=True):
            page = self.client.get(reverse("complaint:dates_moved", args=[entry.pk]))
            self.assertEqual([str(row["change"].after.day) + " Mar" for row in page.context["rows"]], [due])

    def test_many_moved_dates_come_in_pages(self):
        for _number in range(55):
            ComplaintFactory(agency=self.open.agency, resolution_due_on=date(2021, 3, 23))
        self.client.post(address(HolidayAdmin, "create"), self.holiday())
        listed = reverse("complaint:dates_moved", args=[ModelLogEntry.objects.get(action=DATES_MOVED).pk])
        self.assertEqual(len(self.client.get(listed).context["rows"]), 50)
        for page, count in (("2", 6), ("x", 50), ("99", 6)):
            self.assertEqual(len(self.client.get(f"{listed}?p={page}").context["rows"]), count)

    def test_list_shows_liaisons_their_own_agency_and_strangers_nothing(self):
        self.client.post(address(HolidayAdmin, "create"), self.holiday())
        listed = reverse("complaint:dates_moved", args=[ModelLogEntry.objects.get(action=DATES_MOVED).pk])
        liaison = make_user("Penghubung Instansi")
        AgencyFactory().liaisons.add(liaison)
        self.client.force_login(liaison)
        self.assertNotContains(self.client.get(listed), self.open.number)
        self.open.agency.liaisons.add(liaison)
        self.assertContains(self.client.get(listed), self.open.number)
        self.client.force_login(make_user("Editor"))
        self.assertEqual(self.client.get(listed).status_code, 302)
        self.client.force_login(self.moderator)
        self.assertEqual(self.client.get(reverse("complaint:dates_moved", args=[999])).status_code, 404)

    def test_new_rule_moves_dates_too(self):
        rule = {"step": "resolution", "urgency": "", "working_days": "3", "citation": "SOP", "valid_from": ""}
        scope = {"agency": self.open.agency_id, "complaint_class": "", "district": "", "valid_to": ""}
        response = self.client.post(address(DeadlineRuleAdmin, "create"), rule | scope, follow=True)
        self.assertContains(response, "due-dates")
        self.assertEqual(self.due(self.open), date(2021, 3, 8))
        self.assertEqual(TimelineEvent.objects.first().payload.values["cause"], "rules")
        # The same scope once more is refused with a sentence, and nothing is lost.
        response = self.client.post(address(DeadlineRuleAdmin, "create"), rule | scope)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(DeadlineRule.objects.filter(agency=self.open.agency_id).count(), 1)

    def test_failed_count_changes_nothing_at_all(self):
        with patch("complaints_public.models.deadline_changes.due_event", side_effect=RuntimeError):
            self.client.raise_request_exception = False
            self.client.post(address(HolidayAdmin, "create"), self.holiday())
        self.assertFalse(Holiday.objects.exists())


class UrgencyTests(DeskTestCase):
    def set(self, urgency, complaint=None):
        complaint = complaint or self.open
        return self.client.post(reverse("complaint:urgency", args=[complaint.pk]), {"urgency": urgency}, follow=True)

    def test_desk_sets_it_and_the_date_follows_the_narrower_rule(self):
        DeadlineRule.objects.create(step="resolution", urgency=Urgency.URGENT, working_days=3, citation="SOP darurat")
        response = self.set("urgent")
        self.assertContains(response, "SOP darurat")
        self.assertEqual(self.due(self.open), date(2021, 3, 8))
        self.assertEqual(ModelLogEntry.objects.get(action=URGENCY_SET).data, {"urgency": "urgent"})

    def test_word_that_is_none_is_refused(self):
        self.set("sangat")
        self.assertEqual(Complaint.objects.get(pk=self.open.pk).urgency, Urgency.ORDINARY)

    def test_only_those_who_record_steps_may_set_it(self):
        liaison = make_user("Penghubung Instansi")
        self.open.agency.liaisons.add(liaison)
        self.client.force_login(liaison)
        self.set("urgent")
        self.assertEqual(Complaint.objects.get(pk=self.open.pk).urgency, Urgency.ORDINARY)
        page = self.client.get(reverse("complaint:inspect", args=[self.open.pk]))
        self.assertNotContains(page, "id_urgency")


class PanelTests(DeskTestCase):
    def test_every_step_is_listed_with_rule_and_date(self):
        page = self.client.get(reverse("complaint:inspect", args=[self.open.pk]))
        for words in ("Verifikasi dan penerusan", "Tanggapan pertama", "Balasan pelapor", "23 Mar 2021", "62/2018"):
            self.assertContains(page, words)

    def test_complaint_of_the_desk_says_when_silence_closes_it(self):
        complaint = ComplaintFactory(origin=Origin.DESK, number="2021-1")
        complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 8, 9, tzinfo=JAKARTA))
        page = self.client.get(reverse("complaint:inspect", args=[complaint.pk]))
        self.assertContains(page, "Tanpa balasan sampai 22 Maret 2021")


class WarningTests(DeskTestCase):
    NOW = datetime(2026, 11, 24, 9, tzinfo=JAKARTA)

    def warnings(self, path="/admin/complaints/holidays/"):
        with patch("django.utils.timezone.now", return_value=self.NOW):
            return self.client.get(path)

    def test_missing_years_and_estimates_are_named(self):
        Holiday.objects.create(day=date(2026, 12, 25), name="Natal")
        self.assertContains(self.warnings(), "Belum ada hari libur tahun 2027")
        Holiday.objects.create(day=date(2027, 3, 10), name="Idul Fitri", is_estimate=True)
        response = self.warnings()
        self.assertNotContains(response, "Belum ada hari libur tahun")
        self.assertContains(response, "10 Maret 2027 (Idul Fitri)")
        self.assertContains(self.warnings("/admin/"), "10 Maret 2027 (Idul Fitri)")

    def test_those_who_do_not_keep_the_list_are_not_troubled(self):
        self.client.force_login(make_user("Editor"))
        self.assertNotContains(self.warnings("/admin/"), "Belum ada hari libur")

    def test_system_check_names_the_years(self):
        with patch("django.utils.timezone.now", return_value=self.NOW):
            self.assertEqual(len(holidays_are_known(None, ["default"])), 2)
            for year in (2026, 2027):
                Holiday.objects.create(day=date(year, 12, 25), name="Natal")
            self.assertEqual(holidays_are_known(None, ["default"]), [])
