from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .names_field import NamesField


class Named(models.Model):
    """A row of a short list that readers see by name, in Indonesian and, where given, in English."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    source_names = NamesField(
        _("names in exports"), help_text=_("Other spellings by which an export names this, one on each line.")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self):
        if self.name_en and not (translation.get_language() or "id").startswith("id"):
            return self.name_en
        return self.name

    @property
    def every_name(self):
        return [self.name, *self.source_names]
