from datetime import timedelta

from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.utils import timezone

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


@register(Tags.database)
def holidays_are_known(app_configs, databases, **kwargs):
    """Time limits that run into a year without holidays are counted as if it had none."""
    from .models import Holiday

    next_year = timezone.localdate().year + 1
    return [
        Warning(
            f"No holiday of {year} is known: time limits that run into it count each of its weekdays.",
            hint="Run `python manage.py load_holidays`, or enter them in the admin.",
            id="complaints_public.W001",
        )
        for alias in databases or []
        if Holiday._meta.db_table in connections[alias].introspection.table_names()
        for year in (next_year - 1, next_year)
        if not Holiday.objects.using(alias).filter(day__year=year).exists()
    ]


@register(Tags.database)
def queue_is_worked_through(app_configs, databases, **kwargs):
    from django_tasks_db.models import DBTaskResult

    long_ago = timezone.now() - timedelta(hours=1)
    return [
        Warning(
            "What waits in the queue has waited for more than an hour.",
            hint="Is the worker running? `python manage.py worker`",
            id="complaints_public.W002",
        )
        for alias in databases or []
        if DBTaskResult._meta.db_table in connections[alias].introspection.table_names()
        and DBTaskResult.objects.using(alias).ready().filter(enqueued_at__lt=long_ago).exists()
    ]
