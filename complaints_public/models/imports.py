from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import CloseReason, Origin, Status


class StatusMapping(models.Model):
    """What a status word of a source means here."""

    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.SP4N)
    source_status = models.CharField(_("status in the source's words"), max_length=100)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    close_reason = models.CharField(_("reason for closing"), max_length=12, choices=CloseReason, blank=True)

    class Meta:
        ordering = ["origin", "source_status"]
        verbose_name = _("status of a source")
        verbose_name_plural = _("statuses of sources")
        constraints = [
            models.UniqueConstraint(fields=["origin", "source_status"], name="one_meaning_per_source_status")
        ]

    def __str__(self):
        return f"{self.source_status} → {self.get_status_display()}"

    def clean(self):
        is_closed = self.status == Status.CLOSED
        if self.close_reason and not is_closed:
            raise ValidationError({"close_reason": _("Only a closed complaint has a reason for closing.")})
        if is_closed and not self.close_reason:
            raise ValidationError({"close_reason": _("A closed complaint needs its reason.")})
        words = StatusMapping.objects.filter(origin=self.origin, source_status__iexact=self.source_status.strip())
        if words.exclude(pk=self.pk).exists():
            raise ValidationError({"source_status": _("These words have a meaning already.")})


class ImportRun(models.Model):
    """One reading of an export: what it was and what came of it."""

    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    as_of = models.DateTimeField(_("data as of"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    outdated = models.PositiveIntegerField(_("older than the register"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self):
        return f"{self.file_name} ({timezone.localtime(self.started_at):%Y-%m-%d %H:%M})"


class ImportFault(models.Model):
    """Something wrong with one row. Values of personal columns are not kept."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="faults", verbose_name=_("import run"))
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=100)
    value = models.CharField(_("value"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=255)
    is_rejected = models.BooleanField(_("row rejected"))

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = _("fault in a row")
        verbose_name_plural = _("faults in rows")

    def __str__(self):
        return _("line %(line)s") % {"line": self.line}
