from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.filters import Choice
from portal.models import Agency, BasePage, ComplaintClass, listed
from portal.panels import agencies_panel

from .action_plan import ActionPlanPage
from .infographic import InfographicIndexPage


class PublicationIndexPage(BasePage):
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.PublicationPage"]

    class Meta:
        verbose_name = _("publications")
        verbose_name_plural = _("publications")

    def publications(self):
        return listed(PublicationPage.objects.child_of(self)).order_by("path")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        by_agency = [(agency.slug, agency.name) for agency in self._agencies()]
        kind = Choice.asked(request, "jenis", _("Kind"), PublicationPage.Kind.choices, _("All kinds"))
        agency = Choice.asked(request, "instansi", _("Agency"), by_agency, _("All agencies"))
        publications = self.publications()
        if kind.value:
            publications = publications.filter(kind=kind.value)
        if agency.value:
            publications = publications.filter(agencies__slug=agency.value)
        publications = list(publications)
        return context | {
            "choices": [kind, agency],
            "groups": self._by_kind(publications),
            "count": len(publications),
            "infographics": InfographicIndexPage.objects.filter(locale_id=self.locale_id).live().first(),
        }

    def _agencies(self):
        return Agency.objects.filter(publications__in=PublicationPage.objects.child_of(self).live()).distinct()

    @staticmethod
    def _by_kind(publications):
        groups = [(kind, [page for page in publications if page.kind == kind]) for kind in PublicationPage.Kind]
        return [(kind, pages) for kind, pages in groups if pages]


class PublicationPage(BasePage):
    class Kind(models.TextChoices):
        REGULATION = "regulation", _("Regulation")
        DECREE = "decree", _("Decree")
        SOP = "sop", _("Standard operating procedure (SOP)")
        PLAN = "plan", _("Plan")
        GUIDE = "guide", _("Guide")
        REPORT = "report", _("Report or assessment")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        TO_BE_REVISED = "to_be_revised", _("In use, to be revised")
        PLANNED = "planned", _("Planned")
        REPLACED = "replaced", _("Replaced")
        UNCLEAR = "unclear", _("Not clear whether in force")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    note = models.TextField(
        _("note"), blank=True, help_text=_("What readers must know beside it, such as two numbers for one decree.")
    )
    agencies = ParentalManyToManyField(Agency, blank=True, related_name="publications", verbose_name=_("agencies"))
    complaint_class = models.ForeignKey(
        ComplaintClass,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="publications",
        verbose_name=_("complaint class"),
        help_text=_("For an SOP: the class of complaints it is for."),
    )
    plan_code = models.CharField(
        _("activity of the plan"), max_length=20, blank=True, help_text=_("The code of the activity, such as I.2.1")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    document = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
    )
    legal_basis = models.TextField(_("legal basis"), blank=True, help_text=_("One line for each."))
    gazette = models.CharField(_("gazette"), max_length=200, blank=True)
    signatories = models.TextField(_("signatories"), blank=True, help_text=_("One line for each."))

    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("number"), FieldPanel("year"), FieldPanel("issued_on")]),
                FieldPanel("note"),
            ],
            heading=_("What it is"),
        ),
        FieldPanel("body"),
        FieldPanel("document"),
        MultiFieldPanel(
            [FieldPanel("legal_basis"), FieldPanel("gazette"), FieldPanel("signatories")], heading=_("Legal details")
        ),
        MultiFieldPanel(
            [agencies_panel(), FieldPanel("complaint_class"), FieldPanel("plan_code")], heading=_("What it belongs to")
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("number", boost=2),
        index.SearchField("year"),
        index.SearchField("note"),
        index.SearchField("body"),
        index.RelatedFields("agencies", [index.SearchField("name"), index.SearchField("short_name")]),
        index.FilterField("kind"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["plan"] = self.plan()
        return context

    def plan(self):
        """The action plan in this page's language, when this publication comes from one of its activities."""
        if not self.plan_code:
            return None
        return ActionPlanPage.objects.filter(locale_id=self.locale_id).live().first()
