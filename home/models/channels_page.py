from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.models import BasePage, Channel


class ChannelsPage(BasePage):
    """Where to complain: SP4N-LAPOR! first, then the channels of the editors' list."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("channels page")
        verbose_name_plural = _("channels pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        channels = list(Channel.objects.filter(is_listed=True))
        groups = [(kind, [channel for channel in channels if channel.kind == kind]) for kind in Channel.Kind]
        context["groups"] = [(kind, members) for kind, members in groups if members]
        return context
