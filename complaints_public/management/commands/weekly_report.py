from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from complaints_public.models import Report
from complaints_public.monitoring.content import last_complete, make_report
from complaints_public.monitoring.files import report_pdf
from complaints_public.monitoring.mail import recipients, send_report
from complaints_public.monitoring.periods import Period
from complaints_public.monitoring.shown import Shown
from complaints_public.monitoring.workbook import workbook
from portal.pdf import is_available


class Command(BaseCommand):
    help = (
        "Makes the monitoring report of the last complete week (month, year) and mails its address to those named in "
        "the portal settings. Run it every Monday morning; a period that has its report is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--kind", choices=Report.Kind.values, default=Report.Kind.WEEKLY)
        parser.add_argument("--period", help="another than the last complete one: 2026-W47, 2026-11 or 2026")
        parser.add_argument("--again", action="store_true", help="make a further one where there is one already")
        parser.add_argument("--no-mail", action="store_true", help="tell nobody")
        parser.add_argument("--output", type=Path, metavar="FOLDER", help="also write the PDF and the workbook there")

    def handle(self, *args, kind, period, again, no_mail, output, **options):
        period = self._period(kind, period)
        report = None if again else Report.objects.of_ended(period).first()
        if report:
            self.stdout.write(f"The report of {period.name} is there already (made {report.made_at:%Y-%m-%d %H:%M}).")
        else:
            report = make_report(period)
            self.stdout.write(f"The report of {period.name} is made: /admin/complaints/reports/{report.pk}/")
        if not (no_mail or report.mailed_at) and recipients() and settings.MAIL_IS_ON:
            send_report.enqueue(report.pk)
        if output:
            self._write(report, output)

    def _period(self, kind, name):
        try:
            period = Period.named(kind, name) if name else last_complete(kind)
        except ValueError:
            raise CommandError(f"{name} is no {kind} period: write 2026-W47, 2026-11 or 2026.") from None
        if period.last >= timezone.localdate():
            raise CommandError(f"{period.name} is not over yet. In the admin a report can be made of the days so far.")
        return period

    def _write(self, report, folder):
        with translation.override("id"):
            shown = Shown(report)
            files = {"xlsx": workbook(shown)}
            if is_available():
                files["pdf"] = report_pdf(shown)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for ending, content in files.items():
                (folder / f"{report.file_name}.{ending}").write_bytes(content)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written to: {error.strerror}") from error
