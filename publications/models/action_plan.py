from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Orderable
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.filters import Choice
from portal.models import Agency, BasePage
from portal.panels import agencies_panel

from .rows import page_with_rows


class ActionPlanPage(BasePage):
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.IndicatorsPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("first_year"), FieldPanel("last_year")]),
        FieldPanel("body"),
        InlinePanel("programmes", heading=_("Programmes"), label=_("Programme")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.RelatedFields(
            "programmes",
            [
                index.SearchField("name"),
                index.SearchField("group_name"),
                index.RelatedFields("activities", [index.SearchField("code"), index.SearchField("title")]),
            ],
        ),
    ]

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")

    @property
    def years(self):
        return range(self.first_year, self.last_year + 1)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        programmes = self.shown_programmes()
        agencies = {agency.slug: agency for agency in self._agencies(programmes)}
        by_agency = sorted(((slug, agency.name) for slug, agency in agencies.items()), key=lambda option: option[1])
        by_year = [(year, str(year)) for year in self.years]
        year = Choice.asked(request, "tahun", _("Year"), by_year, _("All years"))
        agency = Choice.asked(request, "instansi", _("Agency"), by_agency, _("All agencies"))
        groups = self._groups(programmes, int(year.value) if year.value else None, agencies.get(agency.value))
        return context | {
            "choices": [year, agency],
            "groups": groups,
            "count": sum(len(activities) for group in groups for _programme, activities in group["programmes"]),
            "total": sum(len(programme.activities.all()) for programme in programmes),
        }

    def shown_programmes(self):
        programmes = page_with_rows(self, "programmes").programmes.all()
        # A previewed form holds its rows in memory, where nothing can be prefetched.
        if isinstance(programmes, models.QuerySet):
            programmes = programmes.prefetch_related("activities__agencies")
        return list(programmes)

    @staticmethod
    def _agencies(programmes):
        activities = [activity for programme in programmes for activity in programme.activities.all()]
        return {agency for activity in activities for agency in activity.agencies.all()}

    @staticmethod
    def _groups(programmes, year, agency):
        groups = {}
        for programme in programmes:
            activities = [row for row in programme.activities.all() if row.matches(year, agency)]
            if activities:
                name = programme.group_name
                group = groups.setdefault(programme.group_code, {"name": name, "programmes": []})
                group["programmes"].append((programme, activities))
        return [{"code": code, **group} for code, group in groups.items()]


class PlanProgramme(Orderable, ClusterableModel):
    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="programmes")
    group_code = models.CharField(_("code of the group"), max_length=20)
    group_name = models.CharField(_("name of the group"), max_length=200)
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("group_code"), FieldPanel("group_name")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("note"),
        InlinePanel("activities", heading=_("Activities"), label=_("Activity")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self):
        return f"{self.code} {self.name}"


class PlanActivityQuerySet(models.QuerySet):
    def public(self):
        """Those of the live original; translations and aliases of the plan only mirror them."""
        return self.filter(programme__page__live=True, programme__page__locale=Locale.get_default())


class PlanActivity(Orderable, ClusterableModel):
    class Progress(models.TextChoices):
        UNREPORTED = "unreported", _("Not reported")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Not carried out")

    programme = ParentalKey(PlanProgramme, on_delete=models.CASCADE, related_name="activities")
    code = models.CharField(_("code"), max_length=20, help_text=_("In the plan's own pattern: I.1.6"))
    printed_code = models.CharField(
        _("code as printed"), max_length=40, blank=True, help_text=_("As the source has it: Kegiatan 1.1.6")
    )
    title = models.TextField(_("title"))
    years = models.CharField(
        _("years"),
        max_length=80,
        help_text=_("With commas between them: 2021, 2022"),
        validators=[RegexValidator(r"^\d{4}(,\s*\d{4})*$", _("Years with commas between them, such as 2021, 2022"))],
    )
    agencies = ParentalManyToManyField(Agency, blank=True, related_name="plan_activities", verbose_name=_("agencies"))
    parties_as_printed = models.TextField(_("parties as printed"), blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("Irregularities of the source, visible to readers."))
    progress = models.CharField(_("progress"), max_length=20, choices=Progress, default=Progress.UNREPORTED)
    progress_on = models.DateField(_("progress as of"), null=True, blank=True)
    evidence = models.URLField(
        _("evidence"), blank=True, help_text=_("The address of a page or document that shows it.")
    )

    objects = PlanActivityQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("printed_code"), FieldPanel("years")]),
        FieldPanel("title"),
        agencies_panel(),
        FieldPanel("parties_as_printed"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("progress"), FieldPanel("progress_on"), FieldPanel("evidence")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def year_list(self):
        return [int(year) for year in self.years.split(",") if year.strip().isdigit()]

    def matches(self, year, agency):
        return (year is None or year in self.year_list) and (agency is None or agency in self.agencies.all())
