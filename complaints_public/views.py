from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from portal.cache_headers import for_everybody
from portal.filters import Choice, query_of
from portal.models import Agency, Topic

from . import statistics
from .lookup import find_public, look_up
from .models import Complaint, Status
from .models.public_complaint import PublicComplaint
from .reader_reports import report

_PER_PAGE = 20


def for_this_reader(response):
    """Kept by nobody and found by no search engine. Without an Expires, whose second would tell answers apart."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # changes nothing, and its form sits on pages that everybody shares; where it comes from is checked
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request):
    """Where a complaint stands. An open one is sent on to its page; a confidential one opens here with its code."""
    if request.method == "POST" and not comes_from_here(request):
        return _lookup_page(request, error=_("Please use the form on this page."), status=400)
    asked = request.POST if request.method == "POST" else request.GET
    if "nomor" not in asked:
        return _lookup_page(request)
    number, code = asked["nomor"].strip(), request.POST.get("kode", "").strip()
    if not number:
        return _lookup_page(request, error=_("Type the number of your complaint, for example 4803409."))
    answer = look_up(request, number, code)
    if answer.retry_after:
        return _too_many(request, answer.retry_after)
    if answer.found:
        response = HttpResponseRedirect(answer.found.url)
        response.status_code = 303
        return for_this_reader(response)
    if answer.opened:
        context = {"complaint": answer.opened, "is_confidential": True, "shown_at": reverse("lookup")}
        return for_this_reader(render(request, "complaints_public/complaint.html", context))
    return _lookup_page(request, is_missing=True)


def comes_from_here(request):
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _lookup_page(request, error="", is_missing=False, status=200):
    context = {
        "error": error,
        "is_missing": is_missing,
        "as_of": statistics.data_as_of(),
        "shown_at": reverse("lookup"),  # never the number asked for
    }
    return for_this_reader(render(request, "complaints_public/lookup.html", context, status=status))


def _too_many(request, seconds):
    minutes = -(-seconds // 60)
    error = ngettext(
        "Too many attempts. Please try again in %(minutes)s minute.",
        "Too many attempts. Please try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    response = _lookup_page(request, error=error, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@csrf_exempt  # whatever it is asked to change, the answer is that it cannot be changed
@require_safe
@conditional_page
def complaint(request, reference):
    """One published complaint. Unknown, unpublished and confidential ones give one answer."""
    found = find_public(reference)
    if found is None:
        return not_published(request)
    if found.reference != reference:
        return for_everybody(HttpResponsePermanentRedirect(found.url))
    context = {"complaint": found, "mail_is_on": settings.MAIL_IS_ON}
    return for_everybody(render(request, "complaints_public/complaint.html", context))


def not_published(request):
    """The one answer for unknown, unpublished and confidential complaints, below whichever address."""
    return _lookup_page(request, is_missing=True, status=404)


@csrf_exempt  # one click has to do, on a page that everybody shares; where it comes from is checked
@require_http_methods(["GET", "HEAD", "POST"])
def report_text(request, reference):
    """A reader says that a public text identifies somebody; see reader_reports."""
    if request.method != "POST":
        found = find_public(reference)
        return _report_page(request, 200, complaint=found) if found else not_published(request)
    if not comes_from_here(request):
        return _report_page(request, 400, is_refused=True)
    answer = report(request, reference)
    if answer.retry_after:
        response = _report_page(request, 429, is_too_often=True)
        response.headers["Retry-After"] = str(answer.retry_after)
        return response
    return _report_page(request, 200, stays_online=answer.stays_online)


def _report_page(request, status, **context):
    # The address names the complaint, so the page names the list as its own.
    context["shown_at"] = reverse("complaint_list")
    return for_this_reader(render(request, "complaints_public/report.html", context, status=status))


@csrf_exempt
@require_safe
@conditional_page
def complaint_list(request):
    """The published complaints, newest first, by agency, topic or status."""
    complaints = Complaint.objects.public().order_by("-received_at", "-pk")
    lists = (
        (
            "instansi",
            _("Agency"),
            Agency.objects.standing().values_list("slug", "name"),
            _("All agencies"),
            "agency__slug",
        ),
        ("topik", _("Topic"), Topic.objects.values_list("slug", "name"), _("All topics"), "topic__slug"),
        ("status", _("Status"), Status.choices, _("Every status"), "status"),
    )
    choices = []
    for name, label, options, every_label, field in lists:
        choice = Choice.asked(request, name, label, options, every_label)
        choices.append(choice)
        if choice.value:
            complaints = complaints.filter(**{field: choice.value})
    page_obj = Paginator(complaints, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page_obj,
        "complaints": [PublicComplaint(row) for row in page_obj],
        "choices": choices,
        "query": query_of(choices),
        "as_of": statistics.data_as_of(),
        "list_url": reverse("complaint_list"),
    }
    return for_everybody(render(request, "complaints_public/complaint_list.html", context))
