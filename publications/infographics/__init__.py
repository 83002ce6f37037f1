"""Infographics: a template reads public figures, tells one story of them, and draws it in every size."""

from .journey import Journey
from .punctuality import PunctualityByAgency
from .ranking import Channels, Topics
from .recap import Recap
from .template import Choice, period_kind, period_text

TEMPLATES = {template.name: template for template in (Recap(), Journey(), Topics(), PunctualityByAgency(), Channels())}

__all__ = ["TEMPLATES", "Choice", "period_kind", "period_text"]
