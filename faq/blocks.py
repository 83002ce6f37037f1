from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LegalPlaceBlock(blocks.StructBlock):
    """A place an answer rests on, with its words where they are short enough to quote."""

    place = blocks.CharBlock(label=_("Place"), help_text=_("For example: Pasal 1 angka 6"))
    quotation = blocks.TextBlock(
        label=_("Quotation"), required=False, help_text=_("Word for word, as the source has it.")
    )

    class Meta:
        icon = "openquote"
        label = _("Legal place")
        template = "faq/blocks/legal_place.html"
