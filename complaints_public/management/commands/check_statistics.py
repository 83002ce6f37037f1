from itertools import islice

from django.core.management.base import BaseCommand, CommandError

from complaints_public.models import Complaint
from complaints_public.models.recount import differences, one_snapshot

_NAMED = 20


class Command(BaseCommand):
    help = "Recounts the register and compares it with the tallies; fails when they differ."

    def handle(self, *args, **options):
        with one_snapshot():
            wrong = self._say(differences(), self._difference)
            unlike = self._say(Complaint.objects.unlike_their_timeline(), self._unlike)
        if wrong or unlike:
            raise CommandError(
                f"{wrong} cells differ, and the known days of {unlike} complaints. `rebuild_statistics` mends both."
            )
        self.stdout.write("No difference.")

    def _say(self, findings, sentence):
        """Says what the first of them are and returns how many there are."""
        first = list(islice(findings, _NAMED))
        for finding in first:
            self.stdout.write(sentence(finding))
        return len(first) + sum(1 for _finding in findings)

    @staticmethod
    def _difference(finding):
        cell_type, key, counted, kept = finding
        return f"{cell_type.__name__} {', '.join(map(str, key))}: register {counted}, tallies {kept}"

    @staticmethod
    def _unlike(pk):
        return f"Register entry {pk}: its known days are not those of its timeline"
