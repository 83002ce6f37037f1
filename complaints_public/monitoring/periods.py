"""Weeks (ISO 8601, Monday to Sunday), months and years. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 2000
WEEKLY, MONTHLY, YEARLY = "weekly", "monthly", "yearly"
_WRITTEN = {
    WEEKLY: re.compile(r"(20\d\d)-W(\d\d)", re.ASCII),
    MONTHLY: re.compile(r"(20\d\d)-(\d\d)", re.ASCII),
    YEARLY: re.compile(r"(20\d\d)", re.ASCII),
}


@dataclass(frozen=True)
class Period:
    kind: str
    first: date

    @property
    def last(self):
        return self.next.first - timedelta(days=1)

    @property
    def next(self):
        if self.kind == WEEKLY:
            return Period(self.kind, self.first + timedelta(days=7))
        return Period.around(self.kind, self.first + timedelta(days=32 if self.kind == MONTHLY else 366))

    @property
    def before(self):
        return Period.around(self.kind, self.first - timedelta(days=1))

    @property
    def name(self):
        """2026-W47, 2026-11 or 2026."""
        if self.kind == WEEKLY:
            year, week, _day = self.first.isocalendar()
            return f"{year}-W{week:02d}"
        return self.first.isoformat()[:7] if self.kind == MONTHLY else str(self.first.year)

    @classmethod
    def around(cls, kind, day):
        """The period that day lies in."""
        if kind == WEEKLY:
            return cls(kind, day - timedelta(days=day.weekday()))
        return cls(kind, day.replace(day=1) if kind == MONTHLY else day.replace(month=1, day=1))

    @classmethod
    def named(cls, kind, name):
        """The period of that name; ValueError where there is none."""
        match = _WRITTEN[kind].fullmatch(name)
        if not match:
            raise ValueError(name)
        numbers = [int(group) for group in match.groups()]
        if kind == WEEKLY:
            return cls(kind, date.fromisocalendar(*numbers, 1))
        return cls(kind, date(*numbers, *[1] * (3 - len(numbers))))
