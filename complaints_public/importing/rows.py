"""Turns one row of an export into what the register keeps, or says what is wrong with it."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.encryption import keyed_digest
from portal.models import Agency, Channel, ComplaintClass, District, Topic
from portal.redaction import find_personal_data

from ..models import Complaint, StatusMapping, Visibility
from ..models.choices import ExportColumn
from ..references import clean_number
from .columns import PERSONAL, REQUIRED
from .parsing import JAKARTA, as_texts, parse_day, parse_moment, parse_time

# What each column that may be missing says of a complaint.
_SAID_BY = {
    "visibility": ["source_visibility"],
    "reporter": ["reporter_name", "reporter_digest"],
    "title": ["raw_title"],
    "text": ["raw_text"],
    "final_text": ["raw_final_text"],
    "village": ["village"],
    "reason": ["source_reason"],
    "rating": ["rating"],
    **{name: [f"{name}_id"] for name in ("complaint_class", "agency", "topic", "channel", "district")},
}
_OLDEST_YEAR = 2000
_LISTED = ("complaint_class", "agency", "topic", "channel", "district")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_TITLE = 300
_LONGEST_TEXT = 50_000


@dataclass(frozen=True)
class Fault:
    """Something wrong at one cell. The value of a personal column is never kept."""

    line: int
    column: str
    value: str
    reason: str
    is_rejected: bool


@dataclass
class Draft:
    """A row that can land: what the source says, by the names of the register's columns (SOURCE_FIELDS)."""

    line: int
    number: str
    fields: dict = field(default_factory=dict)
    unsaid: list = field(default_factory=list)  # names of fields that the file has no column for
    has_time: bool = True

    def complete(self, kept):
        """Takes what the file has no column for from kept, the register's row: not said is not said to be empty."""
        self.fields |= {name: kept[name] for name in self.unsaid}
        received_at, known = self.fields["received_at"], timezone.localtime(kept["received_at"], JAKARTA)
        if not self.has_time and known.date() == received_at.date() and received_at.time() == time():
            self.fields["received_at"] = known
        self.derive()

    def derive(self):
        fields = self.fields
        fields["reporter_digest"] = Complaint.reporter_digest_of(fields["reporter_name"])
        texts = [fields["raw_title"], fields["raw_text"], fields["raw_final_text"]]
        fields["text_digest"] = keyed_digest(json.dumps(texts))
        said = {key: value for key, value in fields.items() if key != "source_digest"}
        fields["source_digest"] = keyed_digest(json.dumps([_plain(said[key]) for key in sorted(said)]))


class _Rejected(Exception):
    pass


def _simple(text):
    return " ".join(text.casefold().split())


def _agency_name(text):
    """An agency's name without punctuation and the "Kabupaten …" that some exports put behind it."""
    words = re.sub(r"[\W_]+", " ", text.casefold()).strip()
    return re.sub(r"(?<=.) (?:kabupaten|kab) \w+$", "", words)


class References:
    """The register's short lists, read once for a run."""

    def __init__(self, origin):
        mappings = StatusMapping.objects.filter(origin=origin)
        self.lists = {
            "status": {_simple(mapping.source_status): mapping for mapping in mappings},
            "complaint_class_id": _by_name(ComplaintClass.objects.all()),
            "topic_id": _by_name(Topic.objects.all()),
            "channel_id": _by_name(Channel.objects.all()),
            "agency_id": {
                _agency_name(name): row.replaced_by_id or row.pk
                for row in Agency.objects.all()
                for name in row.every_name
            },
            "district_id": {_simple(district.name): district.pk for district in District.objects.all()},
        }
        self.find = lru_cache(10_000)(self._find)  # the same few words stand in every row

    def _find(self, name, text):
        """What text means in the list of that name, or None."""
        simple = _agency_name if name == "agency_id" else _simple
        return self.lists[name].get(simple(text))


def _by_name(rows, simple=_simple):
    return {simple(name): row.pk for row in rows for name in row.every_name}


