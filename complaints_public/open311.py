"""GeoReport v2 of Open311, read only, in JSON and XML (wiki.open311.org/GeoReport_v2). Services are our topics."""

from datetime import UTC, datetime, time, timedelta
from xml.etree import ElementTree

from django.http import HttpResponse
from django.urls import re_path
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from portal.api import Problem, as_json, endpoint
from portal.models import SiteSettings, Topic
from portal.templatetags.portal_tags import full_url

from .feeds import clean
from .importing.parsing import JAKARTA
from .models import Complaint, plain_words
from .models.choices import ENDED_STATUSES, Status
from .models.public_complaint import PublicComplaint
from .references import parse_reference

MOST = 1_000  # requests of an answer
SPAN = timedelta(days=90)  # the longest that can be asked for, and the usual one
NO_TOPIC = "tanpa-topik"
_FORMATS = {"json": "application/json", "xml": "text/xml"}
_CLOSED = [status for status in ENDED_STATUSES if status != Status.ANSWERED]
_KNOWN = {"jurisdiction_id", "api_key", "service_request_id", "service_code", "start_date", "end_date", "status"}


def _errors(problem, request, form, **_address):
    text = problem.detail or problem.title
    if problem.status == 405:
        site = SiteSettings.for_request(request)
        text = f"Complaints are filed at {site.filing_name}: {site.filing_url}. This address is for reading only."
    content = [{"code": str(problem.status), "description": text}]
    return _answer(content, form, "errors", "error", status=problem.status, headers=problem.headers)


# Answers, errors too, in the form its address ends with.
georeport = endpoint(problem_response=_errors)


def _answer(rows, form, list_name, row_name, **options):
    if form == "json":
        return as_json(rows, **options)
    root = ElementTree.Element(list_name)
    for row in rows:
        element = ElementTree.SubElement(root, row_name)
        for name, value in row.items():
            ElementTree.SubElement(element, name).text = _in_xml(value)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", **options)


def _in_xml(value):
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else clean(value)


@georeport
def discovery(request, form):
    content = {
        "changeset": "2026-11-24 00:00",
        "contact": full_url("/kanal/"),
        "key_service": "No key is needed.",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": full_url("/open311/v2"),
                "changeset": "2026-11-24 00:00",
                "type": "production",
                "formats": list(_FORMATS.values()),
            }
        ],
    }
    if form == "json":
        return as_json(content)
    endpoints = content.pop("endpoints")
    root = ElementTree.Element("discovery")
    for name, value in content.items():
        ElementTree.SubElement(root, name).text = value
    parent = ElementTree.SubElement(ElementTree.SubElement(root, "endpoints"), "endpoint")
    formats = ElementTree.SubElement(parent, "formats")
    for name, value in endpoints[0].items():
        if name != "formats":
            ElementTree.SubElement(parent, name).text = value
    for value in _FORMATS.values():
        ElementTree.SubElement(formats, "format").text = value
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


@georeport
def services(request, form):
    rows = [_service(topic.slug, topic.name) for topic in Topic.objects.all()]
    return _answer([*rows, _service(NO_TOPIC, "Tanpa topik")], form, "services", "service")


def _service(code, name):
    return {
        "service_code": code,
        "service_name": name,
        "description": f"Pengaduan yang dipublikasikan: {name}",
        "metadata": False,
        "type": "batch",
        "keywords": "",
        "group": "",
    }


@georeport
def requests(request, form):
    """Published complaints received within a window of 90 days at most, the newest first."""
    asked = {name: request.GET[name] for name in request.GET if name in _KNOWN}
    rows = Complaint.objects.public().with_last_change().order_by("-received_at", "number")
    if "service_request_id" in asked:  # makes all else void, as the specification has it
        rows = _by_number(rows, asked["service_request_id"])
    else:
        rows = _within(rows, _moment(asked, "start_date"), _moment(asked, "end_date"))
        rows = _of_services(_of_statuses(rows, asked.get("status")), asked.get("service_code"))
    return _requests(rows[:MOST], form)


@georeport
def one_request(request, reference, form):
    rows = list(_by_number(Complaint.objects.public().with_last_change(), reference))
    if not rows:
        raise Problem(404, "service_request_id was not found: not published, or no such complaint")
    return _requests(rows, form)


def _requests(rows, form):
    with translation.override("id"):
        content = [_request(PublicComplaint(row)) for row in rows]
    return _answer(content, form, "service_requests", "request")


def _request(found):
    return {
        "service_request_id": found.reference,
        "status": "closed" if found.state in _CLOSED else "open",
        "status_notes": f"{found.status_label}. {plain_words.explanation(found.state, found.reason)}",
        "service_name": found.row["topic_name"] or "Tanpa topik",
        "service_code": found.topic_slug or NO_TOPIC,
        "description": found.summary[:4000],
        "agency_responsible": found.agency_name,
        "service_notice": found.response or None,
        "requested_datetime": _midnight(timezone.localdate(found.arrived_at)),
        "updated_datetime": _second(found.changed_at or found.text_updated_at),
        "expected_datetime": found.due_on and _midnight(found.due_on),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _midnight(day):
    return datetime.combine(day, time(), JAKARTA).isoformat()


def _second(moment):
    return timezone.localtime(moment, JAKARTA).isoformat(timespec="seconds")


def _by_number(rows, references):
    numbers = [number for text in references.split(",")[:50] if (number := parse_reference(text))]
    found = rows.none()
    for origin in {origin for origin, _number in numbers}:
        found = found | rows.filter(origin=origin, number__in=[n for o, n in numbers if o == origin])
    return found


def _moment(asked, name):
    text = asked.get(name)
    if text is None:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+")) if "T" in text else None
        moment = moment or datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if not 1900 < moment.year < 2200:
            raise ValueError
        return moment
    except (ValueError, OverflowError):
        raise Problem(400, f"{name} is a moment as in 2021-03-03T00:00:00Z") from None


def _within(rows, start, end):
    end = end or (start + SPAN if start else timezone.now())
    start = start or end - SPAN
    if end - start > SPAN:
        raise Problem(400, "start_date and end_date lie at most 90 days apart")
    return rows.filter(received_at__gte=start, received_at__lte=end)


def _of_statuses(rows, text):
    if text is None:
        return rows
    wanted = set(text.split(","))
    if not wanted <= {"open", "closed"}:
        raise Problem(400, "status is open, closed or both with a comma")
    if len(wanted) == 2:
        return rows
    return rows.filter(status__in=_CLOSED) if "closed" in wanted else rows.exclude(status__in=_CLOSED)


def _of_services(rows, text):
    if text is None:
        return rows
    codes = text.split(",")
    known = {NO_TOPIC, *Topic.objects.values_list("slug", flat=True)}
    if unknown := [code for code in codes if code not in known]:
        raise Problem(404, f"service_code was not found: {clean(unknown[0])[:40]}")
    chosen = rows.filter(topic__slug__in=codes)
    return chosen | rows.filter(topic=None) if NO_TOPIC in codes else chosen


@georeport
def nothing_here(request, form):
    raise Problem(404, "There is no such address; see discovery.json")


_FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(rf"^discovery{_FORM}", discovery),
    re_path(rf"^services{_FORM}", services),
    re_path(rf"^requests{_FORM}", requests),
    re_path(rf"^requests/(?P<reference>[^/]{{1,60}}){_FORM}", one_request),
    re_path("", nothing_here, {"form": "json"}),
]
