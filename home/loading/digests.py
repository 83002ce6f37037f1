"""How a thing looks, in one line: two looks that differ mean that somebody changed it in between."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict

# What changes without an editor changing anything: places in the tree, moments, keys of rows.
VOLATILE = {
    "pk",
    "id",
    "path",
    "depth",
    "numchild",
    "url_path",
    "live",
    "live_revision",
    "latest_revision",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
    "wagtail_admin_comments",
    "index_entries",
    "postgres_index_entries",
    "page_ptr",
    "page",
    "programme",
    "indicator",
    "sort_order",
}


def digest(data):
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_row(row):
    """A list's row: its own columns, without the users that administrators tie to it."""
    columns = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    return digest(model_to_dict(row, fields=columns))


def digest_of_page(page):
    """The newest draft counts: an editor who saved without publishing has changed the page too."""
    if page.latest_revision_id is None:
        return digest({"alias": page.alias_of_id is not None, "live": page.live})
    return digest({"content": _steady(page.latest_revision.content), "live": page.live})


def _steady(value):
    if isinstance(value, dict):
        return {key: _steady(item) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        return [_steady(item) for item in value]
    return value
