"""The register's tables of open data. portal/open_data.py says what a table is; /data/ shows them."""

from .complaints import COMPLAINTS
from .deadlines import HOLIDAYS, TIME_LIMITS
from .lists import AGENCIES, CHANNELS, CLASSES, STATUSES, TOPICS
from .statistics import STATISTICS

TABLES = (COMPLAINTS, AGENCIES, TOPICS, CLASSES, CHANNELS, STATUSES, TIME_LIMITS, HOLIDAYS, *STATISTICS)
