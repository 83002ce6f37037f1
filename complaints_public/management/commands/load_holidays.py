import holidays
from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints_public.models import Complaint, DueCause, Holiday

_ESTIMATE = " (perkiraan)"  # how the package marks the days that it works out from the moon


class Command(BaseCommand):
    help = (
        "Adds the national holidays and collective leave that are not in the table yet; changes none that are. "
        "The due dates of open complaints follow."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", type=int, default=2019, dest="first", metavar="YEAR")
        parser.add_argument("--to", type=int, default=timezone.localdate().year + 1, dest="last", metavar="YEAR")

    def handle(self, *args, **options):
        rows = self._known_to_the_package(range(options["first"], options["last"] + 1))
        there = set(Holiday.objects.filter(day__in=rows).values_list("day", flat=True))
        added = Holiday.objects.bulk_create([row for day, row in rows.items() if day not in there])
        estimates = sum(row.is_estimate for row in added)
        self.stdout.write(f"{len(added)} holidays added, {estimates} of them estimates; {len(there)} were there.")
        if added:
            changed = Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS)
            self.stdout.write(f"{changed} due dates of open complaints changed.")

    def _known_to_the_package(self, years):
        """{day: unsaved row}. A coming year without collective leave has no decree yet: all of it is an estimate."""
        leave, national = self._names(years, "government"), self._names(years, "public")
        decided = {day.year for day in leave} | set(range(timezone.localdate().year))
        return {
            day: Holiday(
                day=day,
                name=name.replace(_ESTIMATE, "")[:150],
                kind=Holiday.Kind.NATIONAL if day in national else Holiday.Kind.COLLECTIVE_LEAVE,
                is_estimate=_ESTIMATE in name or day.year not in decided,
            )
            for day, name in {**leave, **national}.items()
        }

    @staticmethod
    def _names(years, category):
        return dict(holidays.country_holidays("ID", years=years, categories=category, language="id").items())
