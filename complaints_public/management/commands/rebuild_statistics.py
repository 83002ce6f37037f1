from django.core.management.base import BaseCommand
from django.db import transaction

from complaints_public.models import Complaint, Tally
from complaints_public.models.tallies import recount


class Command(BaseCommand):
    help = "Counts the tallies anew from the register."

    @transaction.atomic
    def handle(self, *args, **options):
        Tally.objects.all().delete()
        Tally.objects.apply(recount(Complaint.objects.all()))
        self.stdout.write(f"{Tally.objects.count()} cells counted.")
