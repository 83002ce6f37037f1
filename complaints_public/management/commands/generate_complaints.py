import csv
import random
from datetime import date, datetime, time, timedelta
from io import StringIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints_public.examples.synthetic import HEADER, lives
from complaints_public.importing.parsing import JAKARTA
from complaints_public.importing.register import import_export
from complaints_public.models import Complaint, Origin, PublicText, Status, Visibility
from portal.models import Agency

_MOST_RECORDED, _MOST_PUBLISHED = 2_000, 1_000


class Command(BaseCommand):
    help = (
        "Fills an empty register with made-up complaints, as monthly exports would have brought them. The desk "
        "records the day of an answer for some and publishes some. For demonstration and measuring only."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes up the same complaints")
        parser.add_argument("--years", type=int, default=3, help="how far back the oldest was received")
        parser.add_argument("--until", type=date.fromisoformat, help="day of the newest export; today if not given")

    def handle(self, *args, count, seed, years, until, **options):
        if Complaint.objects.exists():
            raise CommandError("The register is not empty. Made-up complaints must not stand among real ones.")
        if not Agency.objects.exists():
            raise CommandError("Load the regency's content first: python manage.py load_cilacap")
        if count < 1 or years < 1:
            raise CommandError("The number of complaints and of years must be 1 or more.")
        newest = min(until or timezone.localdate(), timezone.localdate())
        chance, waiting = random.Random(seed), []  # noqa: S311  nothing secret hangs on it
        everyone = lives(count, seed, newest - timedelta(days=365 * years), newest)
        following = next(everyone, None)
        recorded = 0
        for day in _export_days(newest - timedelta(days=365 * years), newest):
            if recorded < _MOST_RECORDED:
                recorded += self._record_answers(waiting, day, chance)
            while following and following.received_on <= day:
                waiting.append(following)
                following = next(everyone, None)
            self._import(waiting, day)
            waiting = [life for life in waiting if life.ended_on > day]
        published = self._publish(chance, min(count // 3, _MOST_PUBLISHED))
        self.stdout.write(f"{count} complaints, {published} of them published, {recorded} with the day of the answer.")

    def _import(self, rows, day):
        text = StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(life.row(day) for life in rows)
        as_of = datetime.combine(day, time(23, 59), tzinfo=JAKARTA)
        import_export(text.getvalue().encode(), f"contoh-{day}.csv", as_of=min(as_of, timezone.now()))

    def _record_answers(self, waiting, until, chance):
        """Some answers of the weeks before an export are recorded by the desk, on their own day."""
        answered = [life for life in waiting if life.answered_on and life.answered_on <= until]
        chosen = {life.number: life for life in answered if chance.random() < 0.3}
        found = Complaint.objects.filter(origin=Origin.SP4N, number__in=chosen, status=Status.IN_PROGRESS)
        for complaint in found:
            answered_on = chosen[complaint.number].answered_on
            if answered_on > timezone.localdate(complaint.source_as_of):
                complaint.record_status(
                    Status.ANSWERED, occurred_at=datetime.combine(answered_on, time(10), tzinfo=JAKARTA)
                )
        return len(found)

    def _publish(self, chance, count):
        open_ones = Complaint.objects.exclude(visibility=Visibility.SECRET).order_by("-received_at")
        pks = list(open_ones.values_list("pk", flat=True)[: 3 * count])
        for complaint in Complaint.objects.filter(pk__in=chance.sample(pks, min(count, len(pks)))):
            text = PublicText(complaint=complaint, title=complaint.raw_title)
            text.summary = f"Warga menyampaikan: {complaint.raw_title.lower()}. Pelapor meminta tindak lanjut."
            if complaint.status in (Status.ANSWERED, Status.CLOSED):
                text.response = "Terima kasih atas laporannya. Sudah kami periksa di lapangan dan kami tindak lanjuti."
            text.save()
            text.save_revision().publish()
        return min(count, len(pks))


def _export_days(oldest, newest):
    """The last day of each month, and the newest day."""
    day = oldest.replace(day=1)
    while (day := (day + timedelta(days=32)).replace(day=1)) <= newest:
        yield day - timedelta(days=1)
    yield newest
