from datetime import datetime
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import TestCase

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import Complaint, Origin, Status

from .factories import ComplaintFactory


class CloseSilentTests(TestCase):
    def close_on(self, year, month, day, **options):
        with patch("django.utils.timezone.now", return_value=datetime(year, month, day, 9, tzinfo=JAKARTA)):
            call_command("close_silent", stdout=StringIO(), **options)

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
