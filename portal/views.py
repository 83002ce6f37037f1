from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.models import Site

from .models import SiteSettings


@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request):
    """The process can reach what it needs to serve a page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /lacak/",
        "Disallow: /en/lacak/",
        "Disallow: /cari/",
        "Disallow: /en/cari/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def security_txt(request):
    """Where to report a weakness (RFC 9116); 404 until the operator has given a contact."""
    site = Site.find_for_request(request)
    contact = SiteSettings.for_site(site).security_contact if site else ""
    if not contact:
        return HttpResponseNotFound(content_type="text/plain")
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: id, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def page_not_found(request, exception):
    # The language links lead home: a page that is missing here is missing there too.
    return render(request, "404.html", {"shown_at": "/"}, status=404)


def refused(request, reason=""):
    """A request that changes something came without the token of this site's own forms."""
    return render(request, "403.html", {"shown_at": "/"}, status=403)


def server_error(request):
    """Needs nothing that may be what broke: no database, no settings of the site."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
