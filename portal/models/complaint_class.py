from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import Named


class ComplaintClass(Named):
    """SP4N-LAPOR!'s "Klasifikasi Laporan"; the time limit and the SOP depend on it (Perbup 22/2022, BAB IV.1)."""

    explanation = models.TextField(_("explanation for citizens"), blank=True)
    explanation_en = models.TextField(_("explanation in English"), blank=True)
    retention_years = models.PositiveSmallIntegerField(
        _("years of keeping"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_(
            "So long after a complaint has ended its personal data are erased. The regency decides on it by its own "
            "schedule of archives (Law 27/2022: no longer than needed). A shorter time erases data the next night."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("complaint class")
        verbose_name_plural = _("complaint classes")
