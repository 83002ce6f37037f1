from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _install_triggers(using, **kwargs):
    from . import append_only

    connection = connections[using]
    if append_only.TABLE in connection.introspection.table_names():
        append_only.install(connection)


class ComplaintsPublicConfig(AppConfig):
    name = "complaints_public"
    verbose_name = _("Complaints register")

    def ready(self):
        from . import checks  # noqa: F401
        from .moderation import turns

        turns.follow_workflow()
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="timeline_triggers")
