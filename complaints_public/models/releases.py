"""Statistics as they were published: frozen, numbered, and never changed or removed afterwards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .timeline import AppendOnlyModel, AppendOnlyQuerySet


class ReleaseQuerySet(AppendOnlyQuerySet):
    def public(self):
        """Those whose time has come, the newest first."""
        return self.filter(publish_at__lte=timezone.now()).order_by("-version")

    def add(self, **fields):
        (release,) = self.bulk_create([self.model(**fields)])
        return release


class Release(AppendOnlyModel):
    """What is wrong in one is put right by another, that says which one it corrects, and how."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    as_of = models.DateField(_("data as of"), null=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    publish_at = models.DateTimeField(_("published at"))
    corrects = models.ForeignKey("self", models.PROTECT, null=True, verbose_name=_("corrects"), related_name="+")
    note = models.TextField(_("note of corrections"), blank=True)
    made_by = models.CharField(_("made by"), max_length=150, blank=True)  # a name, that outlives the user
    data_version = models.CharField(_("data version"), max_length=64)
    content = models.JSONField()  # what is public of it
    memory = models.JSONField()  # private: what later releases must know of this one, so as not to give away more

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("release of statistics")
        verbose_name_plural = _("releases of statistics")

    def __str__(self):
        return f"{self.version} ({self.as_of or '–'})"

    @property
    def is_public(self):
        return self.publish_at <= timezone.now()
