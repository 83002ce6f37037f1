from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from complaints_public.models import Complaint, TimelineEvent
from complaints_public.models.deadlines import DeadlineTable


class Command(BaseCommand):
    help = "Computes the due dates of open complaints anew, after a change of holidays or rules."

    @transaction.atomic
    def handle(self, *args, **options):
        table, changed, events = DeadlineTable(), [], []
        # The personal columns stay unread: they would only be decrypted for nothing.
        complaints = Complaint.objects.open().only(
            "pk", "received_at", "complaint_class", "resolution_due_on", "status"
        )
        for complaint in complaints.iterator(chunk_size=2000):
            received_on = timezone.localdate(complaint.received_at)
            deadline_sum, _rule = table.resolution_sum(complaint.complaint_class_id, received_on)
            due_on = deadline_sum.due_on if deadline_sum else None
            if due_on != complaint.resolution_due_on:
                payload = {"before": str(complaint.resolution_due_on), "after": str(due_on)}
                complaint.resolution_due_on = due_on
                changed.append(complaint)
                events.append((complaint, TimelineEvent.Kind.DUE, payload, {"due_on": due_on}))
        Complaint.objects.bulk_update(changed, ["resolution_due_on"], batch_size=500)
        TimelineEvent.objects.append_many(events)
        self.stdout.write(f"{len(changed)} due dates changed.")
