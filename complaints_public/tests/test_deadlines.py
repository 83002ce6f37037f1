from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from complaints_public.deadlines import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
HOLIDAYS = st.dictionaries(DAYS, st.just("libur"), max_size=60)


class DeadlineTests(TestCase):
    def test_weekend_is_passed_over(self):
        # Friday 5 March 2021 + 1 working day is Monday.
        self.assertEqual(add_working_days(date(2021, 3, 5), 1, {}).due_on, date(2021, 3, 8))

    def test_holidays_on_weekdays_are_passed_over_and_named(self):
        holidays = {date(2021, 3, 11): "Isra Mikraj", date(2021, 3, 12): "Cuti bersama", date(2021, 3, 14): "Nyepi"}
        deadline = add_working_days(date(2021, 3, 3), 14, holidays)
        self.assertEqual(deadline.due_on, date(2021, 3, 25))
        # The Sunday would not have counted anyway, so it is not said to have been skipped.
        self.assertEqual([name for _day, name in deadline.skipped], ["Isra Mikraj", "Cuti bersama"])

    def test_no_days_is_due_at_once(self):
        self.assertEqual(add_working_days(date(2021, 3, 6), 0, {}).due_on, date(2021, 3, 6))

    @given(DAYS, st.integers(1, 70), HOLIDAYS)
    def test_as_many_working_days_lie_between_as_were_asked_for(self, start, count, holidays):
        due = add_working_days(start, count, holidays).due_on
        every_day = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
        counted = [day for day in every_day if day.isoweekday() not in (6, 7) and day not in holidays]
        self.assertEqual(len(counted), count)
        self.assertTrue(is_working_day(due, holidays))
        self.assertEqual(working_days_between(start, due, holidays), count)

    def test_nothing_lies_between_when_it_ended_before_it_began(self):
        self.assertEqual(working_days_between(date(2021, 3, 5), date(2021, 3, 1), {}), 0)
