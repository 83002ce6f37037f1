from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import transaction

from home.loading import load_everything
from home.loading.quiet import quiet_logging
from home.loading.summary import summary


class Command(BaseCommand):
    help = (
        "Builds the site of Kabupaten Cilacap from the content files in home/content. "
        "It can run any number of times: what an editor changed or deleted stays as it is."
    )

    def handle(self, *args, **options):
        call_command("createcachetable", verbosity=0)
        with quiet_logging("wagtail", "django_tasks"), transaction.atomic():
            ledger = load_everything()
        for line in summary(ledger):
            self.stdout.write(line)
        if "load_holidays" in get_commands():
            call_command("load_holidays", stdout=self.stdout, verbosity=options["verbosity"])
