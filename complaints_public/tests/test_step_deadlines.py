from datetime import date, datetime
from unittest.mock import patch

from django.test import TestCase
from wagtail.models import Site

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import CloseReason, Complaint, DeadlineRule, Holiday, Origin, Status, TimelineEvent
from complaints_public.models.deadlines import Scope
from complaints_public.models.public_complaint import way_so_far
from complaints_public.models.step_deadlines import StepDeadlines
from portal.models import SiteSettings

from .factories import ComplaintFactory, publish

Step = DeadlineRule.Step


def moment(month, day):
    return datetime(2021, month, day, 10, tzinfo=JAKARTA)


def on(month, day):
    """Looking at it on this day of 2021."""
    return patch("django.utils.timezone.now", return_value=moment(month, day))


def steps(complaint):
    complaint = Complaint.objects.get(pk=complaint.pk)
    events = way_so_far(TimelineEvent.objects.public_with_due_changes(complaint.pk))
    return StepDeadlines(
        Scope.of(complaint), complaint.received_on, complaint.status, events, complaint.resolution_due_on
    )


class StepTests(TestCase):
    """Received on Wednesday, 3 March 2021; there are no holidays."""

    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory(status=Status.RECEIVED)

    def told(self, month=3, day=4):
        with on(month, day):
            return {
                limit.step: (limit.state, limit.due_on and limit.due_on.isoformat())
                for limit in steps(self.complaint).all
            }

    def step(self, status, month, day, reason=""):
        self.complaint.record_status(status, reason, moment(month, day))

    def seen(self, status, month, day):
        Complaint.objects.filter(pk=self.complaint.pk).update(status=status)
        TimelineEvent.objects.append(
            self.complaint, TimelineEvent.Kind.SEEN, status=status, seen_at=moment(month, day)
        )

    def test_received(self):
        told = self.told()
        self.assertEqual(told[Step.VERIFY], ("open", "2021-03-08"))
        self.assertEqual(told[Step.FIRST_RESPONSE], ("waiting", None))
        self.assertEqual(told[Step.RESOLUTION], ("open", "2021-03-23"))
        self.assertEqual(told[Step.REPORTER_REPLY], ("waiting", None))
        self.assertEqual(self.told(3, 9)[Step.VERIFY], ("overdue", "2021-03-08"))

    def test_whole_way_recorded_by_the_desk(self):
        self.step(Status.FORWARDED, 3, 9)
        told = self.told(3, 10)
        self.assertEqual(told[Step.VERIFY], ("late", "2021-03-08"))
        self.assertEqual(told[Step.FIRST_RESPONSE], ("open", "2021-03-16"))
        self.step(Status.IN_PROGRESS, 3, 12)
        self.step(Status.ANSWERED, 3, 23)
        told = self.told(3, 24)
        self.assertEqual(told[Step.FIRST_RESPONSE], ("met", "2021-03-16"))
        self.assertEqual(told[Step.RESOLUTION], ("met", "2021-03-23"))
        self.assertEqual(told[Step.REPORTER_REPLY], ("open", "2021-04-06"))
        self.step(Status.CLOSED, 4, 7, CloseReason.BY_SILENCE)
        self.assertEqual(self.told(4, 8)[Step.REPORTER_REPLY], ("closed", "2021-04-06"))

    def test_what_an_export_shows_has_no_day_to_count_from(self):
        self.seen(Status.FORWARDED, 3, 5)
        told = self.told(3, 6)
        self.assertEqual(told[Step.VERIFY], ("met", "2021-03-08"))  # it was there on the fifth already
        self.assertEqual(told[Step.FIRST_RESPONSE], ("unknown", None))
        self.seen(Status.ANSWERED, 4, 1)
        told = self.told(4, 2)
        self.assertEqual(told[Step.RESOLUTION], ("ended", "2021-03-23"))
        self.assertEqual(told[Step.REPORTER_REPLY], ("unknown", None))

    def test_steps_the_data_passes_over_are_not_known(self):
        self.seen(Status.IN_PROGRESS, 3, 20)
        told = self.told(3, 21)
        self.assertEqual(told[Step.VERIFY], ("ended", "2021-03-08"))
        self.assertEqual(told[Step.FIRST_RESPONSE], ("unknown", None))
        self.assertEqual(told[Step.REPORTER_REPLY], ("waiting", None))
        self.seen(Status.CLOSED, 3, 22)
        self.assertEqual(self.told(3, 23)[Step.REPORTER_REPLY], ("unknown", None))

    def test_reply_takes_it_up_again_and_a_second_answer_gives_a_fresh_time(self):
        self.step(Status.ANSWERED, 3, 8)
        self.step(Status.IN_PROGRESS, 3, 10)
        self.assertEqual(self.told(3, 11)[Step.REPORTER_REPLY], ("met", "2021-03-22"))
        self.assertEqual(self.told(3, 11)[Step.RESOLUTION], ("open", "2021-03-23"))
        self.assertEqual(self.told(4, 1)[Step.RESOLUTION], ("reopened", "2021-03-23"))
        self.step(Status.ANSWERED, 4, 1)
        self.assertEqual(self.told(4, 2)[Step.REPORTER_REPLY], ("open", "2021-04-15"))

    def test_taken_up_again_after_a_late_answer_it_stays_overdue(self):
        self.step(Status.ANSWERED, 4, 1)
        self.step(Status.IN_PROGRESS, 4, 5)
        self.assertEqual(self.told(4, 6)[Step.RESOLUTION], ("overdue", "2021-03-23"))

    def test_put_off_after_it_was_forwarded_those_steps_stay_done(self):
        self.step(Status.FORWARDED, 3, 4)
        self.step(Status.IN_PROGRESS, 3, 5)
        self.step(Status.POSTPONED, 3, 8)
        told = self.told(5, 1)
        self.assertEqual([told[step][0] for step in (Step.VERIFY, Step.FIRST_RESPONSE)], ["met", "met"])
        self.assertEqual(told[Step.RESOLUTION], ("overdue", "2021-03-23"))

    def test_without_a_class_only_the_rules_for_every_class_are_known(self):
        Complaint.objects.filter(pk=self.complaint.pk).update(complaint_class=None)
        told = self.told()
        self.assertEqual(told[Step.VERIFY], ("open", "2021-03-08"))
        self.assertEqual(told[Step.RESOLUTION], ("unknown", None))

    def test_no_limit(self):
        DeadlineRule.objects.filter(step=Step.RESOLUTION).update(working_days=None)
        self.assertEqual(self.told()[Step.RESOLUTION], ("none", None))

    def test_ended_complaint_keeps_its_date_when_holidays_change(self):
        Complaint.objects.recompute_deadlines()
        self.complaint.refresh_from_db()
        self.step(Status.ANSWERED, 3, 23)
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj")
        Complaint.objects.recompute_deadlines()
        limit = steps(self.complaint).of(Step.RESOLUTION)
        self.assertEqual((limit.state, limit.due_on, limit.sum_text), ("met", date(2021, 3, 23), ""))

    def test_years_without_holidays_are_named_while_it_is_open(self):
        Holiday.objects.create(day=date(2020, 12, 25), name="Natal")
        with on(3, 4):
            self.assertEqual(steps(self.complaint).of(Step.RESOLUTION).years_without_holidays, [2021])
        Holiday.objects.create(day=date(2021, 12, 25), name="Natal")
        with on(3, 4):
            self.assertEqual(steps(self.complaint).of(Step.RESOLUTION).years_without_holidays, [])


