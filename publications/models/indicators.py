from itertools import groupby

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.models import BasePage

from .rows import page_with_rows


class IndicatorsPage(BasePage):
    table_caption = models.CharField(_("caption of the table"), max_length=200, blank=True)
    table_place = models.CharField(_("place of the table"), max_length=200, blank=True)
    table_note = models.TextField(_("note on the table"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    max_count_per_parent = 1
    parent_page_types = ["publications.ActionPlanPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("table_caption"),
        FieldPanel("table_place"),
        InlinePanel("strategic", heading=_("Strategic indicators"), label=_("Strategic indicator")),
        FieldPanel("table_note"),
        InlinePanel("success", heading=_("Success indicators"), label=_("Success indicator")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("table_note"),
        index.RelatedFields("strategic", [index.SearchField("name")]),
        index.RelatedFields("success", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("indicators of the plan")
        verbose_name_plural = _("indicators of the plan")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        strategic = self.shown_strategic()
        success = list(page_with_rows(self, "success").success.all())
        periods = sorted({value.period for row in strategic for value in row.values.all()}, key=lambda key: key[1])
        context.update(
            columns=[gettext("Indicator"), *(f"{IndicatorValue.Kind(kind).label} {year}" for kind, year in periods)],
            rows=[[row.name, *row.printed_values(periods)] for row in strategic],
            notes=[note for row in strategic for note in row.notes()],
            programmes=[(name, list(rows)) for name, rows in groupby(success, key=lambda row: row.programme)],
            count=len(success),
        )
        return context

    def shown_strategic(self):
        strategic = page_with_rows(self, "strategic").strategic.all()
        # A previewed form holds its rows in memory, where nothing can be prefetched.
        if isinstance(strategic, models.QuerySet):
            strategic = strategic.prefetch_related("values")
        return list(strategic)


class StrategicIndicator(Orderable, ClusterableModel):
    page = ParentalKey(IndicatorsPage, on_delete=models.CASCADE, related_name="strategic")
    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("note"), InlinePanel("values", heading=_("Values"), label=_("Value"))]

    class Meta(Orderable.Meta):
        verbose_name = _("strategic indicator")
        verbose_name_plural = _("strategic indicators")

    def __str__(self):
        return self.name

    def printed_values(self, periods):
        printed = {value.period: value.as_printed for value in self.values.all()}
        return [printed.get(period, "") for period in periods]

    def notes(self):
        own = [self.note] if self.note else []
        return own + [value.note for value in self.values.all() if value.note]


class IndicatorValue(Orderable):
    """What the source prints for one year. Never computed: a doubt about it goes into the note."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        TARGET = "target", _("Target")

    indicator = ParentalKey(StrategicIndicator, on_delete=models.CASCADE, related_name="values")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    as_printed = models.CharField(_("as printed"), max_length=60)
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("year"), FieldPanel("as_printed")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")

    def __str__(self):
        return f"{self.year}: {self.as_printed}"

    @property
    def period(self):
        return (self.kind, self.year)


class SuccessIndicator(Orderable):
    page = ParentalKey(IndicatorsPage, on_delete=models.CASCADE, related_name="success")
    group_code = models.CharField(_("code of the group"), max_length=20, blank=True)
    programme = models.CharField(_("programme"), max_length=200)
    code = models.CharField(_("code"), max_length=20, help_text=_("For linking to it; the source has none."))
    text = models.TextField(_("text"))
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("group_code"), FieldPanel("programme"), FieldPanel("code")]),
        FieldPanel("text"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("success indicator")
        verbose_name_plural = _("success indicators")

    def __str__(self):
        return f"{self.code} {self.text}"
