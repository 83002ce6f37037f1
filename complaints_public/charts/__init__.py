"""Turns tables into pictures: places and sizes for templates/complaints_public/charts/, and the same in words.

data = ChartData(table.caption, labels, [Series(name, values)], unit=Complaints())
chart = Chart("columns", data)      {% include "complaints_public/charts/chart.html" with chart=chart only %}
"""

from .chart import Chart
from .data import ChartData, Complaints, Percent, Series, Unit, WorkingDays
from .summary import summary

__all__ = ["Chart", "ChartData", "Complaints", "Percent", "Series", "Unit", "WorkingDays", "summary"]
