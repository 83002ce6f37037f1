from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints_public.disclosure import THRESHOLD
from complaints_public.models import Release
from complaints_public.releasing import FARTHEST, AlreadyRunning, publish


class Command(BaseCommand):
    help = (
        "Makes a release of the statistics: small numbers hidden, frozen, with a version of its own. Does nothing "
        "when the newest release says the same already. Run it by a timer."
    )

    def add_arguments(self, parser):
        parser.add_argument("--publish-at", metavar="MOMENT", help="when readers are to see it: 2026-12-01T09:00")
        parser.add_argument("--corrects", type=int, metavar="VERSION", help="the release that this one puts right")
        parser.add_argument("--note", default="", help="what was wrong in it, for everyone to read")
        parser.add_argument("--round", action="store_true", help=f"round every number to a multiple of {THRESHOLD}")

    def handle(self, *args, **options):
        corrects = self._corrected(options["corrects"], options["note"])
        base = THRESHOLD if options["round"] else 0
        try:
            release = publish(self._moment(options["publish_at"]), corrects, options["note"], base=base)
        except AlreadyRunning:
            raise CommandError("Another release is being made.") from None
        if release is None:
            self.stdout.write("The newest release says the same already.")
        else:
            when = timezone.localtime(release.publish_at).strftime("%Y-%m-%d %H:%M")
            self.stdout.write(f"Release {release.version}, public from {when}.")

    def _corrected(self, version, note):
        if version is None:
            return None
        release = Release.objects.filter(version=version).first()
        if release is None or not note:
            raise CommandError("A correction names a release that exists, and says in --note what was wrong in it.")
        return release

    def _moment(self, text):
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError("This is no moment. Write it like this: 2026-12-01T09:00") from error
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        if moment < timezone.now():
            raise CommandError("This moment is over. Leave --publish-at out to publish now.")
        if moment > timezone.now() + FARTHEST:
            raise CommandError("This lies more than a year ahead.")
        return moment
