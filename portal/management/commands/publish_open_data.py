from django.core.management.base import BaseCommand, CommandError

from portal import open_data
from portal.models import DataVersion


class Command(BaseCommand):
    help = (
        "Makes a new version of each table of open data that changed since the last one. Run it each night; where "
        "nothing changed it does nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--withdraw", metavar="TABLE/VERSION", help="remove one version for good, such as instansi/2026-11-24"
        )

    def handle(self, *args, **options):
        if options["withdraw"]:
            self._withdraw(options["withdraw"])
            return
        versions = [DataVersion.objects.publish(table) for table in open_data.tables() if not table.is_live]
        for version in filter(None, versions):
            self.stdout.write(f"{version.table}: version {version.version}, {version.rows} rows")
        self.stdout.write(f"{len([version for version in versions if version])} of {len(versions)} tables changed.")

    def _withdraw(self, name):
        table, _slash, version = name.partition("/")
        if not DataVersion.objects.withdraw(table, version):
            raise CommandError(f"There is no version {name}.")
        self.stdout.write(f"Version {name} is gone.")
