from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints_public.erasure import Ground, erase
from complaints_public.models import Complaint, ImportFault, SourceStatement, Subscription, Upload
from portal.models import Rendering

_BATCH = 200
_FAULT_VALUES_KEPT = timedelta(days=90)


class Command(BaseCommand):
    help = (
        "Erases personal data of complaints that ended longer ago than their class is kept, and values of old faults. "
        "Numbers, dates and counts stay. Run it every night; it can be cut off and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many, erase nothing")

    def handle(self, *args, **options):
        expired, faults = Complaint.objects.expired(), _old_faults()
        if options["dry_run"]:
            self.stdout.write(f"{expired.count()} complaints and {faults.count()} values of faults would be erased.")
            return
        complaints = sum(erase(pks, Ground.RETENTION) for pks in _batches(expired))
        values = faults.update(value="")
        Subscription.objects.purge()
        SourceStatement.objects.purge()
        Upload.objects.purge()
        Rendering.objects.purge()
        self.stdout.write(f"{complaints} complaints and {values} values of faults erased.")


def _batches(complaints):
    last = 0
    while pks := list(complaints.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        yield pks
        last = pks[-1]


def _old_faults():
    return ImportFault.objects.filter(run__started_at__lt=timezone.now() - _FAULT_VALUES_KEPT).exclude(value="")
