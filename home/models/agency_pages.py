from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from faq.models import FaqPage
from portal.blocks import BodyBlock
from portal.models import Agency, BasePage, listed
from publications.models import ActionPlanPage, PlanActivity, PublicationPage


class AgencyIndexPage(BasePage):
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.AgencyPage"]

    class Meta:
        verbose_name = _("list of agencies")
        verbose_name_plural = _("lists of agencies")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        own = AgencyPage.objects.child_of(self).filter(agency__replaced_by=None)
        pages = list(listed(own).select_related("agency").order_by("title"))
        groups = [(kind, [page for page in pages if page.agency.kind == kind]) for kind in Agency.Kind]
        context["groups"] = [(kind, members) for kind, members in groups if members]
        return context


class AgencyPage(BasePage):
    """One agency: the questions, publications and planned activities that concern it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="pages", verbose_name=_("agency"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.AgencyIndexPage"]
    subpage_types = []
    content_panels = [*BasePage.content_panels, FieldPanel("agency"), FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.RelatedFields("agency", [index.SearchField("name"), index.SearchField("short_name")]),
    ]

    class Meta:
        verbose_name = _("page of an agency")
        verbose_name_plural = _("pages of agencies")

    def serve(self, request, *args, **kwargs):
        following = self._page_of_the_following_agency()
        return redirect(following.url, permanent=True) if following else super().serve(request, *args, **kwargs)

    def _page_of_the_following_agency(self):
        replaced_by = self.agency.replaced_by_id
        pages = listed(AgencyPage.objects.filter(agency=replaced_by, locale_id=self.locale_id))
        return pages.first() if replaced_by else None

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context.update(
            questions=self._about(FaqPage),
            publications=self._about(PublicationPage),
            activities=self._activities(),
            plan=ActionPlanPage.objects.live().filter(locale_id=self.locale_id).first(),
        )
        return context

    def _activities(self):
        activities = PlanActivity.objects.public().filter(agencies=self.agency_id)
        return activities.order_by("programme__sort_order", "sort_order")

    def _about(self, model):
        return listed(model.objects.filter(locale_id=self.locale_id, agencies=self.agency_id)).order_by("path")
