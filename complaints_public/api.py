"""The read-only API, /api/v1/: what is public, for programs. Its description is in api_description.py."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import path, re_path, reverse
from django.utils import timezone, translation

from portal.api import Problem, as_json, endpoint, no_parameters
from portal.models import Agency, ComplaintClass, Topic
from portal.templatetags.portal_tags import full_url

from . import api_lists, statistics
from .api_description import description
from .lookup import find_public
from .models import Complaint, Status
from .models.public_complaint import PublicComplaint
from .public_tables import BY_SLUG, DIMENSIONS, PUBLIC_TABLES

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOST, USUAL = 100, 50  # items of a page
_DAYS_MEANT = date(1900, 1, 1), date(2200, 1, 1)  # beyond them there is nothing, and databases disagree
_cursors = Signer(salt="api-cursor")


@endpoint
def index(request):
    names = (
        "complaints",
        "agencies",
        "topics",
        "classes",
        "channels",
        "statuses",
        "deadline-rules",
        "holidays",
        "tables",
    )
    links = {name: full_url(reverse(f"api:{name}")) for name in (*names, "tables")}
    return as_json({"description": full_url(reverse("api:openapi")), **links})


@endpoint
def openapi(request):
    return as_json(description(full_url(reverse("api:index"))))


# Complaints


@endpoint
def complaints(request):
    """Published complaints, the newest publication first, a page at a time."""
    asked = _Asked.of(request)
    rows = list(asked.rows()[: asked.limit + 1])
    page = rows[: asked.limit]
    following = asked.address(page[-1]) if len(rows) > len(page) else None
    response = as_json(
        {
            "data_as_of": statistics.data_as_of(),
            "next": following,
            "items": [_short(PublicComplaint(row)) for row in page],
        }
    )
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@endpoint
def complaint(request, reference):
    """One published complaint. Unknown, unpublished and confidential ones give one answer."""
    no_parameters(request)
    found = find_public(reference)
    if found is None:
        raise Problem(
            404, "Not published or not found", "Complaints are found by their number once they are published."
        )
    return as_json(_short(found) | {"milestones": [_milestone(event) for event in found.events]})


def _short(found):
    with translation.override("id"):
        url = full_url(found.url)
    return {
        "reference": found.reference,
        "origin": found.reference_origin,
        "number": found.reference_number,
        "url": url,
        "title": found.title,
        "summary": found.summary,
        "response": found.response,
        "status": found.state,
        "close_reason": found.reason or None,
        "agency": _named(found.agency_slug, found.agency_name),
        "topic": _named(found.topic_slug, found.row["topic_name"]),
        "class": _named(found.class_slug, found.row["class_name"]),
        "received_on": timezone.localdate(found.arrived_at),
        "due_on": found.due_on,
        "published_at": found.published_at.isoformat(),
        "updated_at": found.text_updated_at.isoformat(),
        "data_as_of": timezone.localdate(found.data_as_of),
    }


def _named(slug, name):
    return {"slug": slug, "name": name} if slug else None


def _milestone(event):
    return {
        "status": event["status"],
        "close_reason": event["close_reason"] or None,
        "occurred_on": _day(event["occurred_at"]),
        "seen_on": _day(event["seen_at"]),
    }


def _day(moment):
    return timezone.localdate(moment) if moment else None


@dataclass
class _Asked:
    """The parameters of a list, understood. One that is unknown or makes no sense is a Problem, never passed over."""

    limit: int
    cursor: tuple | None
    values: dict

    _FILTERS = {
        "agency": lambda value: {"agency__slug": _known(Agency, value, "agency")},
        "topic": lambda value: {"topic__slug": _known(Topic, value, "topic")},
        "class": lambda value: {"complaint_class__slug": _known(ComplaintClass, value, "class")},
        "status": lambda value: {"status": _one_of(Status.values, value, "status")},
        "received_from": lambda value: {"received_at__gte": _midnight(value, "received_from")},
        "received_to": lambda value: {"received_at__lt": _midnight(value, "received_to", timedelta(days=1))},
    }

    @classmethod
    def of(cls, request):
        values = _single_values(request, {*cls._FILTERS, "limit", "cursor"})
        return cls(_limit(values.get("limit")), _cursor(values.get("cursor")), values)

    def rows(self):
        rows = Complaint.objects.public()
        for name, condition in self._FILTERS.items():
            if name in self.values:
                rows = rows.filter(**condition(self.values[name]))
        if self.cursor:
            moment, number, origin = self.cursor
            later = Q(published_at=moment) & (Q(number__gt=number) | Q(number=number, origin__gt=origin))
            rows = rows.filter(Q(published_at__lt=moment) | later)
        return rows.order_by("-published_at", "number", "origin")

    def address(self, last):
        """Of the page that begins after the row last."""
        place = [last["published_at"].isoformat(), last["reference_number"], last["reference_origin"]]
        values = self.values | {"cursor": _cursors.sign_object(place)}
        return f"{full_url(reverse('api:complaints'))}?{urlencode(values)}"


def _single_values(request, names):
    for name in request.GET:
        if name not in names:
            raise Problem(400, "Unknown parameter", f"{name[:40]} is none of: {', '.join(sorted(names))}.")
        if len(request.GET.getlist(name)) > 1:
            raise Problem(400, "Parameter given twice", f"{name} can be given once.")
    return request.GET.dict()


def _limit(text):
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise Problem(400, "Bad limit", f"limit is a number from 1 to {MOST}.")
    return int(text)


def _cursor(text):
    if text is None:
        return None
    try:
        moment, number, origin = _cursors.unsign_object(text)
        return datetime.fromisoformat(moment), number, origin
    except (BadSignature, ValueError, UnicodeError):
        raise Problem(404, "No such page", "Take the address in “next” as it is.") from None


def _known(model, slug, name):
    if "\0" in slug or not model.objects.filter(slug=slug).exists():
        raise Problem(404, f"No such {name}", "Its slug is in the list of the same name.")
    return slug


def _one_of(known, value, name):
    if value not in known:
        raise Problem(400, f"Unknown {name}", f"It is one of: {', '.join(known)}.")
    return value


def _midnight(text, name, more=timedelta()):
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        day = min(max(date.fromisoformat(text), _DAYS_MEANT[0]), _DAYS_MEANT[1])
    except ValueError:
        raise Problem(400, "Bad date", f"{name} is a day written as 2021-03-03.") from None
    return timezone.make_aware(datetime.combine(day + more, time()))


# Statistics


@endpoint
def tables(request):
    """The public tables of the current release."""
    no_parameters(request)
    names = [table for table in PUBLIC_TABLES if table.dimensions]
    return as_json(_release(statistics.published()) | {"items": [_described(table) for table in names]})


@endpoint
def table(request, slug):
    """One of them, a line for each cell; count is null where it is hidden."""
    no_parameters(request)
    figures, found = statistics.published(), BY_SLUG.get(slug)
    if found is None or figures is None:
        raise Problem(404, "No such table", "The tables are listed one level above, from the first release on.")
    return as_json(_release(figures) | _described(found) | {"rows": rows_of(figures, found)})


def _release(figures):
    release = figures and figures.release
    return {
        "data_as_of": figures and figures.as_of,
        "release": release and release.version,
        "published_at": release and release.publish_at.isoformat(),
        "note": (release and release.note) or None,
    }


def _described(table):
    with translation.override("id"):
        return {
            "name": table.slug,
            "title": str(table.caption),
            "definition": statistics.definition_of(table.anchor),
            "dimensions": [DIMENSIONS[dimension].slug for dimension in table.dimensions],
            "url": full_url(reverse("api:table", args=[table.slug])),
        }


def rows_of(figures, table):
    """The cells of a table, as programs read them: the words of each dimension, and count."""
    with translation.override("id"):
        slugs = [DIMENSIONS[dimension].slug for dimension in table.dimensions]
        lines = figures.long(table.name)
        return [dict(zip(slugs, words, strict=True)) | {"count": count} for _keys, words, count in lines]


@endpoint
def nothing_here(request):
    raise Problem(404, "No such address", f"The addresses are described at {full_url(reverse('api:openapi'))}.")


app_name = "api"
urlpatterns = [
    path("", index, name="index"),
    path("openapi.json", openapi, name="openapi"),
    path("complaints", complaints, name="complaints"),
    path("complaints/<str:reference>", complaint, name="complaint"),
    path("agencies", api_lists.agencies, name="agencies"),
    path("topics", api_lists.topics, name="topics"),
    path("classes", api_lists.classes, name="classes"),
    path("channels", api_lists.channels, name="channels"),
    path("statuses", api_lists.statuses, name="statuses"),
    path("deadline-rules", api_lists.deadline_rules, name="deadline-rules"),
    path("holidays", api_lists.holidays, name="holidays"),
    path("tables", tables, name="tables"),
    path("tables/<str:slug>", table, name="table"),
    re_path("", nothing_here),
]
