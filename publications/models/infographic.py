from functools import cached_property

from django import forms
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from complaints_public import statistics
from portal.models import Agency, BasePage, listed
from portal.templatetags.portal_tags import full_url

from ..infographics import TEMPLATES, Choice
from ..infographics.canvas import PORTRAIT, SQUARE
from ..infographics.drawing import draw_files
from ..infographics.picture import Identity, Picture, file_names
from .infographic_form import InfographicForm


class InfographicIndexPage(BasePage):
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.InfographicPage", "publications.UploadedInfographicPage"]

    class Meta:
        verbose_name = _("infographics")
        verbose_name_plural = _("infographics")

    def get_context(self, request, *args, **kwargs):
        pages = listed(Page.objects.child_of(self)).specific().order_by("-first_published_at", "path")
        return super().get_context(request, *args, **kwargs) | {"infographics": pages}


class InfographicPage(BasePage):
    """A picture drawn from public figures. It keeps the figures that it was published with."""

    design = models.CharField(_("template"), max_length=20)
    period = models.CharField(_("period"), max_length=7, blank=True)
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("agency"),
        help_text=_("Only where the template allows it. Empty: all agencies."),
    )
    figures = models.JSONField(null=True, editable=False)  # of the release it was published with

    base_form_class = InfographicForm
    thumbnail_template = "publications/infographic_thumbnail.html"
    parent_page_types = ["publications.InfographicIndexPage"]
    subpage_types = []
    content_panels = [
        FieldPanel("design"),
        MultiFieldPanel([FieldPanel("period"), FieldPanel("agency", widget=forms.Select)], heading=_("What it shows")),
        FieldPanel("newest"),
        TitleFieldPanel(
            "title", placeholder=False, help_text=_("Left empty, it is made from the template and the period.")
        ),
        FieldPanel("introduction"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("words")]

    class Meta:
        verbose_name = _("infographic from figures")
        verbose_name_plural = _("infographics from figures")

    @property
    def choice(self):
        return Choice(self.period, self.agency_id)

    @property
    def default_title(self):
        """What the page is called, in the language of the moment, unless its editor gave it a name."""
        if self.design not in TEMPLATES:
            return capfirst(self._meta.verbose_name)
        parts = [TEMPLATES[self.design].title(self.choice), self.agency.label if self.agency else ""]
        return ", ".join(filter(None, parts))

    @property
    def has_own_title(self):
        with override(self.content_language):
            return self.title != self.default_title

    @property
    def shown_title(self):
        return self.title if self.has_own_title else self.default_title

    def save(self, *args, **kwargs):
        """Going live freezes the figures, where there are none or the editor asked for new ones, and orders the files.

        Every way of publishing ends here; the editor's form does not come by publish().
        """
        goes_live = self.live and not kwargs.get("update_fields")
        if goes_live and self.figures is None and not self.alias_of_id:
            self._freeze()
        super().save(*args, **kwargs)
        if goes_live and self.figures:
            transaction.on_commit(lambda: draw_files.enqueue(self.pk))

    def _freeze(self):
        current = statistics.published()
        if current is None or self.design not in TEMPLATES:
            return
        self.figures = current.excerpt(TEMPLATES[self.design].tables_for(self.choice))
        if self.live_revision:  # from which its mirrors in other languages are made
            self.live_revision.content["figures"] = self.figures
            self.live_revision.save(update_fields=["content"])

    def story_of(self, figures):
        template = TEMPLATES.get(self.design)
        return template.story(figures, self.choice) if template and figures else None

    @property
    def story(self):
        return self.story_of(statistics.kept(self.figures)) if self.figures else None

    @property
    def words(self):
        """For the search, in the page's own language."""
        with override(self.locale.language_code):
            story = self.story
            return story.words if story else ""

    @property
    def address(self):
        return full_url(self.get_url() or "/")

    def picture_of(self, story):
        return Picture(TEMPLATES[self.design], story, Identity.at(self.address)) if story else None

    @cached_property
    def picture(self):
        return self.picture_of(self.story)

    def newer_release(self):
        """The current release where it is newer than the one the picture was drawn from."""
        release = statistics.current_release() if self.figures else None
        return release if release and release.version > self.figures["version"] else None

    @property
    def picture_address(self):
        return reverse("infographic_file", args=[self.slug, f"{self.slug}-{PORTRAIT.name}.png"])

    @property
    def square_address(self):
        return reverse("infographic_file", args=[self.slug, f"{self.slug}-{SQUARE.name}.png"])

    @property
    def message(self):
        """What a list says of it."""
        story = self.story
        return story.headline if story else self.introduction

    def files(self):
        """[(address, kind, size)] of all that there is to take away."""
        return [
            (reverse("infographic_file", args=[self.slug, name]), kind.upper(), size.upper().replace("X", "×"))
            for name, (kind, size) in file_names(self.slug).items()
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        is_preview = getattr(request, "is_preview", False)
        story = self.story or (self.story_of(statistics.published()) if is_preview else None)
        return context | {
            "story": story,
            "drawing": self.picture_of(story).svg_of_page() if story and is_preview else "",
            "statistics_url": statistics.statistics_address(),
            "newer": None if is_preview else self.newer_release(),
        }
