"""What an infographic says, before it is drawn: one message, its number, and everything in words and tables."""

from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from complaints_public.statistics import definition_of, statistics_address


@dataclass(frozen=True)
class Choice:
    """What an editor chose: "", a year or a month such as 2026-09; an agency's key or None."""

    period: str = ""
    agency: int | None = None

    @property
    def year(self):
        return int(self.period[:4]) if self.period else None


@dataclass(frozen=True)
class Bar:
    label: str
    value: float | None  # None where hidden
    text: str = ""
    note: str = ""
    is_rest: bool = False  # stands for all that have no room


@dataclass(frozen=True)
class Block:
    """A table with its definition, as components/data_table.html takes it."""

    caption: str
    columns: list
    rows: list
    anchor: str

    @classmethod
    def of(cls, table):
        return cls(table.caption, list(table.columns), table.cells, table.anchor)

    @property
    def definition(self):
        return definition_of(self.anchor)

    @property
    def definition_url(self):
        return f"{statistics_address()}#{self.anchor}"

    @property
    def words(self):
        """Every cell, for where no table can stand."""
        rows = [f"{row[0]}: {', '.join(map(str, row[1:]))}" for row in self.rows]
        return f"{self.caption}. {'; '.join(rows)}."


@dataclass
class Story:
    title: str
    period: str
    headline: str
    number: str
    number_label: str
    share: float | None = None  # of ten speech bubbles that are filled
    has_room: bool = True  # for the bubbles, on a small picture
    points: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    bars: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    months: list = field(default_factory=list)
    tiles: list = field(default_factory=list)  # (number, label)
    hidden: str = ""
    as_of: object = None
    version: int | None = None

    @property
    def source_line(self):
        texts = {"date": date_format(self.as_of, "j F Y"), "version": self.version}
        return _("Data as of %(date)s · release %(version)s") % texts

    @property
    def sentences(self):
        """The message and what belongs to it, one sentence each."""
        number = f"{self.number} {self.number_label}" if self.share is None else f"{self.number}: {self.number_label}"
        return [sentence for sentence in (number, *self.points, self.hidden) if sentence]

    @property
    def words(self):
        """All of it, for a file that has no table beside it."""
        said = [self.headline, *self.sentences]
        parts = [text if text.endswith((".", "!", "?")) else f"{text}." for text in said]
        return " ".join([*parts, *(block.words for block in self.blocks), f"{self.source_line}."])


def percent(part, whole):
    """In whole ones; never rounded to none or all."""
    rounded = round(part * 100 / whole)
    if rounded == 100 and part < whole:
        return "> 99 %"
    return "< 1 %" if part and not rounded else f"{rounded} %"


def in_ten(part, whole):
    """A share in plain words, never rounded to what it is not: “Nearly 7 in 10”."""
    tenths = part * 10 / whole
    nearest = round(tenths)
    if part == whole:
        return _("All")
    if nearest and abs(tenths - nearest) <= 0.05:
        return capfirst(_("%(number)s in 10") % {"number": nearest})
    if nearest > tenths and nearest - tenths <= 0.3:
        return _("Nearly %(number)s in 10") % {"number": nearest}
    if tenths < 1:
        return _("Fewer than 1 in 10")
    return _("More than %(number)s in 10") % {"number": int(tenths)}


def hidden_note(labels):
    """Names what is hidden; "" where nothing is."""
    return _("Hidden, for the protection of persons: %(names)s.") % {"names": ", ".join(labels)} if labels else ""


def of_complaints(part, whole):
    return _("%(part)s of %(whole)s complaints") % {"part": intcomma(part), "whole": intcomma(whole)}
