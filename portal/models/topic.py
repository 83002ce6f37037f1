from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import Named


class Topic(Named):
    """What a complaint is about: SP4N-LAPOR!'s "Kategori"."""

    sp4n_id = models.CharField(_("ID in SP4N-LAPOR!"), max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("complaint topic")
        verbose_name_plural = _("complaint topics")
