from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _install_triggers(using, **kwargs):
    from . import append_only

    append_only.install(connections[using])


class ComplaintsPublicConfig(AppConfig):
    name = "complaints_public"
    verbose_name = _("Complaints register")

    def ready(self):
        from portal.open_data import register

        from . import checks  # noqa: F401
        from .moderation import turns
        from .open_data import TABLES

        turns.follow_workflow()
        register(*TABLES)
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="timeline_triggers")
