"""What programs read: one address whatever the language."""

from django.urls import include, path, re_path

from . import ledger_views

urlpatterns = [
    path("api/v1/", include("complaints_public.api")),
    path("open311/v2/", include("complaints_public.open311")),
    path("pengaduan/buku-riwayat.txt", ledger_views.heads_as_text, name="timeline_heads_as_text"),
    path("pengaduan/buku-riwayat.json", ledger_views.newest_head, name="newest_timeline_head"),
    re_path(r"^pengaduan/buku-riwayat/(?P<day>\d{4}-\d\d-\d\d)\.json$", ledger_views.head, name="timeline_head"),
]
