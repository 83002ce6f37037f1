from django.urls import path

from . import views

urlpatterns = [
    path("lacak/", views.lookup, name="lookup"),
    path("pengaduan/", views.complaint_list, name="complaint_list"),
    path("pengaduan/<str:reference>/", views.complaint, name="complaint"),
]
