import zlib
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.open_data import WRITERS


class DataVersionManager(models.Manager):
    @transaction.atomic
    def publish(self, table):
        """The new version of a table, or None where it says what the newest one says, withdrawn or not."""
        rows = list(table.rows())
        once = replace(table, rows=lambda: rows)
        files = {name: b"".join(write(once)) for name, write in WRITERS.items()}
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        newest = self.without_content().filter(table=table.name).first()
        if newest and all(newest.sha256(name) == digest for name, digest in digests.items()):
            return None
        fields = {"rows": len(rows)}
        for name, content in files.items():
            fields[f"{name}_sha256"], fields[f"{name}_bytes"] = digests[name], len(content)
            fields[f"{name}_content"] = zlib.compress(content, 9)
        return self.create(table=table.name, version=self._free_name(table), **fields)

    def _free_name(self, table):
        """The day, and for a further version of that day a number behind it."""
        today = timezone.localdate().isoformat()
        names = set(self.filter(table=table.name, version__startswith=today).values_list("version", flat=True))
        return next(name for number in range(1, len(names) + 2) if (name := _numbered(today, number)) not in names)

    def standing(self):
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdraw(self, table, version):
        """Empties one for good; says whether it was there. Its name stays taken: no address ever changes its bytes."""
        found = self.standing().filter(table=table, version=version)
        return bool(found.update(withdrawn_at=timezone.now(), csv_content=b"", json_content=b""))

    def without_content(self):
        return self.defer("csv_content", "json_content")

    def by_table(self, name=None):
        """Table name → its standing versions without their content, the newest first; of one table or of all."""
        found, versions = self.without_content().filter(withdrawn_at=None), defaultdict(list)
        for version in found.filter(table=name) if name else found:
            versions[version.table].append(version)
        return versions


def _numbered(day, number):
    return day if number == 1 else f"{day}-{number}"


class DataVersion(models.Model):
    """A table of open data as it was at one time, byte for byte, under an address that stays."""

    table = models.CharField(_("table"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    rows = models.PositiveIntegerField(_("rows"))
    csv_sha256 = models.CharField(max_length=64)
    csv_bytes = models.PositiveIntegerField()
    csv_content = models.BinaryField()
    json_sha256 = models.CharField(max_length=64)
    json_bytes = models.PositiveIntegerField()
    json_content = models.BinaryField()

    objects = DataVersionManager()

    class Meta:
        ordering = ["table", "-pk"]
        verbose_name = _("version of a table of open data")
        verbose_name_plural = _("versions of open data")
        constraints = [models.UniqueConstraint(fields=["table", "version"], name="data_version_once_per_table")]

    def __str__(self):
        return f"{self.table} {self.version}"

    def content(self, file_format):
        return zlib.decompress(getattr(self, f"{file_format}_content"))

    def sha256(self, file_format):
        return getattr(self, f"{file_format}_sha256")

    def bytes(self, file_format):
        return getattr(self, f"{file_format}_bytes")
