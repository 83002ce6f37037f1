from .agency import Agency
from .attempt_count import AttemptCount
from .base_page import BasePage, listed
from .channel import Channel
from .complaint_class import ComplaintClass
from .district import District
from .rendering import BeingDrawn, Rendering
from .site_settings import SiteSettings
from .topic import Topic

__all__ = [
    "Agency",
    "AttemptCount",
    "BasePage",
    "BeingDrawn",
    "Channel",
    "ComplaintClass",
    "District",
    "Rendering",
    "SiteSettings",
    "Topic",
    "listed",
]
