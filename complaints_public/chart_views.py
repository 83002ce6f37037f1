"""The charts of the statistics page as files."""

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from portal.cache_headers import for_everybody
from portal.models import BeingDrawn, Rendering

from . import statistics
from .charts.picture import svg
from .statistics_blocks import block


@csrf_exempt
@require_safe
@conditional_page
def as_svg(request, table):
    return _file(svg(_chart(request, table)), "image/svg+xml")


@csrf_exempt
@require_safe
@conditional_page
def as_png(request, table):
    try:
        return _file(Rendering.objects.png(svg(_chart(request, table))), "image/png")
    except BeingDrawn:
        return HttpResponse(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})


def _chart(request, table):
    """The chart of that name; ?tahun= narrows it to a year, as on the page."""
    figures, year = statistics.published(), request.GET.get("tahun", "")
    if figures is None or figures.is_empty or (year and year not in map(str, figures.years)):
        raise Http404
    found = block(figures, table, int(year) if year else None)
    if found is None:
        raise Http404
    return found.chart


def _file(content, content_type):
    response = HttpResponse(content, content_type=content_type)
    return for_everybody(response)
