from .action_plan import ActionPlanPage, PlanActivity, PlanProgramme
from .indicators import IndicatorsPage, IndicatorValue, StrategicIndicator, SuccessIndicator
from .infographic import InfographicIndexPage, InfographicPage
from .publication import PublicationIndexPage, PublicationPage
from .uploaded_infographic import UploadedInfographicPage

__all__ = [
    "ActionPlanPage",
    "IndicatorValue",
    "IndicatorsPage",
    "InfographicIndexPage",
    "InfographicPage",
    "PlanActivity",
    "PlanProgramme",
    "PublicationIndexPage",
    "PublicationPage",
    "StrategicIndicator",
    "SuccessIndicator",
    "UploadedInfographicPage",
]
