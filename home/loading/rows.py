"""The rows that hang on a page: programmes and activities of the plan, indicators and their values."""

from publications.models import IndicatorValue, PlanActivity, PlanProgramme, StrategicIndicator, SuccessIndicator


def set_rows(page, entry, links):
    if "programmes" in entry:
        page.programmes = [_programme(row, place, links) for place, row in enumerate(entry["programmes"])]
    if "strategic" in entry:
        page.strategic = [_strategic(row, place) for place, row in enumerate(entry["strategic"])]
    if "success" in entry:
        page.success = [SuccessIndicator(sort_order=place, **row) for place, row in enumerate(entry["success"])]


def _programme(row, place, links):
    values = {key: value for key, value in row.items() if key != "activities"}
    programme = PlanProgramme(sort_order=place, **values)
    programme.activities = [_activity(activity, number, links) for number, activity in enumerate(row["activities"])]
    return programme


def _activity(row, place, links):
    values = {key: value for key, value in row.items() if key not in {"agencies", "years", "parties"}}
    activity = PlanActivity(
        sort_order=place,
        years=", ".join(str(year) for year in row["years"]),
        parties_as_printed="\n".join(row["parties"]),
        **values,
    )
    activity.agencies = links.agencies(row["agencies"])
    return activity


def _strategic(row, place):
    values = {key: value for key, value in row.items() if key != "values"}
    indicator = StrategicIndicator(sort_order=place, **values)
    indicator.values = [IndicatorValue(sort_order=number, **value) for number, value in enumerate(row["values"])]
    return indicator
