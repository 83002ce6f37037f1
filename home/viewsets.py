"""What editors see of the short lists that readers meet by name."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from faq.models import FaqTopic
from portal.models import Agency, Channel, ComplaintClass, District, Topic

NAMED_PANELS = [FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]), FieldPanel("slug")]
EXPORT_PANEL = MultiFieldPanel([FieldPanel("source_names")], heading=_("In exports"))


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "group"
    menu_label = _("Agencies")
    list_display = ["name", "short_name", "kind", "sp4n_id"]
    list_filter = ["kind"]
    list_export = ["name", "short_name", "slug", "kind", "sp4n_id"]
    copy_view_enabled = False


class NamedViewSet(SnippetViewSet):
    list_display = ["name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    copy_view_enabled = False


class TopicViewSet(NamedViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Complaint topics")
    list_display = ["name", "name_en", "sp4n_id"]
    panels = [*NAMED_PANELS, MultiFieldPanel([FieldPanel("sp4n_id"), FieldPanel("source_names")], _("In exports"))]


class ComplaintClassViewSet(NamedViewSet):
    model = ComplaintClass
    icon = "list-ul"
    menu_label = _("Complaint classes")
    panels = [
        *NAMED_PANELS,
        MultiFieldPanel([FieldPanel("explanation"), FieldPanel("explanation_en")], heading=_("For readers")),
        FieldPanel("retention_years", permission="superuser"),  # a shorter time erases data
        EXPORT_PANEL,
    ]


class ChannelViewSet(NamedViewSet):
    model = Channel
    icon = "mail"
    menu_label = _("Channels")
    is_listed = BooleanColumn("is_listed", label=_("On the channels page"), sort_key="is_listed")
    list_display = ["name", "kind", "address", is_listed, "position"]
    list_filter = ["kind", "is_listed"]
    panels = [
        *NAMED_PANELS,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_listed"), FieldPanel("position")]),
        MultiFieldPanel(
            [FieldPanel("how_to"), FieldPanel("how_to_en"), FieldPanel("address"), FieldPanel("link")],
            heading=_("For readers"),
        ),
        EXPORT_PANEL,
    ]


class DistrictViewSet(SnippetViewSet):
    model = District
    icon = "site"
    menu_label = _("Districts")
    panels = [FieldPanel("name")]
    copy_view_enabled = False


class FaqTopicViewSet(NamedViewSet):
    model = FaqTopic
    icon = "help"
    menu_label = _("Question topics")
    list_display = ["name", "name_en", "position"]
    panels = [*NAMED_PANELS, FieldPanel("position")]


class ListGroup(SnippetViewSetGroup):
    items = (AgencyViewSet, TopicViewSet, ComplaintClassViewSet, ChannelViewSet, DistrictViewSet, FaqTopicViewSet)
    menu_label = _("Lists")
    menu_icon = "list-ul"
    menu_order = 250
    menu_name = "lists"
