from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from complaints_public.importing.refusals import ImportRefused
from complaints_public.importing.undo import Verdict, foresee, undo
from complaints_public.models import ImportRun


class Command(BaseCommand):
    help = "Takes a whole import run back: every complaint ends as if the run had never been."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="the number of the run, as its page in the admin shows it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args, **options):
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("There is no such import run."))
        if options["dry_run"]:
            counts = {verdict.value: count for verdict, count in foresee(run).items()}
            self.stdout.write(_("Only a check: nothing was changed."))
        else:
            try:
                undo(run)
            except ImportRefused as refusal:
                raise CommandError(str(refusal)) from refusal
            counts = {verdict.value: getattr(run, verdict.value, 0) for verdict in Verdict}
        text = _(
            "%(voided)s complaints taken out, %(restored)s set back, %(kept)s kept since the desk has worked on them."
        )
        self.stdout.write(text % {verdict.value: counts.get(verdict.value, 0) for verdict in Verdict})