class RowReader:
    """Reads rows of one export; faults gathers everything found wrong, in the order of the rows."""

    def __init__(self, origin, as_of, headings):
        self.origin, self.as_of, self.headings = origin, as_of, headings
        self.references, self.newest_day = References(origin), timezone.localdate(as_of)
        self.unsaid = [name for column, names in _SAID_BY.items() if column not in headings for name in names]
        self.lines_by_number = {}
        self.rows, self.faults = 0, []

    def read(self, line, cells):
        """A Draft, or None when the row is rejected or no complaint at all."""
        self.line, self.cells = line, as_texts(cells)
        if self._stands_beside_the_table():
            return None
        self.rows += 1
        self.is_secret = "visibility" not in self.headings or "rahasia" in self._text("visibility").casefold()
        try:
            draft = Draft(line, self._number(), unsaid=self.unsaid, has_time="time" in self.headings)
            draft.fields = {
                "received_at": self._received_at(),
                **self._status(),
                "source_visibility": self._visibility(),
                **self._optional(),
                **self._written_by_people(),
            }
        except _Rejected:
            return None
        draft.derive()
        return draft

    def _text(self, name):
        return self.cells.get(name, "")

    def _stands_beside_the_table(self):
        """Totals and signatures below the table, and headings repeated on each printed page, are no complaints."""
        if all(self._text(name) == self.headings.get(name) for name in REQUIRED):
            return True
        said = any(self._text(name) for name in ("status", "title", "text", "final_text"))
        return not said and not parse_day(self._text("day")) and not clean_number(self.origin, self._text("number"))

    def _fault(self, name, reason, is_rejected=False):
        value = self._text(name)
        if value and self._is_personal(name, value):
            value = _("(not kept)")
        heading = self.headings.get(name) or str(ExportColumn(name).label)
        self.faults.append(Fault(self.line, heading[:100], value[:120], reason, is_rejected))

    def _is_personal(self, name, value):
        """Whether a value belongs to a person: by its column, or since it slipped into a wrong one."""
        if name in PERSONAL or (name == "number" and self.is_secret) or find_personal_data(value):
            return True
        reporter = {word for word in _simple(self._text("reporter")).split() if len(word) > 2}
        if name in ("number", "day", "time", "rating"):
            has_shape = name == "rating" or any(letter.isdigit() for letter in value)
            return not has_shape or len(_WORD.findall(value)) > 1
        return bool(reporter & set(_simple(value).split()))

    def _reject(self, name, reason):
        self._fault(name, reason, is_rejected=True)
        raise _Rejected

    def _number(self):
        if not self._text("number"):
            self._reject("number", _("The number is missing."))
        number = clean_number(self.origin, self._text("number"))
        if number is None:
            self._reject("number", _("This is no complaint number (6 to 10 digits)."))
        first_line = self.lines_by_number.setdefault(number, self.line)
        if first_line != self.line:
            self._reject("number", _("The number stands in line %(line)s already.") % {"line": first_line})
        return number

    def _received_at(self):
        if not self._text("day"):
            self._reject("day", _("The day of receipt is missing."))
        day = parse_day(self._text("day"))
        if day is None:
            self._reject("day", _("This is no day of the calendar."))
        if day.year < _OLDEST_YEAR:
            self._reject("day", _("This day lies too far back to be true."))
        clock = parse_time(self._text("time"))
        if clock is None and self._text("time"):
            self._fault("time", _("This is no time of day; the row was taken over without it."))
        if day > self.newest_day:
            self._reject("day", _("This day lies after the export itself was made."))
        # Without a time of its own the row may have one in the cell of the day.
        return parse_moment(self._text("day"), time()) if clock is None else datetime.combine(day, clock, JAKARTA)

    def _status(self):
        words = self._text("status")
        mapping = self.references.find("status", words)
        if mapping is None:
            self._reject("status", _("This status is unknown. Add it to the statuses of sources, then import again."))
        return {"status": mapping.status, "close_reason": mapping.close_reason, "source_status": words[:100]}

    def _visibility(self):
        if "visibility" not in self.headings:
            return Visibility.SECRET
        words = _simple(self._text("visibility"))
        if not words or words in ("terbuka", "publik", "-"):
            return Visibility.OPEN
        if words == "anonim":
            return Visibility.ANONYMOUS
        if "rahasia" not in words:
            self._fault("visibility", _("This kind is unknown; the complaint is kept confidential."))
        return Visibility.SECRET

    def _optional(self):
        """What may stay unknown: a word not understood is reported, and the row lands without it.

        Once the word is in the register's lists, the next import of the same file puts it in place.
        """
        known = {}
        for name in _LISTED:
            text = self._text(name)
            known[f"{name}_id"] = pk = self.references.find(f"{name}_id", text) if text else None
            if text and pk is None:
                self._fault(name, _("This name is unknown; the row was taken over without it."))
        known["rating"] = self._rating()
        if known["rating"] is None and self._text("rating"):
            self._fault("rating", _("This is no rating from 1 to 5; the row was taken over without it."))
        return known

    def _rating(self):
        text = self._text("rating")
        return int(text) if text in {"1", "2", "3", "4", "5"} else None

    def _written_by_people(self):
        title, text, final_text = self._text("title"), self._text("text"), self._text("final_text")
        if not title and "title" in self.headings:
            self._fault("title", _("The title is missing; the row was taken over without it."))
        elif len(title) > _LONG_TITLE:
            self._fault("title", _("The title has %(length)s characters; check it.") % {"length": len(title)})
        if not (text or final_text) and {"text", "final_text"} & set(self.headings):
            self._fault("text", _("The text is missing; the row was taken over without it."))
        return {
            "raw_title": title[:_LONGEST_TEXT],
            "raw_text": text[:_LONGEST_TEXT],
            "raw_final_text": final_text[:_LONGEST_TEXT],
            "reporter_name": self._text("reporter")[:200],
            "village": self._text("village")[:100],
            "source_reason": self._text("reason")[:500],
        }


def _plain(value):
    return value.isoformat() if isinstance(value, datetime) else value
