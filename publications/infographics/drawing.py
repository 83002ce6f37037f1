"""Makes the files of an infographic before anybody asks for them."""

from django.utils.translation import override
from django_tasks import task

from portal.models import BeingDrawn

from .picture import file_names, file_of


@task(backend="queue")
def draw_files(page_pk):
    """Of the page and of its other languages."""
    from ..models import InfographicPage

    for page in InfographicPage.objects.live().filter(pk=page_pk) | InfographicPage.objects.live().filter(
        alias_of=page_pk
    ):
        with override(page.locale.language_code):
            if page.picture:
                _draw(page)


def _draw(page):
    for kind, size in file_names(page.slug).values():
        try:
            file_of(page.picture, kind, size)
        except BeingDrawn:
            continue
