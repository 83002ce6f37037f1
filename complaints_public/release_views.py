"""The releases of statistics: what was published when, what corrects what, and when the next ones come."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from portal.cache_headers import for_everybody
from portal.templatetags.portal_tags import full_url

from . import statistics
from .models import Release


@csrf_exempt
@require_safe
@conditional_page
def releases(request):
    """Every release there is, the announced ones first. Nothing in the list can be taken out of it."""
    rows = Release.objects.order_by("-version").select_related("corrects").defer("content", "memory")
    rows = rows.defer("corrects__content", "corrects__memory")
    published = [row for row in rows if row.is_public]
    newest = published[0].version if published else 0
    context = {
        # What a later one has overtaken will change nothing when its minute comes.
        "coming": [row for row in rows if not row.is_public and row.version > newest][::-1],
        "overtaken": [row for row in rows if not row.is_public and row.version < newest],
        "published": published,
        "corrected": {row.corrects_id for row in rows if row.corrects_id and row.is_public},
        "statistics_url": statistics.statistics_address(),
    }
    return for_everybody(render(request, "complaints_public/releases.html", context))


@csrf_exempt
@require_safe
@conditional_page
def calendar(request):
    """The same as iCalendar (RFC 5545): one event for each release, announced ones too."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portal Pengaduan//Statistik//ID", "METHOD:PUBLISH"]
    name = _("Releases of complaint statistics")
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for row in Release.objects.order_by("version").defer("content", "memory"):
        # What is announced says when, and nothing of what it will say.
        title = _("Complaint statistics, release %(version)s") % {"version": row.version}
        about = row.note if row.is_public else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:rilis-{row.version}@{urlsplit(settings.BASE_URL).hostname}",
            f"DTSTAMP:{_moment(row.made_at)}",
            f"DTSTART:{_moment(row.publish_at)}",
            f"SUMMARY:{_text(title)}",
            f"URL:{full_url(reverse('releases'))}",
            *([f"DESCRIPTION:{_text(about)}"] if about else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    body = "".join(f"{part}\r\n" for line in lines for part in _folded(line))
    return for_everybody(HttpResponse(body, content_type="text/calendar; charset=utf-8"))


def _moment(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text):
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line):
    """At most 75 octets a line; what follows begins with a space."""
    rest = line.encode()
    while len(rest) > 73:
        cut = 73
        while rest[cut] & 0xC0 == 0x80:  # never within a letter
            cut -= 1
        yield rest[:cut].decode()
        rest = b" " + rest[cut:]
    yield rest.decode()
