from django.urls import path

from . import views

urlpatterns = [path("infografis/<slug:slug>/<str:file>", views.infographic_file, name="infographic_file")]
