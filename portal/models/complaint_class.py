from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import Named


class ComplaintClass(Named):
    """SP4N-LAPOR!'s "Klasifikasi Laporan"; the time limit and the SOP depend on it (Perbup 22/2022, BAB IV.1)."""

    explanation = models.TextField(_("explanation for citizens"), blank=True)
    explanation_en = models.TextField(_("explanation in English"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("complaint class")
        verbose_name_plural = _("complaint classes")
