"""Infographics for tests, from a register of the sample exports."""

from wagtail.models import Locale

from complaints_public.releasing import publish as publish_release
from complaints_public.tests.factories import EXPORT_2020, import_file, make_lists
from publications.models import InfographicIndexPage, InfographicPage
from tests.factories import make_home

__all__ = ["make_index", "make_infographic", "make_release", "publish_release"]


def make_release():
    make_lists()
    import_file(EXPORT_2020)
    return publish_release()


def make_index():
    """The index with its mirror in English, as load_cilacap leaves it."""
    home = make_home()
    english = Locale.objects.get(language_code="en")
    home.copy_for_translation(english)
    index = home.add_child(instance=InfographicIndexPage(title="Infografis", slug="infografis"))
    index.copy_for_translation(english, alias=True)
    return index


def make_infographic(index, design="journey", **fields):
    """Published, with an alias in English."""
    page = InfographicPage(title=fields.pop("title", design), slug=design, design=design, live=False, **fields)
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    return page
