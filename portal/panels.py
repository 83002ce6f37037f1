"""Panels of the editors' forms that every app shares."""

from django.forms import CheckboxSelectMultiple, DateInput
from wagtail.admin.panels import FieldPanel


def agencies_panel():
    return FieldPanel("agencies", widget=CheckboxSelectMultiple)


class DayInput(DateInput):
    """The browser's own date field. Wagtail's picker turns a day it cannot read into today without a word."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)
