import csv
from collections import defaultdict
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints_public.importing.parsing import parse_moment
from complaints_public.importing.reading import ImportRefused
from complaints_public.importing.register import import_export
from complaints_public.models import Origin
from complaints_public.models.choices import ExportColumn

_LINES_SHOWN = 10


class Command(BaseCommand):
    help = "Reads an export of complaints (.xlsx, .ods, .xls or .csv) into the register."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--strict", action="store_true", help="take over nothing if anything is wrong")
        parser.add_argument("--origin", choices=Origin.values, default=Origin.SP4N)
        parser.add_argument("--as-of", metavar="DATE", help="the day (or moment) the export shows, e.g. 2021-01-04")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every fault into this CSV file")

    def handle(self, *args, **options):
        path, report = options["file"], options["report"]
        try:
            with (
                path.open("rb") as file,
                report.open("w", newline="", encoding="utf-8-sig") if report else nullcontext() as target,
            ):
                outcome = import_export(
                    file,
                    path.name,
                    options["origin"],
                    self._as_of(options["as_of"]),
                    dry_run=options["dry_run"],
                    strict=options["strict"],
                    progress=self._progress,
                    on_faults=fault_writer(target) if report else None,
                )
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": error.filename or path, "why": error.strerror}
            ) from error
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(outcome, options)
        if outcome.is_stopped:
            raise CommandError(_("Nothing was taken over: --strict was given, and not every row is in order."))

    def _as_of(self, text) -> datetime | None:
        moment = parse_moment(text) if text else None
        if text and moment is None:
            raise CommandError(_("--as-of is no date: write it as 2021-01-04."))
        return moment

    def _progress(self, done, total):
        if self.stderr.isatty():
            filled = 30 * done // max(total, 1)
            self.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", ending="")
            if done == total:
                self.stderr.write("")

    def _print(self, outcome, options):
        if options["dry_run"]:
            self.stdout.write(_("Only a check: nothing was changed."))
        self.stdout.write(
            _(
                "Data as of %(as_of)s: %(rows)s rows, %(created)s new, %(changed)s changed, %(unchanged)s unchanged, "
                "%(outdated)s older than the register, %(rejected)s rejected."
            )
            % {**vars(outcome), "as_of": f"{timezone.localtime(outcome.as_of):%Y-%m-%d %H:%M}"}
        )
        if outcome.missing:
            missing = ", ".join(str(ExportColumn(name).label) for name in outcome.missing)
            self.stdout.write(
                _("The file has no column for: %(names)s. What the register knows stays.") % {"names": missing}
            )
        if "visibility" in outcome.missing:
            self.stdout.write(
                _("It does not say which complaints are confidential: every new one is kept confidential.")
            )
        if outcome.unused:
            self.stdout.write(_("Columns passed over: %(names)s") % {"names": ", ".join(outcome.unused)})
        lines = defaultdict(list)
        for fault in outcome.faults:
            mark = _("rejected") if fault.is_rejected else _("note")
            lines[(mark, fault.column, fault.value, fault.reason)].append(str(fault.line))
        for (mark, column, value, reason), where in lines.items():
            shown = ", ".join(where[:_LINES_SHOWN]) + (" …" if len(where) > _LINES_SHOWN else "")
            text = _("  [%(mark)s] line %(lines)s, %(column)s “%(value)s”: %(reason)s")
            self.stdout.write(
                text % {"mark": mark, "lines": shown, "column": column, "value": value, "reason": reason}
            )

        if outcome.fault_count > len(outcome.faults):
            further = outcome.fault_count - len(outcome.faults)
            self.stdout.write(_("  and %(count)s further faults: --report writes them all.") % {"count": further})


def fault_writer(target):
    """Writes the headings of a report into target, and returns what writes faults below them."""
    writer = csv.writer(target)
    writer.writerow([_("line"), _("column"), _("value"), _("reason"), _("row rejected")])

    def write(faults):
        for fault in faults:
            # A leading =, +, - or @ would run as a formula in a spreadsheet.
            value = f"'{fault.value}" if fault.value[:1] in "=+-@\t\r" and fault.value else fault.value
            answer = _("yes") if fault.is_rejected else _("no")
            writer.writerow([fault.line, fault.column, value, fault.reason, answer])

    return write
