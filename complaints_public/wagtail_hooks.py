from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .moderation.viewsets import RegisterGroup

register_snippet(RegisterGroup)


@hooks.register("register_log_actions")
def log_readings(actions):
    actions.register_action(
        "complaints_public.read_raw_text", _("Read as filed"), _("Read the complaint as it was filed")
    )


@hooks.register("register_permissions")
def further_permissions():
    """Those that no viewset registers, so that an administrator can give them in the group form."""
    from django.contrib.auth.models import Permission

    codenames = ["view_every_agency", "view_raw_text", "record_progress", "view_complaint", "add_importrun"]
    return Permission.objects.filter(content_type__app_label="complaints_public", codename__in=codenames)
