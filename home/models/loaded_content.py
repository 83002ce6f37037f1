from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedContent(models.Model):
    """What load_cilacap made, and how it looked when loaded: whatever differs since then is an editor's."""

    key = models.CharField(_("key"), max_length=160, unique=True)
    object_id = models.PositiveBigIntegerField(_("object"))
    source_digest = models.CharField(_("digest of the content file's entry"), max_length=64)
    object_digest = models.CharField(_("digest of the object when loaded"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        verbose_name = _("loaded content")
        verbose_name_plural = _("loaded content")

    def __str__(self):
        return self.key
