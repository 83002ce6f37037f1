"""The tables of open data together with what is published of each: versions, files, dates."""

from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import open_data
from portal.models import DataVersion


@dataclass(frozen=True)
class File:
    """One way to download a table; size and checksum are unknown of what is made anew for each reader."""

    format: str
    address: str
    bytes: int | None = None
    sha256: str = ""

    @property
    def kilobytes(self):
        return max(round(self.bytes / 1024), 1)

    @property
    def media_type(self):
        return open_data.MEDIA_TYPES[self.format]


@dataclass(frozen=True)
class Dataset:
    table: open_data.Table
    versions: list[DataVersion]  # the newest first

    @property
    def address(self):
        return reverse("data_table", args=[self.table.name])

    @property
    def newest(self):
        return self.versions[0] if self.versions else None

    @property
    def as_of(self) -> date | None:
        """The day that the newest data speaks of."""
        return self.table.as_of() or self.modified

    @property
    def modified(self) -> date | None:
        return timezone.localdate(self.newest.made_at) if self.newest else None

    @property
    def issued(self) -> date | None:
        return timezone.localdate(self.versions[-1].made_at) if self.versions else None

    @property
    def amount(self):
        """How much it is, in words."""
        if self.table.is_live:
            return _("always up to date")
        if not self.newest:
            return ""
        rows = self.newest.rows
        return ngettext("%(number)s row", "%(number)s rows", rows) % {"number": intcomma(rows)}

    @property
    def files(self):
        for name in open_data.MEDIA_TYPES:
            address = reverse("data_file", args=[self.table.name, name])
            yield File(name, address, *self._measures(self.newest, name))

    @property
    def earlier_files(self):
        """(version, its files) of every version, the newest first."""
        for version in self.versions:
            yield version, [self._file_of(version, name) for name in open_data.MEDIA_TYPES]

    def _file_of(self, version, name):
        address = reverse("data_version", args=[self.table.name, version.version, name])
        return File(name, address, *self._measures(version, name))

    @staticmethod
    def _measures(version, name):
        return (version.bytes(name), version.sha256(name)) if version else ()


def datasets():
    """Every one, theme by theme. One query, whatever there is."""
    versions = DataVersion.objects.by_table()
    return [_dataset(table, versions) for table in open_data.tables()]


def find_dataset(name):
    table = open_data.find(name)
    return _dataset(table, DataVersion.objects.by_table(name)) if table else None


def _dataset(table, versions):
    return Dataset(table, [] if table.is_live else versions[table.name])
