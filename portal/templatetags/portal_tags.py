import re
from decimal import Decimal

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import translate_url
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, gettext
from wagtail.models import Page, Site

register = template.Library()


def _root_page(context):
    """The home page in the reader's language, looked up once a request."""
    request = context.get("request")
    if request is None:
        return None
    found = request.__dict__.setdefault("_portal_roots", {})
    language = translation.get_language()
    if language not in found:
        site = Site.find_for_request(request)
        found[language] = site.root_page.localized if site else None
    return found[language]


def _shown_at(context):
    """The path a view's page names as its own: shown_at, where the one asked for must not be repeated."""
    return context.get("shown_at") or context["request"].path


@register.simple_tag(takes_context=True)
def home_page(context):
    return _root_page(context)


@register.simple_tag(takes_context=True)
def main_menu(context):
    """The pages right below the home page that editors put into menus, in the reader's language."""
    root = _root_page(context)
    return root.get_children().live().in_menu() if root else Page.objects.none()


@register.simple_tag(takes_context=True)
def breadcrumbs(context):
    """The live pages from home to the parent of the page shown."""
    page = context.get("page")
    root = _root_page(context)
    if not (isinstance(page, Page) and page.pk and root and page.depth > root.depth):
        return []
    return page.get_ancestors().live().filter(depth__gte=root.depth)


@register.simple_tag(takes_context=True)
def language_links(context):
    """This page's address in each language: [{"code", "name", "url", "is_current", "is_translation"}].

    Where there is no translation, the address is the home page's.
    """
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    current = translation.get_language()
    is_page = isinstance(page, Page) and page.pk
    pages = page.get_translations(inclusive=True).live().select_related("locale") if is_page else []
    translations = {translated.locale.language_code: translated for translated in pages}
    links = []
    for code in ("id", "en"):
        if is_page:
            url = translations[code].get_url(request) if code in translations else None
        else:
            url = translate_url(_shown_at(context), code)
        links.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "url": url or translate_url("/", code),
                "is_current": code == current,
                "is_translation": bool(url),
            }
        )
    return links


@register.simple_tag
def page_url(page_or_none, request=None):
    return page_or_none.get_url(request) if page_or_none else ""


@register.simple_tag(takes_context=True)
def menu_links(context):
    """The main menu with the reader's place in it: [{"title", "url", "is_current"}]."""
    request = context.get("request")
    links = []
    for page in main_menu(context):
        url = page.get_url(request)
        is_current = bool(url and request and request.path.startswith(url))
        links.append({"title": page.title, "url": url, "is_current": is_current})
    return links


@register.simple_tag(takes_context=True)
def breadcrumb_links(context, parent_title="", parent_url=""):
    """Where the page stands: [{"title", "url"}], from home to the parent; a view without a page names its parent."""
    request = context.get("request")
    root = _root_page(context)
    pages = list(breadcrumbs(context))
    if not isinstance(context.get("page"), Page) and root:
        pages = [root]
    home, *others = [{"title": page.title, "url": page.get_url(request)} for page in pages] or [None]
    if parent_url:
        others.append({"title": parent_title, "url": parent_url})
    return [{**home, "title": gettext("Home")}, *others] if home else []


@register.simple_tag(takes_context=True)
def canonical_url(context):
    """The one address of this page, without the question mark and what follows."""
    request = context.get("request")
    page = context.get("page")
    path = page.get_url(request) if isinstance(page, Page) and page.pk else None
    return full_url(path or (_shown_at(context) if request else ""))


NUMBER = re.compile(r"[-–−]?[\d.,\s]+\s?%?")


@register.filter
def headings(body):
    """The headings among the blocks of a page's body, for its table of contents."""
    return [str(block.value) for block in body or [] if block.block_type == "heading"]


@register.filter
def cell_text(value):
    """A table cell as people read it: whole numbers with separators, nothing as a dash."""
    if value is None or value == "":
        return "–"
    return intcomma(value) if isinstance(value, int) and not isinstance(value, bool) else value


@register.filter
def is_number(value):
    return isinstance(value, int | float | Decimal) or bool(NUMBER.fullmatch(str(value)))


@register.simple_tag
def number_columns(rows):
    """The positions of the columns that hold numbers in most of their cells, so that their headings align alike."""
    rows = [list(row) for row in rows or []]
    width = max(map(len, rows), default=0)
    columns = [[row[n] for row in rows if n < len(row) and row[n] not in ("", None)] for n in range(1, width)]
    return {n for n, cells in enumerate(columns, 1) if sum(map(is_number, cells)) * 2 > len(cells)}


@register.filter
def full_url(path):
    return path if path.startswith("http") else settings.BASE_URL + path


OWN_LINK = re.compile(r'href="(/[^/"][^"]*)"')


@register.filter
def links_in_language(html):
    """html with links to this portal's own pages leading to the reader's language, where they name no other."""
    language = translation.get_language()

    def translated(link):
        path = link[1]
        return link[0] if translation.get_language_from_path(path) else f'href="{translate_url(path, language)}"'

    # Without a prefix an address is one of the first language, so it is looked up in that one.
    with translation.override(settings.LANGUAGE_CODE):
        html = OWN_LINK.sub(translated, str(html))
    return mark_safe(html)  # noqa: S308  rich text that Wagtail has made safe
