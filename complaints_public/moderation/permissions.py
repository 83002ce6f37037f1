"""Who may see and do what with complaints in the admin. Every view asks here or Complaint.objects.visible_to()."""

from functools import wraps

from django.contrib.admin.utils import unquote
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail_modeladmin.helpers import PermissionHelper

from ..models import Complaint, PublicText


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The register changes through imports and recorded steps, never through a form."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class PublicTextPolicy(ModelPermissionPolicy):
    """A public text is begun from its complaint and stays as long as that does; it is decided on at the desk alone."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete", "publish", "unpublish") and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user, action, instance):
        is_visible = Complaint.objects.visible_to(user).filter(pk=instance.complaint_id).exists()
        return is_visible and self.user_has_permission(user, action)


class ReadOnlyHelper(PermissionHelper):
    """For a register that is only looked at, by everyone: not even a superuser edits it."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


class TimelineHelper(ReadOnlyHelper):
    """The ledger names complaints of every agency."""

    def user_can_list(self, user):
        return super().user_can_list(user) and user.has_perm("complaints_public.view_every_agency")


def only_visible_texts(view):
    """Answers 404 for a public text of a complaint that the user may not see, whatever the view."""

    @wraps(view)
    def gated(request, *args, **kwargs):
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is not None:
            texts = PublicText.objects.filter(complaint__in=Complaint.objects.visible_to(request.user))
            if not (str(pk).isdecimal() and texts.filter(pk=unquote(str(pk))).exists()):
                raise Http404
        return view(request, *args, **kwargs)

    return gated


def at_the_desk(view):
    """In place of a view of Wagtail's that would decide: the desk has the claims, the reasons and the record."""

    def redirected(request, pk, **kwargs):
        complaint_pk = get_object_or_404(PublicText, pk=unquote(str(pk))).complaint_id
        return redirect("complaint:decide", complaint_pk)

    return redirected
