"""Small trees of pages for tests that need no loaded content."""

from wagtail.models import Locale, Page, Site

from faq.models import FaqIndexPage, FaqPage, FaqTopic
from home.models import HomePage
from publications.models import PublicationIndexPage, PublicationPage


def make_home():
    """A home page that the default site serves, in place of Wagtail's welcome page."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Beranda", slug="beranda"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    return home


def make_faq(home, questions=()):
    """The index with one page for each (title, topic slug, agencies)."""
    index = home.add_child(instance=FaqIndexPage(title="Tanya jawab", slug="faq"))
    for title, topic_slug, agencies in questions:
        topic, _is_new = FaqTopic.objects.get_or_create(slug=topic_slug, defaults={"name": topic_slug.title()})
        page = FaqPage(title=title, topic=topic, short_answer=f"Jawaban atas: {title}")
        page.agencies = agencies
        index.add_child(instance=page)
    return index


def make_publications(home, publications=()):
    """The index with one page for each (title, kind, agencies)."""
    index = home.add_child(instance=PublicationIndexPage(title="Publikasi", slug="publikasi"))
    for title, kind, agencies in publications:
        page = PublicationPage(title=title, kind=kind)
        page.agencies = agencies
        index.add_child(instance=page)
    return index
