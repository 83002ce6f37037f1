"""The API in OpenAPI 3.1, as /api/v1/openapi.json gives it."""

from .models.choices import CloseReason, Origin, Status

_TEXT = {"type": "string"}
_TEXT_OR_NOT = {"type": ["string", "null"]}
_DAY = {"type": "string", "format": "date"}
_DAY_OR_NOT = {"type": ["string", "null"], "format": "date"}
_MOMENT = {"type": "string", "format": "date-time"}
_REASON_OR_NOT = {"enum": [*CloseReason.values, None], "description": "Why it was closed; only of closed complaints."}
_STATUS = {"enum": Status.values}
_SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}


def _object(**properties):
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(items):
    return _object(items={"type": "array", "items": items})


_COMPLAINT = {
    "reference": {"type": "string", "description": "What its address ends with."},
    "origin": {"enum": Origin.values},
    "number": _TEXT,
    "url": {"type": "string", "format": "uri", "description": "Its page."},
    "title": _TEXT,
    "summary": {"type": "string", "description": "As a moderator approved it; never the text as filed."},
    "response": {"type": "string", "description": "The agency's answer, empty where there is none."},
    "status": _STATUS,
    "close_reason": _REASON_OR_NOT,
    "agency": {"anyOf": [_ref("Named"), {"type": "null"}]},
    "topic": {"anyOf": [_ref("Named"), {"type": "null"}]},
    "class": {"anyOf": [_ref("Named"), {"type": "null"}]},
    "received_on": _DAY,
    "due_on": _DAY_OR_NOT | {"description": "By when the answer is due, in working days."},
    "published_at": _MOMENT,
    "updated_at": _MOMENT | {"description": "When the public text was approved last."},
    "data_as_of": _DAY | {"description": "The day whose state of the source is told."},
}
_MILESTONE = _object(
    status=_STATUS,
    close_reason=_REASON_OR_NOT,
    occurred_on=_DAY_OR_NOT | {"description": "When it happened, where somebody says so."},
    seen_on=_DAY_OR_NOT | {"description": "The day of the data in which it was seen first."},
)
_RELEASE = {
    "data_as_of": _DAY_OR_NOT,
    "release": {
        "type": ["integer", "null"],
        "description": "Figures of one release agree with each other and never change; null before the first.",
    },
    "published_at": _MOMENT | {"type": ["string", "null"]},
    "note": _TEXT_OR_NOT | {"description": "What it corrects."},
}
_TABLE = {
    "name": _SLUG,
    "title": _TEXT,
    "definition": _TEXT,
    "dimensions": {"type": "array", "items": _TEXT},
    "url": {"type": "string", "format": "uri"},
}
_ROW = {
    "type": "object",
    "description": "The words of each dimension; count is null where it is hidden for the protection of persons.",
    "properties": {"count": {"type": ["integer", "null"]}},
    "required": ["count"],
    "additionalProperties": _TEXT,
}
_LISTS = {
    "agencies": (
        "Agencies",
        _object(slug=_SLUG, name=_TEXT, short_name=_TEXT_OR_NOT, kind=_TEXT, url={"type": "string", "format": "uri"}),
    ),
    "topics": ("Topics", _object(slug=_SLUG, name=_TEXT, name_en=_TEXT_OR_NOT)),
    "classes": ("Classes of complaints", _object(slug=_SLUG, name=_TEXT, name_en=_TEXT_OR_NOT)),
    "channels": (
        "Channels",
        _object(slug=_SLUG, name=_TEXT, name_en=_TEXT_OR_NOT, kind=_TEXT, link=_TEXT_OR_NOT),
    ),
    "statuses": (
        "Every status, and closed once for each reason, in words",
        _object(
            status=_STATUS, close_reason=_REASON_OR_NOT,
            label_id=_TEXT, label_en=_TEXT, explanation_id=_TEXT, explanation_en=_TEXT,
        ),
    ),
    "deadline-rules": (
        "Time limits in working days, with the legal place that sets them",
        _object(**{
            "step": _TEXT, "working_days": {"type": ["integer", "null"]}, "class": _TEXT_OR_NOT,
            "agency": _TEXT_OR_NOT, "district": _TEXT_OR_NOT, "urgency": _TEXT_OR_NOT, "citation": _TEXT,
            "valid_from": _DAY_OR_NOT, "valid_to": _DAY_OR_NOT,
        }),
    ),
    "holidays": (
        "Days on which no time limit runs, besides Saturdays and Sundays",
        _object(day=_DAY, name=_TEXT, kind=_TEXT, decree=_TEXT_OR_NOT, is_estimate={"type": "boolean"}),
    ),
}  # fmt: skip


