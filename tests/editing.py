"""What an editor's browser would send."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import querydict_from_html


def form_data(client, page):
    """The edit form as the server rendered it; its StreamFields, which only a browser can fill, are sent empty."""
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            data[f"{field.name}-count"] = "0"
    return data


def check_page(test, page):
    """The page opens, and an editor can save and preview it."""
    test.login(get_user_model().objects.filter(is_superuser=True).first())
    data = form_data(test.client, page)
    test.assertPageIsRenderable(page)
    test.assertPageIsEditable(page, post_data=data)
    test.assertPageIsPreviewable(page, post_data=data)
