from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from faq.models import FaqPage
from portal.models import Channel


class UnfinishedPanel(Component):
    """What the editors have begun and readers are still missing."""

    order = 90
    template_name = "home/admin/unfinished_panel.html"

    def get_context_data(self, parent_context):
        return {"tasks": [task for task in (self.drafts(), self.unreviewed(), self.channels()) if task["count"]]}

    def drafts(self):
        count = Page.objects.filter(has_unpublished_changes=True, depth__gt=1).count()
        text = ngettext(
            "%(count)s page has changes that are not published", "%(count)s pages have unpublished changes", count
        )
        return self.task(text, count, reverse("wagtailadmin_reports:site_history"))

    def unreviewed(self):
        count = FaqPage.objects.live().filter(reviewed_on=None, alias_of=None).count()
        text = ngettext("%(count)s answer was never reviewed", "%(count)s answers were never reviewed", count)
        index = FaqPage.objects.live().filter(alias_of=None).first()
        url = reverse("wagtailadmin_explore", args=[index.get_parent().pk]) if index else ""
        return self.task(text, count, url)

    def channels(self):
        count = Channel.objects.filter(is_listed=True, address="", link="").count()
        text = ngettext(
            "%(count)s channel has neither address nor number",
            "%(count)s channels have neither address nor number",
            count,
        )
        return self.task(text, count, reverse("wagtailsnippets_portal_channel:list"))

    @staticmethod
    def task(text, count, url):
        return {"text": text % {"count": count}, "count": count, "url": url}
