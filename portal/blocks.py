"""The StreamField blocks that every app shares."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "portal/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "portal/blocks/paragraph.html"


class QuoteBlock(blocks.StructBlock):
    """A passage word for word, with the place it stands at."""

    text = blocks.TextBlock(label=_("Text"))
    place = blocks.CharBlock(label=_("Place"), help_text=_("For example: Pasal 6, BAB III.1"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "portal/blocks/quote.html"


class NoteBlock(blocks.StructBlock):
    """A remark of the editors that readers see beside what it is about, such as a contradiction in a source."""

    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Note")
        template = "portal/blocks/note.html"


class FigureBlock(blocks.StructBlock):
    """A number as its source prints it. Never computed: a doubt about it goes into the note."""

    label = blocks.CharBlock(label=_("What it counts"))
    as_printed = blocks.CharBlock(label=_("As printed"))
    period = blocks.CharBlock(label=_("Period"), required=False)
    place = blocks.CharBlock(label=_("Place"))
    note = blocks.TextBlock(label=_("Note"), required=False)

    class Meta:
        icon = "order"
        label = _("Printed figure")
        template = "portal/blocks/figure.html"


class StatementListBlock(blocks.StructBlock):
    """Numbered or lettered statements, each with its own mark as the source has it."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("mark", blocks.CharBlock(label=_("Mark"), required=False, help_text=_("(1), a., 5 …"))),
                ("text", blocks.TextBlock(label=_("Text"))),
            ]
        ),
        label=_("Items"),
    )

    class Meta:
        icon = "list-ol"
        label = _("List of statements")
        template = "portal/blocks/statement_list.html"


class DataTableBlock(blocks.StructBlock):
    """A table with its caption, source and an optional note."""

    caption = blocks.CharBlock(label=_("Caption"))
    table = TableBlock(label=_("Table"), table_options={"renderer": "text"})
    place = blocks.CharBlock(label=_("Place"), required=False)
    note = blocks.TextBlock(label=_("Note"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "portal/blocks/data_table.html"


class IllustrationBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "portal/blocks/illustration.html"


class BodyBlock(blocks.StreamBlock):
    """The body of any page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    statements = StatementListBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    table = DataTableBlock()
    note = NoteBlock()
    image = IllustrationBlock()
    document = DocumentChooserBlock(label=_("Document"), template="portal/blocks/document.html")
