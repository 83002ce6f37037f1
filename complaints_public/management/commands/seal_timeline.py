from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from complaints_public.models import TimelineHead


class Command(BaseCommand):
    help = "Seals each finished day of the timeline that has no head yet; run it every night."

    def handle(self, *args, **options):
        try:
            heads = TimelineHead.objects.seal_finished_days()
        except OperationalError as error:
            raise CommandError(f"Nothing was sealed, since somebody is writing: {error} Run it again later.") from None
        for head in heads:
            self.stdout.write(f"{head.day} {head.hash}")
        self.stdout.write(f"{len(heads)} days sealed.")
