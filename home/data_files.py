"""Serves the tables of open data and the two descriptions of them for programs."""

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from portal import open_data
from portal.api import Problem, as_json, endpoint
from portal.models import DataVersion, SiteSettings
from portal.templatetags.portal_tags import full_url

from .data_catalog import as_dcat
from .data_package import as_data_package
from .datasets import datasets


@endpoint
def newest(request, name, file_format):
    """The newest version of a table. One without versions is made while it is sent, whatever its length."""
    table = open_data.find(name)
    if table is None:
        raise _nothing_here()
    version = None if table.is_live else DataVersion.objects.standing().filter(table=name).first()
    if version:
        return _file(request, name, file_format, version.content(file_format))
    pieces = [] if request.method == "HEAD" else open_data.WRITERS[file_format](table)
    return _file(request, name, file_format, pieces, StreamingHttpResponse)


@endpoint
def earlier(request, name, version, file_format):
    """The same bytes for ever."""
    found = DataVersion.objects.filter(table=name, version=version).first()
    if found is None:
        raise _nothing_here()
    if found.withdrawn_at:
        raise Problem(410, "Withdrawn", "This version was taken offline.")
    return _file(request, f"{name}-{version}", file_format, found.content(file_format))


@endpoint
def package(request):
    return as_json(as_data_package(datasets(), SiteSettings.for_request(request)))


@endpoint
def catalog(request):
    return as_json(as_dcat(datasets(), SiteSettings.for_request(request)), "application/ld+json")


def _file(request, name, file_format, content, response_class=HttpResponse):
    if file_format == "csv" and request.GET.get("bom") == "1":
        content = _with_bom(content)
    content_type = open_data.MEDIA_TYPES[file_format] + ("; charset=utf-8" if file_format == "csv" else "")
    response = response_class(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


def _with_bom(content):
    """For Excel, which takes UTF-8 for something else without one."""
    if isinstance(content, bytes):
        return open_data.BOM + content
    return (piece for pieces in ([open_data.BOM], content) for piece in pieces)


def _nothing_here():
    return Problem(404, "No such table", f"The tables are listed at {full_url(reverse('data_package'))}.")
