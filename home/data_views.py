"""/data/: what there is of open data, and everything about each table."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from portal import open_data
from portal.cache_headers import for_everybody

from .data_catalog import ABOUT
from .datasets import datasets, find_dataset

_ROWS_SHOWN = 6


@require_safe
@conditional_page
def catalogue(request):
    """Every table, theme by theme."""
    by_theme = groupby(datasets(), key=lambda dataset: dataset.table.theme)
    groups = [(open_data.Theme(theme).label, list(found)) for theme, found in by_theme]
    return for_everybody(render(request, "home/data_catalogue.html", {"groups": groups, "about": ABOUT} | _licence()))


@require_safe
@conditional_page
def table(request, name):
    """One table: what it is, how to get it, what its columns mean."""
    dataset = find_dataset(name)
    if dataset is None:
        raise Http404
    context = {
        "dataset": dataset,
        "table": dataset.table,
        "columns": [column.name for column in dataset.table.columns],
        "rows": open_data.sample(dataset.table, _ROWS_SHOWN),
    }
    return for_everybody(render(request, "home/data_table.html", context | _licence()))


def _licence():
    return {"licence_name": open_data.LICENCE_NAME, "licence_url": open_data.LICENCE_URL}
