from datetime import date, datetime
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import TestCase

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import Complaint, DeadlineRule, Origin, Status, TimelineEvent, Urgency

from .factories import ComplaintFactory


class CloseSilentTests(TestCase):
    def close_on(self, year, month, day, **options):
        with patch("django.utils.timezone.now", return_value=datetime(year, month, day, 9, tzinfo=JAKARTA)):
            said = StringIO()
            call_command("close_silent", stdout=said, **options)
        return said.getvalue()

    def answered(self, *days, **fields):
        """A complaint of the desk that was answered on each of these days of March 2021, and taken up in between."""
        complaint = ComplaintFactory(**{"origin": Origin.DESK} | fields)
        for number, day in enumerate(days):
            if number:
                complaint.record_status(Status.IN_PROGRESS, occurred_at=datetime(2021, 3, day, 9, tzinfo=JAKARTA))
            complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, day, 10, tzinfo=JAKARTA))
        return complaint

    def state(self, complaint):
        complaint = Complaint.objects.get(pk=complaint.pk)
        return complaint.status, complaint.close_reason

    def test_closes_the_desks_own_after_ten_working_days_without_a_reply(self):
        own, other = ComplaintFactory(origin=Origin.DESK, number="2021-1"), ComplaintFactory()
        for complaint in (own, other):
            complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 8, 10, tzinfo=JAKARTA))
        self.close_on(2021, 3, 22)  # the tenth working day itself
        self.assertEqual(self.state(own), ("answered", ""))
        self.close_on(2021, 3, 23, dry_run=True)
        self.assertEqual(self.state(own), ("answered", ""))
        self.close_on(2021, 3, 23)
        self.assertEqual(self.state(own), ("closed", "by_silence"))
        self.assertEqual(self.state(other), ("answered", ""))  # SP4N-LAPOR! decides about its own

    def test_reply_of_the_reporter_keeps_it_open(self):
        own = ComplaintFactory(origin=Origin.DESK, number="2021-1")
        own.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 8, 10, tzinfo=JAKARTA))
        own.record_status(Status.IN_PROGRESS, occurred_at=datetime(2021, 3, 10, 10, tzinfo=JAKARTA))
        self.close_on(2021, 5, 1)
        self.assertEqual(self.state(own), ("in_progress", ""))

    def test_answered_again_the_reporter_has_the_whole_time_again(self):
        own = self.answered(8, 15)
        self.close_on(2021, 3, 29)  # the tenth working day after the second answer
        self.assertEqual(self.state(own), ("answered", ""))
        self.close_on(2021, 3, 30)
        self.assertEqual(self.state(own), ("closed", "by_silence"))

    def test_taken_up_again_after_it_was_closed_it_is_left_alone(self):
        own = self.answered(8)
        self.close_on(2021, 4, 1)
        own.refresh_from_db()
        own.record_status(Status.IN_PROGRESS, occurred_at=datetime(2021, 4, 2, 9, tzinfo=JAKARTA))
        self.close_on(2021, 6, 1)
        self.assertEqual(self.state(own), ("in_progress", ""))

    def test_narrowed_rule_gives_another_time(self):
        DeadlineRule.objects.create(
            step=DeadlineRule.Step.REPORTER_REPLY, urgency=Urgency.URGENT, working_days=3, citation="SOP"
        )
        urgent, ordinary = self.answered(8, urgency=Urgency.URGENT), self.answered(8)
        self.close_on(2021, 3, 12)
        self.assertEqual(self.state(urgent), ("closed", "by_silence"))
        self.assertEqual(self.state(ordinary), ("answered", ""))

    def test_without_a_limit_nothing_is_closed(self):
        DeadlineRule.objects.filter(step=DeadlineRule.Step.REPORTER_REPLY).update(working_days=None)
        own = self.answered(8)
        self.close_on(2022, 1, 1)
        self.assertEqual(self.state(own), ("answered", ""))

    def test_undone_complaint_is_left_alone(self):
        own = self.answered(8)
        Complaint.objects.filter(pk=own.pk).update(is_void=True)
        self.assertIn("0 complaints closed", self.close_on(2021, 6, 1))

    def test_tallies_and_timeline_follow_and_the_second_run_finds_nothing(self):
        own = self.answered(8)
        said = self.close_on(2021, 3, 24)
        self.assertIn("1 complaints closed", said)
        call_command("check_statistics", stdout=StringIO())  # fails where a tally differs
        event = TimelineEvent.objects.first()
        self.assertEqual(
            (event.complaint_id, event.kind, event.status, event.close_reason, event.occurred_at.date()),
            (own.pk, TimelineEvent.Kind.STEP, "closed", "by_silence", date(2021, 3, 24)),
        )
        count = TimelineEvent.objects.count()
        self.assertIn("0 complaints closed", self.close_on(2021, 3, 25))
        self.assertEqual(TimelineEvent.objects.count(), count)

    def test_dry_run_names_register_entries_and_no_numbers(self):
        own = self.answered(8, number="2021-77")
        said = self.close_on(2021, 3, 24, dry_run=True)
        self.assertIn(str(own), said)
        self.assertIn("2021-03-22", said)
        self.assertNotIn("2021-77", said)

    def test_many_are_closed_in_batches(self):
        complaints = [self.answered(8, agency=None) for _number in range(5)]
        with patch("complaints_public.models.silence._BATCH", 2):
            self.assertIn("5 complaints closed", self.close_on(2021, 3, 24))
        self.assertEqual({self.state(complaint)[1] for complaint in complaints}, {"by_silence"})
