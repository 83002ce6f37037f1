from django.core.management.base import BaseCommand

from complaints_public.models.silence import close_silent


class Command(BaseCommand):
    help = (
        "Closes answered complaints of the desk whose reporter did not reply in time. Other origins decide on theirs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say which, by register entry; close none")

    def handle(self, *args, **options):
        is_dry, count = options["dry_run"], 0
        for complaint, time in close_silent(is_dry):
            count += 1
            if is_dry or options["verbosity"] > 1:
                self.stdout.write(f"{complaint}: answered {time.started_on}, time to reply until {time.due_on}")
        self.stdout.write(f"{count} complaints {'would be closed' if is_dry else 'closed'}.")
