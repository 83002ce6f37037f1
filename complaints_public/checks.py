from django.core.checks import Error, Tags, register
from django.db import connections

from . import append_only


@register(Tags.database)
def timeline_is_append_only(app_configs, databases, **kwargs):
    return [
        Error(
            "The triggers that keep the timeline from being rewritten are missing.",
            hint="Run `python manage.py migrate`: it puts them back.",
            id="complaints_public.E001",
        )
        for alias in databases or []
        if not append_only.is_installed(connections[alias])
    ]
