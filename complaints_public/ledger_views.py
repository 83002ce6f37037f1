"""The heads of the timeline, published so that anybody can keep them. Nothing here leads to a complaint."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from .models import TimelineHead

_SHOWN = 30
_A_YEAR = 365 * 24 * 3600
# What is published of a head. Not how many events it covers: that would tell of few ones about all complaints.
PUBLISHED = ("day", "sealed_at", "events_digest", "previous_hash", "hash")


@require_safe
def heads(request):
    """What the ledger and its heads are, in plain words, with the newest heads."""
    newest = list(TimelineHead.objects.values("day", "hash")[:_SHOWN])
    context = {
        "heads": [head | {"url": reverse("timeline_head", args=[head["day"]])} for head in newest],
        "unsealed": TimelineHead.objects.unsealed_days(),
        "yesterday": timezone.localdate() - timedelta(days=1),
    }
    return _kept_for(60, render(request, "complaints_public/timeline_heads.html", context))


@require_safe
def heads_as_text(request):
    """Every head on a line of its own, the newest first, as verify_timeline --heads reads it."""
    lines = [f"{day} {head_hash}\n" for day, head_hash in TimelineHead.objects.values_list("day", "hash")]
    return _kept_for(60, HttpResponse("".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def newest_head(request):
    return _kept_for(60, _as_json(request, TimelineHead.objects.order_by("day").last()))


@require_safe
def head(request, day):
    """The head of one day. It never changes, so everybody may keep it for good."""
    try:
        found = TimelineHead.objects.filter(day=date.fromisoformat(day)).first()
    except ValueError:
        raise Http404 from None
    return _kept_for(_A_YEAR, _as_json(request, found), immutable=True)


def _as_json(request, found):
    if found is None:
        raise Http404
    with translation.override("id"):
        about = request.build_absolute_uri(reverse("timeline_heads"))
    published = {name: getattr(found, name) for name in PUBLISHED}
    published["sealed_at"] = found.sealed_at_text
    rule = "hash = SHA-256 of the JSON list [day, sealed_at, events_digest, previous_hash], without spaces"
    return JsonResponse(published | {"rule": rule, "about": about}, json_dumps_params={"indent": 2})


def _kept_for(seconds, response, **further):
    patch_cache_control(response, public=True, max_age=seconds, **further)
    return response
