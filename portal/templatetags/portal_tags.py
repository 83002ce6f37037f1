from django import template
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Page, Site

register = template.Library()


def _root_page(context):
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return site.root_page.localized if site else None


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
    """This page's address in each language: [{"code", "name", "url", "is_current"}]."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    current = translation.get_language()
    links = []
    for code in ("id", "en"):
        if isinstance(page, Page) and page.pk:
            translated = page.get_translations(inclusive=True).live().filter(locale__language_code=code).first()
            url = translated.get_url(request) if translated else None
        else:
            url = translate_url(request.get_full_path(), code)
        if url:
            name = get_language_info(code)["name_local"]
            links.append({"code": code, "name": name, "url": url, "is_current": code == current})
    return links


@register.simple_tag
def page_url(page_or_none, request=None):
    return page_or_none.get_url(request) if page_or_none else ""
