from django.utils.translation import gettext_lazy as _

from portal.models import BasePage


class StatisticsPage(BasePage):
    """The figures of the register: numbers, one chart, its table. ?tahun= picks a year."""

    template = "complaints_public/statistics_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("statistics page")
        verbose_name_plural = _("statistics pages")

    def get_context(self, request, *args, **kwargs):
        # The tables stand above the models; a page is where both meet.
        from complaints_public import charts, statistics

        context = super().get_context(request, *args, **kwargs)
        years = statistics.years()
        asked = request.GET.get("tahun", "")
        year = next((year for year in years if str(year) == asked), years[0] if years else None)
        months = statistics.received_by_month(year)
        context |= {
            "years": years,
            "year": year,
            "headline": statistics.headline(),
            "definitions": statistics.definitions(),
            "as_of": statistics.data_as_of(),
            "months": months,
            "chart": charts.bar_chart(months) if months else None,
            "outcomes": statistics.by_outcome(),
        }
        return context
