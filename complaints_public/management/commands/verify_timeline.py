from hashlib import sha256

from django.core.management.base import BaseCommand, CommandError

from complaints_public.models import EventPayload, TimelineEvent


class Command(BaseCommand):
    help = "Follows every chain of events and names the first event that was changed, removed or moved."

    def handle(self, *args, **options):
        complaint_id, previous, count = None, "", 0
        for event in TimelineEvent.objects.order_by("complaint_id", "sequence").iterator(chunk_size=2000):
            if event.complaint_id != complaint_id:
                complaint_id, previous, expected = event.complaint_id, "", 1
            if (event.sequence, event.previous_hash, event.hash) != (expected, previous, event.compute_hash()):
                raise CommandError(f"Event {event.pk} does not fit: register entry {complaint_id}, place {expected}.")
            previous, expected, count = event.hash, expected + 1, count + 1
        for payload in EventPayload.objects.select_related("event").iterator(chunk_size=2000):
            if sha256(f"{payload.salt}{payload.content}".encode()).hexdigest() != payload.event.commitment:
                raise CommandError(f"The payload of event {payload.pk} was changed.")
        self.stdout.write(f"{count} events: every chain is whole.")
