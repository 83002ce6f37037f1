from django.db import models
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    """A kecamatan of the regency."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self):
        return self.name
