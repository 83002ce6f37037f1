from .action_plan import ActionPlanPage, PlanActivity, PlanProgramme
from .indicators import IndicatorsPage, IndicatorValue, StrategicIndicator, SuccessIndicator
from .publication import PublicationIndexPage, PublicationPage

__all__ = [
    "ActionPlanPage",
    "IndicatorValue",
    "IndicatorsPage",
    "PlanActivity",
    "PlanProgramme",
    "PublicationIndexPage",
    "PublicationPage",
    "StrategicIndicator",
    "SuccessIndicator",
]
