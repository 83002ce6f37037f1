from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from complaints_public import statistics
from faq.models import FaqPage
from portal.blocks import BodyBlock
from portal.models import BasePage, Channel, listed
from portal.templatetags.portal_tags import full_url
from publications.models import PublicationPage

from ..datasets import datasets

_SHOWN_FIGURES = 3  # received, open, closed


class HomePage(BasePage):
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["wagtailcore.Page"]
    max_count = len(settings.LANGUAGES)  # one for each language
    subpage_types = [
        "faq.FaqIndexPage",
        "publications.PublicationIndexPage",
        "publications.ActionPlanPage",
        "publications.InfographicIndexPage",
        "complaints_public.StatisticsPage",
        "home.ChannelsPage",
        "home.AgencyIndexPage",
        "home.ContentPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context.update(
            headline=statistics.headline()[:_SHOWN_FIGURES],
            questions=self._newest(FaqPage, 5),
            publications=self._newest(PublicationPage, 4),
            channels=Channel.objects.filter(is_listed=True),
        )
        return context

    def get_sitemap_urls(self, request=None):
        """With the pages of open data, which are views, below the home page of each language."""
        with translation.override(self.locale.language_code):
            addresses = [reverse("data_catalogue"), *(dataset.address for dataset in datasets())]
        return super().get_sitemap_urls(request) + [{"location": full_url(address)} for address in addresses]

    def _newest(self, model, limit):
        pages = listed(model.objects.filter(locale_id=self.locale_id))
        return pages.order_by("-first_published_at", "path")[:limit]
