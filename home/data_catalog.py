"""The tables as a catalogue of DCAT-AP 3 in JSON-LD, for data portals that gather from many places."""

from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.open_data import LICENCE_URL
from portal.templatetags.portal_tags import full_url

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ABOUT = _("Tables on complaints about public services that anybody may use, pass on and build upon.")
_THEME = {"@id": f"{_EU}data-theme/GOVE"}
_LANGUAGES = [{"@id": f"{_EU}language/IND"}, {"@id": f"{_EU}language/ENG"}]


def as_dcat(datasets, site):
    """The whole catalogue. Addresses of pages are those in Indonesian, the first language."""
    with translation.override("id"):
        home, address = full_url(reverse("data_catalogue")), full_url(reverse("data_catalog"))
        publisher = _publisher(site, home)
        issued, modified = [d.issued for d in datasets if d.issued], [d.as_of for d in datasets if d.as_of]
        return {
            "@context": _CONTEXT,
            "@id": address,
            "@type": "dcat:Catalog",
            "dct:title": [_text(site.portal_name, "id")],
            "dct:description": _in_both(_about(site)),
            "dct:publisher": publisher,
            "dct:language": _LANGUAGES,
            "dct:license": {"@id": LICENCE_URL},
            "dct:spatial": _place(site, home),
            "foaf:homepage": {"@id": home},
            **_dates(min(issued, default=None), max(modified, default=None)),
            "dcat:themeTaxonomy": {"@id": f"{_EU}data-theme"},
            "dcat:dataset": [_dataset(dataset, site, publisher) for dataset in datasets],
        }


def _dataset(dataset, site, publisher):
    table, page = dataset.table, full_url(dataset.address)
    described = {
        "@id": f"{page}#data",
        "@type": "dcat:Dataset",
        "dct:identifier": table.name,
        "dct:title": _in_both(table.title),
        "dct:description": _in_both(table.description),
        "dct:publisher": publisher,
        "dct:source": _text(str(table.source), "id"),
        "dct:language": _LANGUAGES[:1],
        "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/{table.frequency}"},
        "dct:spatial": _place(site, full_url(reverse("data_catalogue"))),
        **_dates(dataset.issued, dataset.as_of),
        "dcat:contactPoint": _contact(site, page),
        "dcat:keyword": [_text(word, "id") for word in table.keywords],
        "dcat:landingPage": {"@id": page},
        "dcat:theme": _THEME,
        "dcat:distribution": [_distribution(table, file) for file in dataset.files],
    }
    if dataset.newest:
        described["dcat:version"] = dataset.newest.version
    return described


def _distribution(table, file):
    address = full_url(file.address)
    described = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _in_both(table.title),
        "dct:format": {"@id": f"{_EU}file-type/{file.format.upper()}"},
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{_IANA}{file.media_type}"},
    }
    if file.sha256:
        described["dcat:byteSize"] = {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)}
        described["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        }
    return described


def _publisher(site, home):
    return {"@id": f"{home}#publisher", "@type": "foaf:Agent", "foaf:name": site.owner or site.regency}


def _contact(site, page):
    contact = {"@type": "vcard:Organization", "vcard:fn": site.owner or site.regency, "vcard:hasURL": {"@id": page}}
    if site.contact_email:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{site.contact_email}"}
    return contact


def _place(site, home):
    return {"@id": f"{home}#place", "@type": "dct:Location", "skos:prefLabel": _text(site.regency, "id")}


def _about(site):
    return format_lazy("{regency}: {about}", regency=site.regency, about=ABOUT)


def _dates(issued, modified):
    days = {"dct:issued": issued, "dct:modified": modified}
    return {name: {"@type": "xsd:date", "@value": day.isoformat()} for name, day in days.items() if day}


def _in_both(text):
    told = [_text(str(text), "id")]
    with translation.override("en"):
        return [*told, _text(str(text), "en")]


def _text(text, language):
    return {"@language": language, "@value": text}
