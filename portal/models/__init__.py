from .agency import Agency
from .attempt_count import AttemptCount
from .base_page import BasePage, listed
from .channel import Channel
from .complaint_class import ComplaintClass
from .data_version import DataVersion
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
    "DataVersion",
    "District",
    "Rendering",
    "SiteSettings",
    "Topic",
    "listed",
]
