from django.urls import path

from . import data_views, views

urlpatterns = [
    path("cari/", views.search, name="search"),
    path("data/", data_views.catalogue, name="data_catalogue"),
    path("data/<slug:name>/", data_views.table, name="data_table"),
]
