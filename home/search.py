"""Finds public pages in the reader's language; whatever a reader types is a query, never an error."""

import re

from wagtail.models import Locale, Page

LONGEST_QUERY = 200  # characters; more words narrow nothing down
COMPLAINT_NUMBER = re.compile(r"#?\d{6,10}")
# Signs mean something to the search engines; one of them (a quotation mark) breaks SQLite's query language.
SIGNS = re.compile(r"[^\w]+")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def clean(query):
    return " ".join(UNPRINTABLE.sub(" ", query).split())[:LONGEST_QUERY]


def looks_like_complaint_number(query):
    return bool(COMPLAINT_NUMBER.fullmatch(query))


def find_pages(query):
    words = SIGNS.sub(" ", query).strip()
    if not words:
        return []
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    return pages.search(words)


def with_types(results):
    """The pages themselves, in the order given, each knowing what to call its type."""
    pages = Page.objects.filter(pk__in=[page.pk for page in results]).specific().defer_streamfields()
    found = {page.pk: page for page in pages}
    return [found[page.pk] for page in results if page.pk in found]
