from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .named import Named


class Channel(Named):
    """A way to complain: the seven of Perbup 22/2022, BAB II.2.a, and what an export adds to them."""

    class Kind(models.TextChoices):
        CONVENTIONAL = "conventional", _("Conventional")
        CONTEMPORARY = "contemporary", _("Contemporary")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    how_to = models.TextField(_("how to use it"), blank=True)
    how_to_en = models.TextField(_("how to use it, in English"), blank=True)
    address = models.CharField(
        _("address or number"), max_length=200, blank=True, help_text=_("What to dial, visit or write to.")
    )
    link = models.URLField(_("link"), blank=True)
    is_listed = models.BooleanField(_("shown on the channels page"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    @property
    def how_to_text(self):
        if self.how_to_en and not (translation.get_language() or "id").startswith("id"):
            return self.how_to_en
        return self.how_to
