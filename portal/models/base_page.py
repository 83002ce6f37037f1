from django.conf import settings
from django.db import models
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index


def listed(pages):
    """Live pages fit for a list: asking each for its address and language costs no further query."""
    return pages.live().select_related("locale", "alias_of__locale").defer_streamfields()


class BasePage(Page):
    """What every public page is: a title, an introduction, and where its content comes from."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences that say what the page is for.")
    )
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Where the content comes from, for example a regulation and its article."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [
        MultiFieldPanel(Page.promote_panels, heading=_("For search engines and menus")),
        FieldPanel("source"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.FilterField("locale"),
    ]

    class Meta:
        abstract = True

    @property
    def content_language(self):
        """The language the text is written in: an alias shows the text of the page it mirrors."""
        return (self.alias_of or self).locale.language_code

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        # Asking for the user instead would make the answer vary by cookie for everybody.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            patch_cache_control(response, public=True, max_age=60)
        return response
