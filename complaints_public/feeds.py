"""Atom feeds (RFC 4287) of what is public: the way of one complaint, and the newest published ones."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from portal.cache_headers import for_everybody
from portal.encryption import keyed_digest
from portal.models import SiteSettings
from portal.templatetags.portal_tags import full_url

from .lookup import find_public
from .models import Complaint, plain_words
from .models.public_complaint import PublicComplaint, status_label
from .views import not_published

_NEWEST = 30
# What a pasted text may hold and XML may not.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_safe
@conditional_page
def one_complaint(request, reference):
    """Each step of one published complaint, and its answer. Whatever else is asked for gets the page's one answer."""
    found = find_public(reference)
    if found is None:
        return not_published(request)
    if found.reference != reference:
        return HttpResponseRedirect(reverse("complaint_feed", args=[found.reference]))
    title = _("Complaint %(number)s: %(title)s") % {"number": found.reference, "title": found.title}
    feed = _feed(request, title, found.url, found.summary, feed_guid=_tag(found))
    for event in found.events:
        known_at = event["occurred_at"] or event["seen_at"]
        state = (event["status"], event["close_reason"])
        # An event's hash never changes and says nothing of what else the register holds, as its place would.
        _add(
            feed,
            found,
            status_label(*state),
            plain_words.explanation(*state),
            event["recorded_at"],
            known_at,
            event["hash"][:32],
        )
    if found.response:
        _add(feed, found, _("Answer of the agency"), found.response, found.text_updated_at, None, "jawaban")
    return _answer(feed)


@require_safe
@conditional_page
def newest(request):
    """The complaints published last, with their summaries."""
    feed = _feed(request, _("Published complaints"), reverse("complaint_list"))
    for row in Complaint.objects.public().order_by("-published_at", "-pk")[:_NEWEST]:
        found = PublicComplaint(row)
        _add(feed, found, found.title, found.summary, found.text_updated_at, found.published_at)
    return _answer(feed)


def _feed(request, title, path, subtitle=None, **more):
    site = SiteSettings.for_request(request)
    return Atom1Feed(
        title=clean(title),
        link=full_url(path),
        description=None,
        subtitle=subtitle and clean(subtitle),
        language=get_language(),
        feed_url=full_url(request.path),
        author_name=clean(site.owner or site.portal_name),
        **more,
    )


def _add(feed, found, title, text, updated_at, published_at, part=""):
    feed.add_item(
        title=clean(title),
        link=full_url(found.url),
        description=linebreaks(clean(text), autoescape=True),
        unique_id=_tag(found, part),
        pubdate=published_at,
        updateddate=updated_at,
    )


def _tag(found, part=""):
    """The name (RFC 4151) of a complaint, or of a part of it: the same in every language, and under a new number."""
    host, name = urlsplit(settings.BASE_URL).hostname, keyed_digest(f"feed:{found.pk}")[:32]
    return f"tag:{host},2026:pengaduan/{name}" + (f"/{part}" if part else "")


def clean(text):
    """text without what no XML may hold."""
    return _CONTROLS.sub("", str(text))


def _answer(feed):
    # No Last-Modified: a text that is withdrawn changes the feed and no date in it. The ETag tells.
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    return for_everybody(response)
