from django.core.management.base import BaseCommand

from complaints_public.models import Complaint


class Command(BaseCommand):
    help = "Computes the due dates of open complaints anew, after holidays or rules were changed behind the admin."

    def handle(self, *args, **options):
        self.stdout.write(f"{Complaint.objects.recompute_deadlines()} due dates changed.")
