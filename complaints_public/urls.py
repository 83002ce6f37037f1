from django.urls import path

from . import chart_views, feeds, following_views, ledger_views, release_views, views

urlpatterns = [
    path("lacak/", views.lookup, name="lookup"),
    path("pengaduan/", views.complaint_list, name="complaint_list"),
    path("pengaduan/umpan.atom", feeds.newest, name="complaints_feed"),
    path("pengaduan/buku-riwayat/", ledger_views.heads, name="timeline_heads"),
    path("pengaduan/<str:reference>/", views.complaint, name="complaint"),
    path("pengaduan/<str:reference>/umpan.atom", feeds.one_complaint, name="complaint_feed"),
    path("pengaduan/<str:reference>/ikuti/", following_views.follow, name="follow"),
    path("ikuti/konfirmasi/<str:token>/", following_views.confirm, name="follow_confirm"),
    path("ikuti/berhenti/<str:token>/", following_views.stop, name="follow_stop"),
    path("statistik/<slug:table>.svg", chart_views.as_svg, name="chart_svg"),
    path("statistik/rilis/", release_views.releases, name="releases"),
    path("statistik/rilis.ics", release_views.calendar, name="release_calendar"),
    path("statistik/<slug:table>.png", chart_views.as_png, name="chart_png"),
    path("pengaduan/<str:reference>/identitas/", views.report_text, name="report_text"),
]
