from datetime import date, timedelta
from unittest import TestCase

import holidays as holidays_package
import numpy
from hypothesis import given
from hypothesis import strategies as st

from complaints_public.deadlines import (
    WorkingDayCalendar,
    add_working_days,
    is_working_day,
    working_days_between,
)

FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)
HOLIDAYS = st.dictionaries(DAYS, st.just("libur"), max_size=60)
INDONESIA = {
    day: name
    for category in ("government", "public")
    for day, name in holidays_package.country_holidays(
        "ID", years=range(2019, 2028), categories=category, language="id"
    ).items()
}


def day_after_day(start, count, holidays):
    """The same sum the slow way: (due date, weekdays passed over), one day at a time."""
    day, passed = start, []
    while count:
        day += timedelta(days=1)
        if day.isoweekday() < 6:
            if day in holidays:
                passed.append(day)
            else:
                count -= 1
    return day, passed


def numpy_due(start, count, holidays):
    """numpy's answer. Its count begins on the start itself, so that goes back to the last working day first."""
    return numpy.busday_offset(start, count, roll="backward", holidays=list(holidays)).astype(date)


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

    def test_known_cases_counted_by_hand(self):
        """Received, working days, due, weekdays passed over: with the holidays and collective leave of those years."""
        cases = [
            # Lebaran 2021: Wed 12 May collective leave, Thu 13 and Fri 14 Idul Fitri; Wed 26 Waisak; Tue 1 June.
            ("2021-05-03", 5, "2021-05-10", 0),
            ("2021-05-10", 3, "2021-05-18", 3),
            ("2021-05-11", 14, "2021-06-07", 5),
            # Lebaran 2023: Wed 19 to Fri 21 and Mon 24, Tue 25 April collective leave; the feast fell on a weekend.
            ("2023-04-18", 1, "2023-04-26", 5),
            ("2023-04-17", 3, "2023-04-27", 5),
            ("2023-04-12", 14, "2023-05-10", 6),  # Mon 1 May, too
            # Received on the Saturday of the feast itself.
            ("2023-04-22", 5, "2023-05-03", 3),
            # Over the end of a year: Thu 24 and 31 December 2020 collective leave, Fri 25 Christmas, Fri 1 January.
            ("2020-12-23", 3, "2020-12-30", 2),
            ("2020-12-30", 1, "2021-01-04", 2),
            ("2020-12-24", 10, "2021-01-12", 3),
            # No holiday on any weekday: 60 working days are twelve weeks.
            ("2019-09-02", 60, "2019-11-25", 0),
        ]
        calendar = WorkingDayCalendar(INDONESIA)
        for received, count, due, passed in cases:
            with self.subTest(received=received, count=count):
                deadline = calendar.add(date.fromisoformat(received), count)
                self.assertEqual((deadline.due_on.isoformat(), len(deadline.skipped)), (due, passed))


class IndependentCountTests(TestCase):
    """Against numpy's count of business days, and against counting day after day."""

    @given(DAYS, st.integers(0, 500), HOLIDAYS)
    def test_due_date_is_numpys(self, start, count, holidays):
        # Nothing to count leaves the start as it is, where numpy would go back to a working day.
        due = numpy_due(start, count, holidays) if count else start
        self.assertEqual(add_working_days(start, count, holidays).due_on, due)

    @given(DAYS, st.integers(0, 500))
    def test_due_date_is_numpys_with_the_holidays_of_indonesia(self, start, count):
        due = numpy_due(start, count, INDONESIA) if count else start
        self.assertEqual(WorkingDayCalendar(INDONESIA).add(start, count).due_on, due)

    @given(DAYS, DAYS, HOLIDAYS)
    def test_count_between_is_numpys(self, start, end, holidays):
        one_day = timedelta(days=1)  # numpy counts the start and not the end, the register the other way round
        counted = numpy.busday_count(start + one_day, end + one_day, holidays=list(holidays)) if start < end else 0
        self.assertEqual(working_days_between(start, end, holidays), counted)

    @given(DAYS, st.integers(0, 120), HOLIDAYS)
    def test_due_date_and_skipped_days_are_those_of_counting_day_after_day(self, start, count, holidays):
        deadline = WorkingDayCalendar(holidays).add(start, count)
        due, passed = day_after_day(start, count, holidays)
        self.assertEqual((deadline.due_on, [day for day, _name in deadline.skipped]), (due, passed))

    @given(st.data(), st.integers(1, 60))
    def test_starting_on_a_holiday_counts_from_the_next_working_day(self, data, count):
        start = data.draw(st.sampled_from(sorted(INDONESIA)))
        due, passed = day_after_day(start, count, INDONESIA)
        deadline = WorkingDayCalendar(INDONESIA).add(start, count)
        self.assertEqual((deadline.due_on, [day for day, _name in deadline.skipped]), (due, passed))
        self.assertNotIn(start, passed)

    @given(DAYS, st.integers(0, 100), st.integers(1, 100), HOLIDAYS)
    def test_limits_can_be_counted_in_parts(self, start, first, second, holidays):
        calendar = WorkingDayCalendar(holidays)
        due_in_parts = calendar.add(calendar.add(start, first).due_on, second).due_on
        self.assertEqual(due_in_parts, calendar.add(start, first + second).due_on)

    def test_every_day_of_nine_years_with_the_usual_limits(self):
        calendar, day = WorkingDayCalendar(INDONESIA), FIRST
        while day <= LAST:
            for count in (3, 5, 10, 14, 60):
                self.assertEqual(calendar.add(day, count).due_on, numpy_due(day, count, INDONESIA))
            day += timedelta(days=1)