class PageTests(TestCase):
    def page(self, complaint, path="/en"):
        if not hasattr(complaint, "public_text"):
            publish(complaint)
        address = complaint.number if complaint.origin == Origin.SP4N else f"{complaint.origin}-{complaint.number}"
        return self.client.get(f"{path}/pengaduan/{address}/")

    def test_step_whose_turn_it_is_has_its_date(self):
        complaint = ComplaintFactory(status=Status.RECEIVED)
        with on(3, 4):
            response = self.page(complaint)
        self.assertContains(response, "Verify and forward:")
        self.assertContains(response, "Monday, 8 March 2021")
        self.assertContains(response, "received 3 March 2021 + 3 working days = due 8 March 2021")

    def test_step_with_an_unknown_beginning_has_none(self):
        complaint = ComplaintFactory(status=Status.FORWARDED)
        TimelineEvent.objects.append(
            complaint, TimelineEvent.Kind.SEEN, status=Status.FORWARDED, seen_at=moment(3, 10)
        )
        response = self.page(complaint)
        self.assertContains(response, "5 working days, from a day that the data does not name.")

    def test_change_of_the_due_date_is_told_with_its_reason(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 23))
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj")
        Complaint.objects.recompute_deadlines("holidays", {"days": ["2021-03-11"]})
        self.assertContains(
            self.page(complaint),
            "The due date changed from 23 March 2021 to 24 March 2021, because the list of holidays changed "
            "(11 March 2021).",
        )
        self.assertContains(
            self.page(complaint, ""),
            "Jatuh tempo berubah dari 23 Maret 2021 menjadi 24 Maret 2021, karena daftar hari libur berubah "
            "(11 Maret 2021).",
        )

    def test_erased_reason_leaves_the_change_itself(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 23))
        DeadlineRule.objects.filter(complaint_class=complaint.complaint_class).update(working_days=15)
        Complaint.objects.recompute_deadlines("rules")
        TimelineEvent.objects.first().payload.delete()
        response = self.page(complaint)
        self.assertContains(response, "24 March 2021")
        self.assertNotContains(response, "because")

    def test_estimated_holiday_is_named_as_one(self):
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj", is_estimate=True)
        self.assertContains(self.page(ComplaintFactory()), "Isra Mikraj (estimate)")

    def closed_by_silence(self, **fields):
        complaint = ComplaintFactory(**fields)
        complaint.record_status(Status.ANSWERED, occurred_at=moment(3, 8))
        complaint.record_status(Status.CLOSED, CloseReason.BY_SILENCE, moment(3, 23))
        return complaint

    def test_closed_for_want_of_a_reply_says_how_to_go_on(self):
        site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        site.owner, site.contact_phone = "Diskominfo Cilacap", "0282-000111"
        site.save()
        response = self.page(self.closed_by_silence(origin=Origin.DESK, number="2021-1"))
        for words in (
            "no reply came after the answer. That does not mean it is solved.",
            "tell the complaint desk its number and why",
            "0282-000111",
            "Ombudsman Republik Indonesia",
        ):
            self.assertContains(response, words)
        self.assertNotContains(response, "Settled")

    def test_closed_at_its_source_is_taken_up_again_there(self):
        response = self.page(self.closed_by_silence())
        self.assertContains(response, "file it once more at SP4N-LAPOR! and name this number")
        self.assertContains(response, "lapor.go.id")

    def test_taken_up_again_is_told(self):
        complaint = self.closed_by_silence(origin=Origin.DESK, number="2021-1")
        complaint.record_status(Status.IN_PROGRESS, occurred_at=moment(4, 5))
        response = self.page(complaint)
        self.assertContains(response, "It was answered or closed before, and has been taken up again.")
        self.assertContains(response, "Done in time, then taken up again")
        self.assertContains(response, "The agency gives a further answer.")
