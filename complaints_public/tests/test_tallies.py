import random
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from complaints_public.models import CloseReason, Complaint, Status, Tally

from .factories import EXPORT_2020, EXPORT_2021, ComplaintFactory, import_file, make_lists, publish


def check():
    call_command("check_statistics", stdout=StringIO())


class TallyTests(TestCase):
    def test_tallies_agree_with_the_register_after_any_history(self):
        chance = random.Random(7)  # noqa: S311
        complaints = [ComplaintFactory() for _n in range(6)]
        texts = {}
        for _step in range(40):
            complaint = chance.choice(complaints)
            action = chance.choice(["step", "publish", "withdraw", "new"])
            if action == "step":
                status = chance.choice(Status.values)
                reason = chance.choice(CloseReason.values) if status == Status.CLOSED else ""
                complaint.record_status(status, reason)
            elif action == "publish" and complaint.pk not in texts:
                texts[complaint.pk] = publish(complaint)
            elif action == "withdraw" and complaint.pk in texts:
                texts.pop(complaint.pk).unpublish()
                complaints.remove(complaint)
                complaints.append(ComplaintFactory())
            elif action == "new":
                complaints.append(ComplaintFactory())
            check()
        self.assertGreater(Tally.objects.filter(published__gt=0).count(), 0)

    def test_difference_is_found_and_rebuilt(self):
        ComplaintFactory()
        Tally.objects.update(count=5)
        with self.assertRaises(CommandError):
            check()
        call_command("rebuild_statistics", stdout=StringIO())
        check()

    def test_imports_keep_the_tallies(self):
        make_lists()
        import_file(EXPORT_2020)
        publish(Complaint.objects.get(number="4803409"))
        import_file(EXPORT_2021)
        check()

    def test_month_is_that_of_jakarta(self):
        from datetime import UTC, datetime

        ComplaintFactory(received_at=datetime(2021, 2, 28, 17, 30, tzinfo=UTC))  # 1 March, 00.30 in Jakarta
        self.assertEqual(Tally.objects.get().month, "2021-03")
