from django.core.management.base import BaseCommand, CommandError

from complaints_public.models import Complaint, Tally
from complaints_public.models.tallies import TallyCell, recount


class Command(BaseCommand):
    help = "Recounts the register and compares it with the tallies; fails when they differ."

    def handle(self, *args, **options):
        counted = {}
        for cell, count in recount(Complaint.objects.all()).items():
            total, published = counted.get(cell[:-1], (0, 0))
            counted[cell[:-1]] = (total + count, published + count * cell.is_published)
        kept = {row[:-2]: row[-2:] for row in Tally.objects.values_list(*TallyCell._fields[:-1], "count", "published")}
        wrong = [key for key in counted.keys() | kept.keys() if counted.get(key, (0, 0)) != kept.get(key, (0, 0))]
        for key in sorted(wrong)[:20]:
            self.stdout.write(f"{key}: register {counted.get(key, (0, 0))}, tallies {kept.get(key, (0, 0))}")
        if wrong:
            raise CommandError(f"{len(wrong)} cells differ. `rebuild_statistics` counts them anew.")
        total = sum(total for total, _published in counted.values())
        self.stdout.write(f"{total} complaints in {len(counted)} cells: no difference.")
