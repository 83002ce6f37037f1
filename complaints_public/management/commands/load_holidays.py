import holidays
from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints_public.models import Holiday


class Command(BaseCommand):
    help = "Adds the national holidays and collective leave that are not in the table yet; changes none that are."

    def add_arguments(self, parser):
        parser.add_argument("--from", type=int, default=2019, dest="first", metavar="YEAR")
        parser.add_argument("--to", type=int, default=timezone.localdate().year + 1, dest="last", metavar="YEAR")

    def handle(self, *args, **options):
        years = range(options["first"], options["last"] + 1)
        known = set(Holiday.objects.values_list("day", flat=True))
        rows = []
        for category, kind in (("public", Holiday.Kind.NATIONAL), ("government", Holiday.Kind.COLLECTIVE_LEAVE)):
            for day, name in holidays.country_holidays("ID", years=years, categories=category, language="id").items():
                if day not in known:
                    known.add(day)
                    rows.append(Holiday(day=day, name=name[:150], kind=kind))
        Holiday.objects.bulk_create(rows)
        self.stdout.write(f"{len(rows)} holidays added, {len(known) - len(rows)} were there.")
