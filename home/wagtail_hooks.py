from wagtail import hooks
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from .dashboard import UnfinishedPanel
from .viewsets import ListGroup

register_snippet(ListGroup)


@hooks.register("construct_homepage_panels")
def show_what_is_unfinished(request, panels):
    if page_permission_policy.user_has_any_permission(request.user, ["change", "publish"]):
        panels.append(UnfinishedPanel())
