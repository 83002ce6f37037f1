from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem, WorkflowMenuItem
from wagtail.snippets.models import register_snippet

from .models import PublicText, TimelineEvent
from .moderation import reports, rights
from .moderation.bulk import ACTIONS
from .moderation.deadlines import DATES_MOVED, URGENCY_SET, DatesMovedFormatter, HolidayPanel
from .moderation.staleness import StaleImportPanel
from .moderation.viewsets import RegisterGroup

register_snippet(RegisterGroup)
for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_log_actions")
def log_readings(actions):
    actions.register_action(
        "complaints_public.read_raw_text", _("Read as filed"), _("Read the complaint as it was filed")
    )
    actions.register_action(DATES_MOVED)(DatesMovedFormatter)
    actions.register_action(URGENCY_SET, _("Set the urgency"), _("Set the urgency"))
    for kind in TimelineEvent.Kind:
        actions.register_action(f"complaints_public.{kind}", kind.label, kind.label)
    actions.register_action("complaints_public.number_added", _("Add an earlier number"), _("Added an earlier number"))
    actions.register_action(
        "complaints_public.number_removed", _("Remove an earlier number"), _("Removed an earlier number")
    )

    for action, label in (
        ("search_person", _("Searched for a person's data")),
        ("export_person", _("Exported a person's data")),
        ("erase_person", _("Erased a person's data")),
    ):
        actions.register_action(f"complaints_public.{action}", label, label)


@hooks.register("register_admin_urls")
def further_addresses():
    return [*rights.urlpatterns, *reports.urlpatterns]


@hooks.register("register_admin_menu_item")
def menu_of_officers():
    return rights.RightsMenuItem(_("Personal data"), reverse_lazy("rights"), icon_name="user", order=160)


@hooks.register("register_admin_menu_item")
def menu_of_reports():
    return reports.ReportsMenuItem(_("Monitoring reports"), reverse_lazy("reports"), icon_name="doc-full", order=155)


@hooks.register("construct_homepage_panels")
def warn_of_old_data(request, panels):
    panels += [StaleImportPanel(), HolidayPanel()]


@hooks.register("construct_snippet_action_menu")
def decide_at_the_desk(menu_items, request, context):
    """A public text is handed in from its form; whether it is published is decided at the desk alone."""
    if context["model"] is PublicText:
        left_out = (PublishMenuItem, UnpublishMenuItem, WorkflowMenuItem)
        menu_items[:] = [item for item in menu_items if not isinstance(item, left_out)]


@hooks.register("register_permissions")
def further_permissions():
    """Those that no viewset registers, so that an administrator can give them in the group form."""
    from django.contrib.auth.models import Permission

    codenames = [
        "view_every_agency",
        "view_raw_text",
        "record_progress",
        "view_complaint",
        "add_importrun",
        "undo_importrun",
        "handle_rights",
        "add_release",
        "add_report",
        "view_report",
    ]
    return Permission.objects.filter(content_type__app_label="complaints_public", codename__in=codenames)
