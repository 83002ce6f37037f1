from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from portal.cache_headers import for_everybody
from portal.models import BeingDrawn

from .infographics.picture import file_names, file_of
from .models import InfographicPage


@require_safe
@conditional_page
def infographic_file(request, slug, file):
    """A published infographic as PNG, SVG or PDF: made once, asked for again at each showing."""
    pages = InfographicPage.objects.live().public().select_related("locale")
    page = get_object_or_404(pages, slug=slug, locale__language_code=get_language())
    kind, size = file_names(slug).get(file, ("", ""))
    if not kind or page.picture is None:
        raise Http404
    try:
        content, content_type = file_of(page.picture, kind, size)
    except BeingDrawn:
        return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    response = HttpResponse(content, content_type=content_type)
    return for_everybody(response)
