from django.core.management.base import BaseCommand, CommandError

from complaints_public.agency_merge import MergeRefused, merge_agencies
from complaints_public.importing.refusals import ImportRefused
from portal.models import Agency


class Command(BaseCommand):
    help = "Merges an agency into another: its complaints move there, and its address leads there."

    def add_arguments(self, parser):
        parser.add_argument("source", help="the address part (slug) of the agency that ends")
        parser.add_argument("target", help="the address part of the one that goes on")

    def handle(self, *args, **options):
        found = Agency.objects.in_bulk([options["source"], options["target"]], field_name="slug")
        if len(found) < 2:
            raise CommandError("There must be two agencies with these address parts.")
        try:
            count = merge_agencies(found[options["source"]], found[options["target"]])
        except (MergeRefused, ImportRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} complaints moved.")
