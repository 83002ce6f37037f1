"""What every list shown by wagtail-modeladmin has in common."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpResponseRedirect
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView


class RegisterIndexView(IndexView):
    """Knows the parameters of its own list and no others.

    modeladmin would take any look-up from the address, as far as other tables' columns, and so answer questions
    about what a user may not see. An unknown parameter, or a value that makes no sense, shows the whole list.
    """

    def dispatch(self, request, *args, **kwargs):
        filters = {f"{name}{way}" for name in self.model_admin.list_filter for way in ("", "__exact", "__isnull")}
        if not set(request.GET) <= {*self.IGNORED_PARAMS, self.PAGE_VAR, self.ERROR_FLAG, *filters}:
            return HttpResponseRedirect(request.path)
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)


def _key(text):
    """A key that can be none of a row's leads to no page; modeladmin would break on it."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return text


class Register(ModelAdmin):
    index_view_class = RegisterIndexView
    history_view_enabled = False
    list_per_page = 50

    def inspect_view(self, request, instance_pk):
        return super().inspect_view(request, _key(instance_pk))

    def edit_view(self, request, instance_pk):
        return super().edit_view(request, _key(instance_pk))

    def delete_view(self, request, instance_pk):
        return super().delete_view(request, _key(instance_pk))

    def register_admin_url_finders(self):
        """Rows are reached from their list only."""
