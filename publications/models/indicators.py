from itertools import groupby

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from complaints_public import statistics
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
        actuals = Actuals()
        columns = [gettext("Indicator")]
        for kind, year in periods:
            columns.append(f"{IndicatorValue.Kind(kind).label} {year}")
            columns += [gettext("Counted %(year)s") % {"year": year}] if year in actuals.years else []
        context.update(
            columns=columns,
            rows=[[row.name, *row.with_actuals(periods, actuals)] for row in strategic],
            actuals=actuals,
            statistics_url=statistics.statistics_address(),
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


class Actuals:
    """What the current release of statistics says of each year; nothing where there is none."""

    def __init__(self):
        self.figures = statistics.published()
        self.years = set(self.figures.years) if self.figures else set()

    def of(self, computed, year):
        """In words; "" for what nobody counts."""
        Computed = StrategicIndicator.Computed
        received = self.figures.count("year", str(year)) if computed else None
        closed = self.figures.count("year", str(year), "stage", "closed") if computed else None
        known = received is not None and closed is not None
        if computed == Computed.RECEIVED:
            return statistics.count_text(received)
        if computed == Computed.CLOSED:
            return statistics.count_text(closed)
        if computed == Computed.NOT_CLOSED:
            stages = [self.figures.count("year", str(year), "stage", stage) for stage in statistics.NOT_CLOSED]
            return statistics.count_text(None if None in stages else sum(stages))
        if computed == Computed.SHARE_CLOSED:
            return (
                f"{number_format(round(100 * closed / received, 2), 2)} %" if known and received else gettext("hidden")
            )
        return self._days(year) if computed == Computed.DAYS else ""

    def _days(self, year):
        duration = self.figures.duration("resolution", year)
        if duration is None and self.figures.count("year", str(year), "known_end", "yes") is None:
            return gettext("hidden")
        if duration is None or duration.count < statistics.LEAST_BASIS:
            return gettext("not known yet")
        values = {"days": duration.text(duration.median), "count": duration.count}
        return gettext("%(days)s (of %(count)s)") % values


class StrategicIndicator(Orderable, ClusterableModel):
    page = ParentalKey(IndicatorsPage, on_delete=models.CASCADE, related_name="strategic")

    class Computed(models.TextChoices):
        RECEIVED = "received", _("Complaints received")
        CLOSED = "closed", _("Closed")
        NOT_CLOSED = "not_closed", _("Not closed")
        SHARE_CLOSED = "share_closed", _("Share that is closed")
        DAYS = "days", _("Working days to the answer (median)")

    name = models.CharField(_("name"), max_length=200)
    computed = models.CharField(
        _("what the register counts for it"),
        max_length=12,
        choices=Computed,
        blank=True,
        help_text=_("Empty: nothing."),
    )
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("computed"),
        FieldPanel("note"),
        InlinePanel("values", heading=_("Values"), label=_("Value")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("strategic indicator")
        verbose_name_plural = _("strategic indicators")

    def __str__(self):
        return self.name

    def with_actuals(self, periods, actuals):
        """What is printed for each period, and beside it what the register counts for its year."""
        printed = {value.period: value.as_printed for value in self.values.all()}
        for period in periods:
            yield printed.get(period, "")
            if period[1] in actuals.years:
                yield actuals.of(self.computed, period[1])

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
