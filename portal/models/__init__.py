from .agency import Agency
from .attempt_count import AttemptCount
from .base_page import BasePage, listed
from .channel import Channel
from .complaint_class import ComplaintClass
from .district import District
from .site_settings import SiteSettings
from .topic import Topic

__all__ = [
    "Agency",
    "AttemptCount",
    "BasePage",
    "Channel",
    "ComplaintClass",
    "District",
    "SiteSettings",
    "Topic",
    "listed",
]
