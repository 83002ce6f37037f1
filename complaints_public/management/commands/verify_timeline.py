from datetime import date
from heapq import nsmallest
from operator import attrgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from complaints_public.models import TimelineHead
from complaints_public.verification import Verification, one_state

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Reads every chain of events and every daily head, and names the first event that was changed, removed, added "
        "or moved. With heads kept outside it also says whether the register is still the one they were made of."
    )

    def add_arguments(self, parser):
        parser.add_argument("--day", type=date.fromisoformat, help="the day of the head given with --head")
        parser.add_argument("--head", help="the hash that was published for --day, as somebody kept it")
        parser.add_argument("--heads", help="a file of kept heads, as published: a day and a hash a line")

    def handle(self, *args, **options):
        verification = Verification(self._kept(options))
        with one_state():
            first = nsmallest(_MOST_SHOWN, verification.findings(), key=attrgetter("place"))
            unsealed = TimelineHead.objects.unsealed_days()
        for finding in first:
            self.stdout.write(finding.text)
        if first:
            raise CommandError(f"The timeline is not whole. First: {first[0].text}")
        self.stdout.write(f"{verification.events} events: every chain is whole. {verification.heads} daily heads fit.")
        if unsealed:
            self.stdout.write(f"{unsealed} finished days are not sealed yet: run seal_timeline.")

    @staticmethod
    def _kept(options):
        if bool(options["day"]) != bool(options["head"]):
            raise CommandError("--day and --head belong together.")
        kept = [(options["day"], options["head"].strip().lower())] if options["head"] else []
        if options["heads"]:
            kept += _kept_in(options["heads"])
        return kept


def _kept_in(path):
    try:
        lines = [line.split() for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
        return [(date.fromisoformat(day), kept_hash.lower()) for day, kept_hash, *_rest in lines if day[0] != "#"]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} is no list of days and hashes: {error}") from None
