from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access, user_passes_test
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from . import views

handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"


def nothing_here(request):
    raise Http404


def administrators_only(view):
    return require_admin_access(user_passes_test(lambda user: user.is_superuser)(view))


urlpatterns = [
    # The history of everything names entries of every agency's complaints.
    path("admin/reports/site-history/", administrators_only(LogEntriesView.as_view())),
    path("admin/reports/site-history/results/", administrators_only(LogEntriesView.as_view(results_only=True))),
    # Wagtail's choosers and bulk actions would list public texts of every agency; the desk has its own for complaints.
    re_path(r"^admin/(?:bulk/complaints_public/(?!complaint/)|snippets/choose/complaints_public/)", nothing_here),
    path("admin/", include(wagtailadmin_urls)),
    path("dokumen/", include(wagtaildocs_urls)),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
    # Pictures in the sizes that pages show; originals and documents are reached through Wagtail only.
    re_path(r"^media/(?P<path>images/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("complaints_public.data_urls")),
    path("", include("home.data_urls")),
    *i18n_patterns(
        path("", include("complaints_public.urls")),
        path("", include("publications.urls")),
        path("", include("home.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