def _parameter(name, description, schema):
    return {"name": name, "in": "query", "description": description, "schema": schema}


_PARAMETERS = [
    _parameter("agency", "slug of an agency", _SLUG),
    _parameter("topic", "slug of a topic", _SLUG),
    _parameter("class", "slug of a class", _SLUG),
    _parameter("status", "status", _STATUS),
    _parameter("received_from", "first day of receipt", _DAY),
    _parameter("received_to", "last day of receipt", _DAY),
    _parameter("limit", "items of a page", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}),
    _parameter("cursor", "taken from “next” as it is", _TEXT),
]


def _answer(description, schema, content_type="application/json"):
    return {"description": description, "content": {content_type: {"schema": schema}}}


def _get(name, summary, schema, *problems, parameters=()):
    responses = {"200": _answer(summary, schema), "304": {"description": "Not modified since the ETag that was sent"}}
    responses |= {status: {"$ref": f"#/components/responses/{status}"} for status in (*problems, "429")}
    return {"get": {"operationId": name, "summary": summary, "parameters": [*parameters], "responses": responses}}


def _problem(description):
    return _answer(description, _ref("Problem"), "application/problem+json")


def description(address):
    """The whole document; address is that of the API itself."""
    reference = {"name": "reference", "in": "path", "required": True, "schema": _TEXT, "description": "its number"}
    complaint = _object(**_COMPLAINT, milestones={"type": "array", "items": _MILESTONE})
    names = ("description", "complaints", *_LISTS, "tables")
    links = _object(**dict.fromkeys(names, {"type": "string", "format": "uri"}))
    name = {"name": "name", "in": "path", "required": True, "schema": _TEXT, "description": "its name"}
    items = {"type": "array", "items": _object(**_TABLE)}
    rows = {"type": "array", "items": _ROW}
    paths = {
        "/": _get("index", "The addresses of the API", links),
        "/openapi.json": _get("description", "This description", {"type": "object"}),
        "/complaints": _get(
            "complaints",
            "Published complaints, the newest publication first",
            _object(
                data_as_of=_DAY_OR_NOT,
                next={"type": ["string", "null"], "format": "uri"},
                items={"type": "array", "items": _ref("Complaint")},
            ),
            "400",
            "404",
            parameters=_PARAMETERS,
        ),
        "/complaints/{reference}": _get(
            "complaint", "One published complaint with its way", complaint, "400", "404", parameters=[reference]
        ),
        "/tables": _get("tables", "The public tables of the current release", _object(**_RELEASE, items=items), "400"),
        "/tables/{name}": _get(
            "table",
            "One table, a line for each cell",
            _object(**_RELEASE, **_TABLE, rows=rows),
            "400",
            "404",
            parameters=[name],
        ),
    }
    for list_name, (summary, of_list) in _LISTS.items():
        paths[f"/{list_name}"] = _get(list_name, summary, _list_of(of_list), "400")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Public complaints",
            "version": "1",
            "description": (
                "What the portal publishes of complaints, for programs. Read only: complaints are filed at "
                "SP4N-LAPOR!. Every answer has an ETag; ask again with If-None-Match. Addresses stay; fields are "
                "added, never renamed, within a version."
            ),
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": paths,
        "components": {
            "schemas": {
                "Named": _object(slug=_SLUG, name=_TEXT),
                "Complaint": _object(**_COMPLAINT),
                "Problem": {
                    "type": "object",
                    "description": "RFC 9457",
                    "properties": {
                        "type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT,
                    },
                    "required": ["type", "title", "status"],
                },
            },
            "responses": {
                "400": _problem("A parameter is not known or makes no sense"),
                "404": _problem("There is no such complaint, agency, topic, class or page, or it is not published"),
                "429": _problem("Too many requests; see Retry-After"),
            },
        },
    }  # fmt: skip
