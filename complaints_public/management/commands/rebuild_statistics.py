from django.core.management.base import BaseCommand, CommandError

from complaints_public.importing.lock import hold
from complaints_public.models import Complaint
from complaints_public.models.recount import rebuild


class Command(BaseCommand):
    help = "Counts the tallies anew from the register, while everybody goes on reading and writing."

    def handle(self, *args, **options):
        with hold("recount") as is_ours:
            if not is_ours:
                raise CommandError("Another recount is running.")
            for pk in Complaint.objects.unlike_their_timeline():
                Complaint.objects.refresh_known_days([pk])
            self.stdout.write(f"{rebuild()} cells corrected.")
