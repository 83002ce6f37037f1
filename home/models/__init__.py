from .agency_pages import AgencyIndexPage, AgencyPage
from .channels_page import ChannelsPage
from .content_page import ContentPage
from .home_page import HomePage
from .loaded_content import LoadedContent

__all__ = ["AgencyIndexPage", "AgencyPage", "ChannelsPage", "ContentPage", "HomePage", "LoadedContent"]
