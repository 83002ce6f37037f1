from django.utils.translation import gettext_lazy as _

from portal.filters import Choice
from portal.models import BasePage


class StatisticsPage(BasePage):
    """The figures of the register: numbers, charts, their tables. ?tahun= picks a year, ?menurut= a breakdown."""

    template = "complaints_public/statistics_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("statistics page")
        verbose_name_plural = _("statistics pages")

    def get_context(self, request, *args, **kwargs):
        # The tables stand above the models; a page is where both meet.
        from complaints_public import statistics
        from complaints_public.statistics_blocks import UNKNOWN_GENDER, blocks, by_choices

        context = super().get_context(request, *args, **kwargs)
        figures = statistics.published()
        if figures is None or figures.is_empty:
            return context
        years = [(year, str(year)) for year in figures.years]
        year = Choice.asked(request, "tahun", _("Year"), years, _("Every year"))
        by = Choice.asked(request, "menurut", _("Broken down by"), by_choices(), default="agency")
        chosen = int(year.value) if year.value else None
        context |= {
            "choices": [year, by],
            "chosen": [dict(choice.options).get(choice.value, choice.every_label) for choice in (year, by)],
            "headline": figures.headline(chosen),
            "blocks": blocks(figures, chosen, by.value),
            "unknown_gender": UNKNOWN_GENDER,
            "definitions": statistics.definitions(),
            "release": figures.release,
        }
        return context
