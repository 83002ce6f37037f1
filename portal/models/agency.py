from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from .names_field import NamesField


class AgencyQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were merged into others."""
        return self.filter(replaced_by=None)


class Agency(index.Indexed, models.Model):
    """An office that answers complaints or takes part in the action plan (Perbup 22/2022, BAB I.1 and III.2)."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("Regional leadership")
        OFFICE = "office", _("Regional agency")
        SECTION = "section", _("Section of the regional secretariat")
        HOSPITAL = "hospital", _("Regional hospital")
        POLICE = "police", _("Police")
        CENTRAL = "central", _("National institution")
        GROUP = "group", _("Group of agencies")

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OFFICE)
    sp4n_id = models.CharField(_("ID in SP4N-LAPOR!"), max_length=20, blank=True)
    source_names = NamesField(
        _("names in exports"),
        help_text=_("Other spellings by which an export or the regulation names this agency, one on each line."),
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, verbose_name=_("merged into"), related_name="+"
    )
    liaisons = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("liaison officers"),
        related_name="agencies",
        blank=True,
        help_text=_("These users see and answer the complaints of this agency, and of no other."),
    )

    objects = AgencyQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        MultiFieldPanel([FieldPanel("sp4n_id"), FieldPanel("source_names")], heading=_("In exports")),
        # Who may read an agency's complaints is for administrators to say.
        FieldPanel("liaisons", permission="superuser"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("short_name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self):
        return self.name

    @property
    def label(self):
        return self.short_name or self.name

    @property
    def every_name(self):
        return [name for name in (self.name, self.short_name, *self.source_names) if name]
