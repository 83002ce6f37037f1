from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.filters import Choice
from portal.models import BasePage


def _files(table, query=""):
    return [(reverse(f"chart_{format}", args=[table]) + query, format.upper()) for format in ("png", "svg")]


class StatisticsPage(BasePage):
    """The figures of the register: numbers, charts, their tables. ?tahun= picks a year."""

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
        figures = statistics.published()
        if figures is None or figures.is_empty:
            return context
        by_year = [(year, str(year)) for year in figures.years]
        year = Choice.asked(request, "tahun", _("Year"), by_year, default=figures.years[0])
        months = figures.received_by_month(int(year.value))
        outcomes = figures.by_outcome()
        context |= {
            "choices": [year],
            "headline": figures.headline(),
            "definitions": statistics.definitions(),
            "as_of": figures.as_of,
            "release": figures.release,
            "months": months,
            "chart": charts.Chart("columns", months.chart_data),
            "months_files": _files("per-bulan", f"?tahun={year.value}"),
            "outcomes": outcomes,
            "outcomes_chart": charts.Chart("bars", outcomes.chart_data),
            "outcomes_files": _files("hasil"),
        }
        return context
