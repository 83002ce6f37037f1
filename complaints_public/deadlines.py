"""Working-day rules. Pure functions: no ORM, no Django.

A working day is Monday to Friday less the holidays given: national ones and collective leave (cuti bersama).
A time limit counts from the working day after the one it starts on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DeadlineSum:
    """How a due date came about: started_on + working_days, skipping the holidays in skipped = due_on."""

    started_on: date
    working_days: int
    skipped: tuple[tuple[date, str], ...]
    due_on: date


class WorkingDayCalendar:
    """Holidays made ready for many sums: each then costs two searches in a short list, however far it reaches.

    Monday to Friday are numbered through since the first Monday of the calendar, so that steps over weekends are
    plain sums; of a holiday, what counts is its number among them and how many working days came before it.
    """

    def __init__(self, holidays: Mapping[date, str]):
        self._holidays = sorted((day, name) for day, name in holidays.items() if day.weekday() < 5)
        self._numbers = [_weekdays_until(day) for day, _name in self._holidays]
        self._worked_before = [number - place for place, number in enumerate(self._numbers, start=1)]

    def add(self, started_on: date, working_days: int) -> DeadlineSum:
        """The due date of a limit of working_days (0 or more), with the holidays that fell on its weekdays."""
        if not working_days:
            return DeadlineSum(started_on, 0, (), started_on)
        first = bisect_right(self._numbers, _weekdays_until(started_on))
        wanted = _weekdays_until(started_on) - first + working_days
        end = bisect_left(self._worked_before, wanted)
        return DeadlineSum(started_on, working_days, tuple(self._holidays[first:end]), _weekday(wanted + end))

    def between(self, started_on: date, ended_on: date) -> int:
        """Working days after started_on up to and with ended_on; 0 when it ended before it started."""
        return max(self._worked_until(ended_on) - self._worked_until(started_on), 0)

    def _worked_until(self, day):
        weekdays = _weekdays_until(day)
        return weekdays - bisect_right(self._numbers, weekdays)


def is_working_day(day: date, holidays: Mapping[date, str]) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_days(started_on: date, working_days: int, holidays: Mapping[date, str]) -> DeadlineSum:
    """One sum of WorkingDayCalendar.add()."""
    return WorkingDayCalendar(holidays).add(started_on, working_days)


def working_days_between(started_on: date, ended_on: date, holidays: Mapping[date, str]) -> int:
    """One count of WorkingDayCalendar.between()."""
    return WorkingDayCalendar(holidays).between(started_on, ended_on)


def _weekdays_until(day):
    """How many Mondays to Fridays there were from the first day of the calendar, a Monday, up to and with day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _weekday(number):
    """The day that is the number-th Monday to Friday: the inverse of _weekdays_until()."""
    weeks, rest = divmod(number - 1, 5)
    return date.fromordinal(weeks * 7 + rest + 1)
