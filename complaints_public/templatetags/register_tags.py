from django import template

from ..moderation.staleness import stale_import

register = template.Library()


@register.inclusion_tag("complaints_public/admin/stale_import.html", takes_context=True)
def stale_import_warning(context):
    """The warning that the last import is too old, for those who can import."""
    return stale_import(context["request"])
