"""Panels of the editors' forms that every app shares."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel


def agencies_panel():
    return FieldPanel("agencies", widget=CheckboxSelectMultiple)
