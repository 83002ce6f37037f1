from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page

from complaints_public import statistics
from publications.infographics import TEMPLATES
from publications.models import InfographicIndexPage, InfographicPage


class Command(BaseCommand):
    help = "Makes two example infographics from the current release, where there are none. For demonstration only."

    @transaction.atomic
    def handle(self, *args, **options):
        index = InfographicIndexPage.objects.filter(alias_of=None, locale__language_code="id").first()
        figures = statistics.published()
        if index is None or figures is None or Page.objects.child_of(index).exists():
            self.stdout.write("The infographics stay as they are.")
            return
        for design, period in (("journey", ""), ("recap", _last_whole_month(figures))):
            page = InfographicPage(design=design, period=period, live=False)
            if TEMPLATES[design].story(figures, page.choice):
                self._make(index, page)

    def _make(self, index, page):
        page.title = page.default_title
        page.slug = slugify(page.title)
        index.add_child(instance=page)
        page.save_revision().publish()
        page.refresh_from_db()
        if index.has_translation(english := Locale.objects.get(language_code="en")):
            page.copy_for_translation(english, alias=True)
        self.stdout.write(page.title)


def _last_whole_month(figures):
    """The newest month that had ended by the day of the data."""
    months = [month for month in figures.keys("month") if month < f"{figures.as_of:%Y-%m}"]
    return months[-1] if months else ""
