from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from .search import clean, find_pages, looks_like_complaint_number, with_types

RESULTS_PER_PAGE = 10


def search(request):
    query = clean(request.GET.get("q", ""))
    is_number = looks_like_complaint_number(query)
    context = {"query": "" if is_number else query, "is_number": is_number}
    # A complaint number is a matter for the lookup; it is neither searched for nor shown again.
    if query and not is_number:
        page_obj = Paginator(find_pages(query), RESULTS_PER_PAGE).get_page(request.GET.get("page"))
        context.update(
            page_obj=page_obj,
            results=with_types(list(page_obj)),
            count=page_obj.paginator.count,
            page_query=urlencode({"q": query}),
        )
    response = render(request, "home/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response
