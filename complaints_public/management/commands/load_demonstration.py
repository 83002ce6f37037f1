from datetime import datetime, time
from io import StringIO
from pathlib import Path

import yaml
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from complaints_public import statistics
from complaints_public.importing.parsing import JAKARTA
from complaints_public.importing.register import import_export
from complaints_public.models import Complaint, Origin, PublicText, Status
from portal.models import Agency

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# User name → group; the first one may do everything.
USERS = {
    "admin": None,
    "editor": "Editor",
    "moderator": "Moderator",
    "penghubung": "Penghubung Instansi",
    "inspektorat": "Inspektorat",
}


class Command(BaseCommand):
    help = "Fills an empty register with the example export and makes a user for each group. For demonstration only."

    def add_arguments(self, parser):
        parser.add_argument("--password", required=True, help="the password of every user made here")

    def handle(self, *args, **options):
        content = yaml.safe_load((EXAMPLES / "public_texts.yaml").read_text(encoding="utf-8"))
        if Complaint.objects.exists():
            self.stdout.write("The register is not empty: it stays as it is.")
            self._publish_statistics()
            return
        if not Agency.objects.filter(name=content["liaison_agency"]).exists():
            raise CommandError("Load the regency's content first: python manage.py load_cilacap")
        users = self._users(options["password"], content["liaison_agency"])
        export = EXAMPLES / "sp4n_export_2020.xlsx"
        outcome = import_export(export.read_bytes(), export.name, user=users["admin"])
        with transaction.atomic():
            self._publish(content["published"], users["moderator"])
            self._submit(content["waiting"], users["penghubung"])
            code = self._complaint(content["confidential"]["number"]).issue_access_code()
        self._publish_statistics()
        self.stdout.write(
            f"{outcome.created} complaints, {len(content['published'])} of them published. "
            f"Confidential: number {content['confidential']['number']}, access code {code}"
        )

    def _publish_statistics(self):
        """The first release; where there is none, the tallies may be older than their grains, too."""
        if not statistics.current_release():
            call_command("rebuild_statistics", stdout=StringIO())
            call_command("publish_statistics", stdout=self.stdout)

    def _users(self, password, agency_name):
        User = get_user_model()
        users = {}
        for name, group in USERS.items():
            user, is_new = User.objects.get_or_create(
                username=name, defaults={"is_superuser": group is None, "is_staff": group is None}
            )
            if is_new:
                user.set_password(password)
                user.save()
            if group:
                user.groups.add(Group.objects.get(name=group))
            users[name] = user
        Agency.objects.get(name=agency_name).liaisons.add(users["penghubung"])
        return users

    def _complaint(self, number):
        return Complaint.objects.get(origin=Origin.SP4N, number=number)

    def _draft(self, entry, user):
        text = PublicText(complaint=self._complaint(entry["number"]))
        for name in ("title", "summary", "response"):
            setattr(text, name, entry.get(name, ""))
        text.save()
        return text, text.save_revision(user=user)

    def _publish(self, entries, moderator):
        for entry in entries:
            _text, revision = self._draft(entry, moderator)
            revision.publish(user=moderator)
            if "answered_on" in entry:
                answered_at = datetime.combine(entry["answered_on"], time(10), tzinfo=JAKARTA)
                self._complaint(entry["number"]).record_status(Status.ANSWERED, occurred_at=answered_at)

    def _submit(self, entries, liaison):
        for entry in entries:
            text, _revision = self._draft(entry, liaison)
            text.get_workflow().start(text, liaison)
