from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from portal.models import BasePage
from portal.panels import DayInput


class UploadedInfographicPage(BasePage):
    """A picture made elsewhere. What it shows must be said in words, with date and source."""

    image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("PNG, JPEG or WebP."),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("PDF file"),
        help_text=_("Instead of the picture or beside it, for printing."),
    )
    long_description = models.TextField(
        _("long description"),
        help_text=_("Everything that the picture says, numbers included, for those who cannot see it."),
    )
    data_as_of = models.DateField(_("data as of"), help_text=_("The day of the figures in the picture."))

    thumbnail_template = "publications/uploaded_thumbnail.html"
    parent_page_types = ["publications.InfographicIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("image"), FieldPanel("document")], heading=_("File")),
        FieldPanel("long_description"),
        MultiFieldPanel(
            [FieldPanel("data_as_of", widget=DayInput), FieldPanel("source")], heading=_("Where its figures come from")
        ),
    ]
    promote_panels = [MultiFieldPanel(BasePage.promote_panels[0].children, heading=_("For search engines and menus"))]
    search_fields = [*BasePage.search_fields, index.SearchField("long_description")]

    class Meta:
        verbose_name = _("uploaded infographic")
        verbose_name_plural = _("uploaded infographics")

    @property
    def shown_title(self):
        return self.title

    @property
    def message(self):
        return self.introduction

    def clean(self):
        super().clean()
        faults = {}
        if not self.image and not self.document:
            faults["image"] = _("Choose a picture or a PDF.")
        if self.document and not _is_pdf(self.document):
            faults["document"] = _("This file is no PDF.")
        if not self.source:
            faults["source"] = _("Say where the figures come from.")
        if not self.long_description.strip():
            faults["long_description"] = _(
                "Describe the picture in words: whoever cannot see it must learn the same from the description."
            )
        if faults:
            raise ValidationError(faults)


def _is_pdf(document):
    """By what it holds, whatever it is called."""
    with document.open_file() as file:
        return file.read(5) == b"%PDF-"
