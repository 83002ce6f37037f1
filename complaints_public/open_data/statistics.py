"""The public tables of the current release of statistics, each as a table of open data."""

from functools import partial

from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.open_data import Column, Frequency, Table, Theme

from .. import statistics
from ..definitions import definitions
from ..public_tables import DIMENSIONS, PUBLIC_TABLES

_defined = lazy(lambda anchor: definitions()[anchor][1], str)


def _columns(dimensions):
    for dimension in dimensions:
        name, label = DIMENSIONS[dimension].slug.replace("-", "_"), DIMENSIONS[dimension].label
        choices = tuple((DIMENSIONS[dimension].values or {}).items())
        if choices:
            description = _("What is counted in the row, as a code. An empty one has its meaning in the next column.")
            yield Column(name, "string", label, description, choices)
        yield Column(
            f"nama_{name}" if choices else name,
            "string",
            format_lazy("{label}: {words}", label=label, words=_("in words")) if choices else label,
            _("What is counted in the row, in Indonesian; a month is written as 2021-03."),
        )
    yield Column(
        "jumlah",
        "integer",
        _("Complaints"),
        _("How many. Empty: hidden, since it could give away something about a single complaint that is not public."),
    )


def _rows(table):
    figures = statistics.published()
    for *values, count in figures.content["tables"][table.name] if figures else ():
        with translation.override("id"):
            cells = [_cells(figures, *pair) for pair in zip(table.dimensions, values, strict=True)]
        yield *(cell for pair in cells for cell in pair), count


def _cells(figures, dimension, value):
    if DIMENSIONS[dimension].values:
        return value or None, figures.label(dimension, value)
    return (figures.label(dimension, value) if dimension in figures.content["names"] else value,)


def _as_of():
    release = statistics.current_release()
    return release.as_of if release else None


def _open_data(table):
    return Table(
        name=f"statistik-{table.slug}",
        title=table.caption,
        description=format_lazy(
            "{definition} {release}",
            definition=_defined(table.anchor),
            release=_(
                "These are the figures of the current release of statistics, which does not change. Small numbers are "
                "hidden in it, and others with them."
            ),
        ),
        columns=tuple(_columns(table.dimensions)),
        rows=partial(_rows, table),
        source=_("The release of statistics from exports of SP4N-LAPOR! and what the complaint desk recorded"),
        theme=Theme.STATISTICS,
        concept=table.caption,
        definition=_defined(table.anchor),
        classification=", ".join(DIMENSIONS[dimension].slug for dimension in table.dimensions),
        unit=_("complaint"),
        frequency=Frequency.MONTHLY,
        is_live=True,
        keywords=("statistik", "pengaduan", "statistics"),
        as_of=_as_of,
    )


# The total alone is in every other one.
STATISTICS = tuple(_open_data(table) for table in PUBLIC_TABLES if table.dimensions)
