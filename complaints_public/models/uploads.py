"""Exports that wait on the desk between being chosen and being imported: encrypted, and gone soon."""

import json
import zlib
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.encryption import EncryptedTextField, decrypt_bytes, encrypt_bytes

from .choices import Origin
from .imports import ImportRun

PART = 1024 * 1024  # bytes of the file a row
KEPT_FOR = timedelta(days=7)


class UploadQuerySet(models.QuerySet):
    def keep(self, file, **fields):
        """Takes an uploaded file in, part by part."""
        with transaction.atomic():
            upload = self.create(file_name=file.name[:200], size=file.size, **fields)
            while content := file.read(PART):
                packed = encrypt_bytes(zlib.compress(content, 1))
                UploadPart.objects.create(upload=upload, content=packed)
        return upload

    def purge(self):
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


class Upload(models.Model):
    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        REFUSED = "refused", _("refused")
        UNKNOWN_COLUMNS = "columns", _("columns not known")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")

    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.SP4N)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField()  # bytes
    as_of = models.DateTimeField(_("data as of"), null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    since = models.DateTimeField(default=timezone.now)  # in this state
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)
    found = EncryptedTextField(blank=True)  # JSON: what the check says, importing/preview.py
    run = models.OneToOneField(ImportRun, models.SET_NULL, null=True, related_name="upload")

    objects = UploadQuerySet.as_manager()

    def __str__(self):
        return f"Upload {self.pk}"

    @property
    def preview(self):
        return json.loads(self.found) if self.found else {}

    def go_to(self, state, *earlier, **fields):
        """Whether the upload was in one of the earlier states and is in state now: of two who ask, one gets it."""
        rows = type(self).objects.filter(pk=self.pk, state__in=earlier)
        is_mine = bool(rows.update(state=state, since=timezone.now(), done=0, **fields))
        self.refresh_from_db()
        return is_mine

    @contextmanager
    def opened(self):
        """The file, in clear, under no name and only as long as it is open."""
        with TemporaryFile() as file:
            for part in self.parts.order_by("pk").values_list("content", flat=True).iterator(chunk_size=1):
                file.write(zlib.decompress(decrypt_bytes(bytes(part))))
            file.seek(0)
            yield file

    def forget_content(self):
        self.parts.all().delete()


class UploadPart(models.Model):
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    content = models.BinaryField()

    def __str__(self):
        return f"Part {self.pk}"
