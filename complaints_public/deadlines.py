"""Working-day rules. Pure functions: no ORM, no Django.

A working day is Monday to Friday less the holidays given: national ones and collective leave (cuti bersama).
A time limit counts from the working day after the one it starts on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DeadlineSum:
    """How a due date came about: started_on + working_days, skipping the holidays in skipped = due_on."""

    started_on: date
    working_days: int
    skipped: tuple[tuple[date, str], ...]
    due_on: date


def is_working_day(day: date, holidays: Mapping[date, str]) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_days(started_on: date, working_days: int, holidays: Mapping[date, str]) -> DeadlineSum:
    """The due date of a limit of working_days (0 or more), with the holidays that fell on its weekdays."""
    day, counted, skipped = started_on, 0, []
    while counted < working_days:
        day += _ONE_DAY
        if is_working_day(day, holidays):
            counted += 1
        elif day.weekday() < 5:
            skipped.append((day, holidays[day]))
    return DeadlineSum(started_on, working_days, tuple(skipped), day)


def working_days_between(started_on: date, ended_on: date, holidays: Mapping[date, str]) -> int:
    """Working days after started_on up to and with ended_on; 0 when it ended before it started."""
    days = (ended_on - started_on).days
    return sum(is_working_day(started_on + timedelta(days=n), holidays) for n in range(1, days + 1))
