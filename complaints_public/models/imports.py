from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.encryption import EncryptedTextField

from .choices import CloseReason, ExportColumn, Origin, Status


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


class ColumnMappingManager(models.Manager):
    def remembered(self, origin):
        """Simple heading → field name, "" for a column that is passed over: what read_export() takes."""
        return dict(self.filter(origin=origin).values_list("heading", "field"))


class ColumnMapping(models.Model):
    """What a column of one source's exports means, where the importer does not know it or would take it wrongly."""

    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    heading = models.CharField(
        _("heading"), max_length=100, help_text=_("In small letters, words separated by one space.")
    )
    field = models.CharField(_("means"), max_length=20, choices=ExportColumn, blank=True)

    objects = ColumnMappingManager()

    class Meta:
        ordering = ["origin", "heading"]
        verbose_name = _("column of a source")
        verbose_name_plural = _("columns of sources")
        constraints = [models.UniqueConstraint(fields=["origin", "heading"], name="one_meaning_per_heading")]

    def __str__(self):
        return f"{self.heading} → {self.get_field_display() or '–'}"


class ImportRunQuerySet(models.QuerySet):
    def dating(self):
        """Runs that say how new the data are: finished, not undone, and with at least one row that landed."""
        return self.filter(finished_at__isnull=False, undone_at=None, rows__gt=F("rejected"))


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
    total = models.PositiveIntegerField(_("rows of the file"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    outdated = models.PositiveIntegerField(_("older than the register"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    fault_count = models.PositiveIntegerField(_("faults"), default=0)

    undo_asked_at = models.DateTimeField(
        _("undoing asked for at"), null=True
    )  # the undoing of a large run waits for the worker
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("undone by"), related_name="+"
    )
    voided = models.PositiveIntegerField(_("taken out by the undoing"), default=0)
    restored = models.PositiveIntegerField(_("set back by the undoing"), default=0)
    kept = models.PositiveIntegerField(_("kept by the undoing"), default=0)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        permissions = [("undo_importrun", "Can undo an import run")]

    def __str__(self):
        return f"{self.file_name} ({timezone.localtime(self.started_at):%Y-%m-%d %H:%M})"

    @property
    def can_be_undone(self):
        """Whether what is needed for it is still kept. Nothing to undo: it said nothing, or older than that."""
        is_recent = self.started_at > timezone.now() - settings.IMPORTS_CAN_BE_UNDONE_FOR
        return not self.undone_at and is_recent and self.statements.exists()


class SourceStatementQuerySet(models.QuerySet):
    def in_order(self):
        """As the source said them one after the other, whenever they were imported."""
        return self.order_by("complaint", "as_of", "pk")

    def purge(self):
        """Removes what no undoing needs any more: of runs too old for it, all but the newest statement of each."""
        oldest = timezone.now() - settings.IMPORTS_CAN_BE_UNDONE_FOR
        old = self.filter(Q(run=None) | Q(run__started_at__lte=oldest))
        is_newer = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
        newer = old.filter(is_newer, complaint=OuterRef("complaint"))
        old.filter(Exists(newer)).delete()
        EarlierState.objects.unneeded().delete()


class SourceStatement(models.Model):
    """What one run said of one complaint. The newest one holds its state; the others say what was before.

    One without a run stands for what the register knew before the first statement that was kept.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="statements")
    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="statements", db_index=False)
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64)
    source_status = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=12, choices=Status)
    close_reason = models.CharField(max_length=12, choices=CloseReason, blank=True)
    agency_id = models.PositiveBigIntegerField(null=True)

    objects = SourceStatementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "run"], name="one_statement_per_run")]

    def __str__(self):
        return f"Statement {self.pk}"


class EarlierStateQuerySet(models.QuerySet):
    def unneeded(self):
        """States that no statement speaks of, or that the complaint is in itself."""
        complaints = SourceStatement.objects.filter(complaint=OuterRef("complaint"), digest=OuterRef("digest"))
        return self.filter(~Exists(complaints) | Q(complaint__source_digest=F("digest")))


class EarlierState(models.Model):
    """What a source said of a complaint where the complaint is in another state now, kept so that it can go back."""

    complaint = models.ForeignKey("Complaint", models.CASCADE, related_name="earlier_states", db_index=False)
    digest = models.CharField(max_length=64)
    content = EncryptedTextField()

    objects = EarlierStateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "digest"], name="one_state_per_digest")]

    def __str__(self):
        return f"Earlier state {self.pk}"


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
