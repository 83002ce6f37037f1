from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsPublicConfig(AppConfig):
    name = "complaints_public"
    verbose_name = _("Complaints register")
