"""Makes the files of an infographic before anybody asks for them."""

from django.utils.translation import override
from django_tasks import task

from portal.models import BeingDrawn

from .picture import file_names, file_of


@task(backend="queue")
def draw_files(page_pk):
    from ..models import InfographicPage

    page = InfographicPage.objects.live().filter(pk=page_pk).select_related("locale").first()
    if page:
        with override(page.locale.language_code):
            _draw(page)


def _draw(page):
    if page.picture is None:
        return
    for kind, size in file_names(page.slug).values():
        try:
            file_of(page.picture, kind, size)
        except BeingDrawn:
            continue
