"""The register's short lists in the API, each whole and without parameters."""

from django.utils import translation

from portal.api import as_json, endpoint, no_parameters
from portal.models import Agency, Channel, ComplaintClass, Topic
from portal.templatetags.portal_tags import full_url

from .models import CloseReason, DeadlineRule, Holiday, Status, plain_words


def _list(view):
    """An endpoint of a short list: all of it, without parameters."""

    @endpoint
    def listed(request):
        no_parameters(request)
        return as_json({"items": list(view())})

    return listed


@_list
def agencies():
    for agency in Agency.objects.all():
        yield {
            "slug": agency.slug,
            "name": agency.name,
            "short_name": agency.short_name or None,
            "kind": agency.kind,
            "url": full_url(f"/instansi/{agency.slug}/"),
        }


def _in_both_languages(row):
    return {"slug": row.slug, "name": row.name, "name_en": row.name_en or None}


@_list
def topics():
    return map(_in_both_languages, Topic.objects.all())


@_list
def classes():
    return map(_in_both_languages, ComplaintClass.objects.all())


@_list
def channels():
    for channel in Channel.objects.all():
        yield _in_both_languages(channel) | {"kind": channel.kind, "link": channel.link or None}


@_list
def statuses():
    """Every status, and closed once for each reason, in words."""
    closed = [(Status.CLOSED, reason) for reason in CloseReason]
    for status, reason in [*((status, None) for status in Status if status != Status.CLOSED), *closed]:
        words = {}
        for language in ("id", "en"):
            with translation.override(language):
                label = (CloseReason(reason) if reason else Status(status)).label
                words |= {f"label_{language}": str(label), f"explanation_{language}": _explained(status, reason)}
        yield {"status": status.value, "close_reason": reason and reason.value, **words}


def _explained(status, reason):
    return str(plain_words.explanation(status, reason or ""))


@_list
def deadline_rules():
    for rule in DeadlineRule.objects.select_related("complaint_class", "agency", "district"):
        yield {
            "step": rule.step,
            "working_days": rule.working_days,
            "class": rule.complaint_class and rule.complaint_class.slug,
            "agency": rule.agency and rule.agency.slug,
            "district": rule.district and rule.district.name,
            "urgency": rule.urgency or None,
            "citation": rule.citation,
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
        }


@_list
def holidays():
    for holiday in Holiday.objects.order_by("day"):
        yield {
            "day": holiday.day,
            "name": holiday.name,
            "kind": holiday.kind,
            "decree": holiday.decree or None,
            "is_estimate": holiday.is_estimate,
        }
