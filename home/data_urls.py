"""Files of open data: one address whatever the language."""

from django.urls import path, re_path

from . import data_files

urlpatterns = [
    path("data/datapackage.json", data_files.package, name="data_package"),
    path("data/catalog.jsonld", data_files.catalog, name="data_catalog"),
    re_path(r"^data/(?P<name>[a-z0-9-]+)\.(?P<file_format>csv|json)$", data_files.newest, name="data_file"),
    re_path(
        r"^data/(?P<name>[a-z0-9-]+)/(?P<version>[0-9-]+)\.(?P<file_format>csv|json)$",
        data_files.earlier,
        name="data_version",
    ),
]
