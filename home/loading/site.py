"""The tree's root: languages, the home page's place, and the site that serves it."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site


def ensure_locales():
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def tree_root():
    return Page.get_first_root_node()


def remove_welcome_page():
    """Wagtail's own first page gives way; a page that anybody made stays."""
    for page in tree_root().get_children().filter(content_type__model="page", content_type__app_label="wagtailcore"):
        if page.slug == "home" and page.latest_revision_id is None and page.is_leaf():
            Site.objects.filter(root_page=page).update(root_page=tree_root())
            page.delete()


def serve(home_page):
    """The default site serves the home page at BASE_URL, unless an administrator has pointed it elsewhere."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=tree_root())
    if site.root_page_id == tree_root().pk:
        address = urlsplit(settings.BASE_URL)
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.root_page = home_page
        site.save()
