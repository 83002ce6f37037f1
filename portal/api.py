"""What every read-only address for programs has in common: methods, CORS, limits, ETags, errors as RFC 9457 says."""

import json
from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from .cache_headers import for_everybody
from .client_address import client_address
from .rate_limit import Limit, attempts_left

METHODS = ("GET", "HEAD", "OPTIONS")
LIMIT = Limit("api", attempts=2_000, seconds=3_600)
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Problem(Exception):
    """What is wrong with a request."""

    def __init__(self, status, title, detail="", **headers):
        super().__init__(title)
        self.status, self.title, self.detail, self.headers = status, title, detail, headers


def _problem_json(problem, request, **_address):
    content = {"type": "about:blank", "title": problem.title, "status": problem.status}
    if problem.detail:
        content["detail"] = problem.detail
    return as_json(content, "application/problem+json", status=problem.status, headers=problem.headers)


def as_json(content, content_type="application/json", **options):
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    return HttpResponse(body, content_type=content_type, **options)


def endpoint(view=None, *, problem_response=None):
    """Makes a view for programs. It returns a response or raises Problem.

    problem_response(problem, request, **what the address says) tells of one; without it that is problem+json.
    """
    problem_response = problem_response or _problem_json
    if view is None:
        return lambda one: endpoint(one, problem_response=problem_response)

    def answer(request, **kwargs):
        try:
            return view(request, **kwargs)
        except Problem as problem:
            return problem_response(problem, request, **kwargs)

    limited = conditional_page(_limited(answer, problem_response))

    @csrf_exempt  # nothing changes here
    @wraps(view)
    def wrapped(request, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=_PREFLIGHT)
        elif request.method not in METHODS:
            refusal = Problem(405, "Only reading is possible here", Allow=", ".join(METHODS))
            response = problem_response(refusal, request, **kwargs)
        else:
            response = limited(request, **kwargs)
        for name, value in _CORS.items():
            response.headers[name] = value
        return response

    return wrapped


def _limited(answer, problem_response):
    """The same for so many requests an hour from one address, with the headers that say how many are left."""

    def limited(request, **kwargs):
        left, seconds = attempts_left(LIMIT, client_address(request))
        if left < 0:
            wait = {"Retry-After": str(seconds)}
            refusal = Problem(429, "Too many requests", f"Wait {seconds} seconds.", **wait)
            response = problem_response(refusal, request, **kwargs)
        else:
            response = answer(request, **kwargs)
        if response.status_code == 200:
            for_everybody(response)
        response.headers["RateLimit-Policy"] = f'"hour";q={LIMIT.attempts};w={LIMIT.seconds}'
        response.headers["RateLimit"] = f'"hour";r={max(left, 0)};t={seconds}'
        return response

    return limited


def no_parameters(request):
    if request.GET:
        raise Problem(400, "Unknown parameter", "This address takes none.")
