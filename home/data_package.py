"""The tables as a Data Package (specs.frictionlessdata.io): what programs need to read them without guessing."""

from django.urls import reverse
from django.utils import translation

from portal.open_data import LICENCE_URL
from portal.templatetags.portal_tags import full_url

LICENCE = {"name": "CC-BY-4.0", "path": LICENCE_URL, "title": "Creative Commons Attribution 4.0"}


def as_data_package(datasets, site):
    """In Indonesian, the language of the data; title_en and description_en beside it."""
    with translation.override("id"):
        return {
            "name": "pengaduan-publik",
            "id": full_url(reverse("data_package")),
            "title": site.portal_name,
            "homepage": full_url(reverse("data_catalogue")),
            "licenses": [LICENCE],
            "contributors": [{"title": site.owner or site.regency, "role": "publisher"}],
            "keywords": sorted({word for dataset in datasets for word in dataset.table.keywords}),
            "resources": [_resource(dataset) for dataset in datasets],
        }


def _resource(dataset):
    table, file = dataset.table, next(dataset.files)
    resource = {
        "name": table.name,
        **in_both_languages(title=table.title, description=table.description),
        "path": f"{table.name}.csv",
        "format": file.format,
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "homepage": full_url(dataset.address),
        "licenses": [LICENCE],
        "sources": [{"title": str(table.source)}],
        "schema": _schema(table),
    }
    if dataset.newest:
        resource |= {"bytes": file.bytes, "hash": f"sha256:{file.sha256}", "version": dataset.newest.version}
    return resource


def _schema(table):
    schema = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return schema


def _field(column):
    field = {
        "name": column.name,
        "type": column.type,
        **in_both_languages(title=column.title, description=column.description),
    }
    if column.choices:
        field["constraints"] = {"enum": column.codes}
    return field


def in_both_languages(**texts):
    """Each text under its name in the language that is active, and in English under <name>_en."""
    told = {name: str(text) for name, text in texts.items()}
    with translation.override("en"):
        return told | {f"{name}_en": str(text) for name, text in texts.items()}
