from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.filters import Choice
from portal.models import Agency, BasePage, listed
from portal.models.named import Named
from portal.panels import agencies_panel

from .blocks import LegalPlaceBlock


class FaqTopic(Named):
    """What a question is about. Not a complaint topic: "Dasar hukum" is one of these."""

    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("question topic")
        verbose_name_plural = _("question topics")


class FaqIndexPage(BasePage):
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["faq.FaqPage"]

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")

    def questions(self):
        return listed(FaqPage.objects.child_of(self)).order_by("topic__position", "path")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        topics = FaqTopic.objects.all()
        by_topic = [(topic.slug, topic.label) for topic in topics]
        by_agency = [(agency.slug, agency.name) for agency in self._agencies()]
        topic = Choice.asked(request, "topik", _("Topic"), by_topic, _("All topics"))
        agency = Choice.asked(request, "instansi", _("Agency"), by_agency, _("All agencies"))
        questions = self.questions()
        if topic.value:
            questions = questions.filter(topic__slug=topic.value)
        if agency.value:
            questions = questions.filter(agencies__slug=agency.value)
        questions = list(questions)
        return context | {
            "choices": [topic, agency],
            "groups": self._by_topic(topics, questions),
            "count": len(questions),
        }

    def _agencies(self):
        return Agency.objects.filter(faq_pages__in=FaqPage.objects.child_of(self).live()).distinct()

    @staticmethod
    def _by_topic(topics, questions):
        groups = [(topic, [page for page in questions if page.topic_id == topic.pk]) for topic in topics]
        return [(topic, pages) for topic, pages in groups if pages]


class FaqPage(BasePage):
    """The page's title is the question."""

    topic = models.ForeignKey(
        FaqTopic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("question topic")
    )
    short_answer = models.TextField(_("short answer"), help_text=_("Answers the question in one to three sentences."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more about it"))
    agencies = ParentalManyToManyField(Agency, blank=True, related_name="faq_pages", verbose_name=_("agencies"))
    legal_places = StreamField([("place", LegalPlaceBlock())], blank=True, verbose_name=_("legal places"))
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What readers must know beside the answer, such as what a source leaves out."),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    parent_page_types = ["faq.FaqIndexPage"]
    subpage_types = []
    content_panels = [
        TitleFieldPanel("title", heading=_("Question"), placeholder=_("Question")),
        FieldPanel("topic"),
        FieldPanel("short_answer"),
        FieldPanel("body"),
        FieldPanel("note"),
        FieldPanel("legal_places"),
        MultiFieldPanel([agencies_panel(), FieldPanel("reviewed_on")], heading=_("Responsibility")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_answer", boost=2),
        index.SearchField("body"),
        index.SearchField("legal_places"),
        index.SearchField("note"),
        index.RelatedFields("agencies", [index.SearchField("name"), index.SearchField("short_name")]),
        index.FilterField("topic"),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["related"] = self.related()
        return context

    def related(self, limit=3):
        """The questions of the same topic that follow this one, beginning again after the last."""
        pages = list(listed(FaqPage.objects.filter(topic_id=self.topic_id, locale_id=self.locale_id)))
        following = [page for page in pages if page.path > self.path]
        before = [page for page in pages if page.path < self.path]
        return (following + before)[:limit]
