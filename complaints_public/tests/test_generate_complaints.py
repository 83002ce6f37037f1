from collections import Counter
from datetime import date
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from complaints_public.examples.synthetic import lives
from complaints_public.models import Complaint, PublicText, Status, TimelineEvent

from .factories import make_lists


def generate(*args, **options):
    said = StringIO()
    call_command("generate_complaints", *args, stdout=said, **options)
    return said.getvalue()


class GenerateTests(TestCase):
    def test_register_is_filled_as_exports_would_have_done_it(self):
        make_lists()
        generate(120, years=1, until=date(2026, 3, 31))
        self.assertEqual(Complaint.objects.count(), 120)
        self.assertEqual(PublicText.objects.filter(live=True).count(), 40)
        self.assertFalse(Complaint.objects.filter(agency=None).exists())
        self.assertGreater(Complaint.objects.filter(status=Status.CLOSED).count(), 60)
        recorded = TimelineEvent.objects.filter(kind=TimelineEvent.Kind.STEP)
        self.assertGreater(recorded.count(), 5)
        self.assertFalse(recorded.filter(occurred_at=None).exists())
        call_command("check_statistics", stdout=StringIO())
        call_command("verify_timeline", stdout=StringIO())
        with self.assertRaises(CommandError):
            generate(5)

    def test_bad_numbers_get_a_sentence(self):
        make_lists()
        with self.assertRaises(CommandError):
            generate(0)


def test_same_seed_makes_up_the_same_complaints():
    span = date(2024, 1, 1), date(2025, 12, 31)
    assert list(lives(50, 7, *span)) == list(lives(50, 7, *span)) != list(lives(50, 8, *span))


def test_lives_follow_seasons_and_are_in_order():
    every = list(lives(5_000, 1, date(2022, 1, 1), date(2025, 12, 31)))
    assert [life.received_on for life in every] == sorted(life.received_on for life in every)
    months = Counter(life.received_on.month for life in every)
    assert months[1] > months[4] and months[12] > months[9]
    years = Counter(life.received_on.year for life in every)
    assert years[2025] > years[2022]
    for life in every:
        days = [day for day, _words in life.steps]
        assert days == sorted(days)
