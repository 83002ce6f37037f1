"""Finds personal data in any text that comes from outside. Pure functions: no ORM, no Django."""

from dataclasses import dataclass

from .personal_data.addresses import find_addresses, find_mail
from .personal_data.names import find_names
from .personal_data.numbers import (
    find_accounts,
    find_niks,
    find_phones,
    find_plates,
    harmless_spans,
    has_nik_structure,
)

# In order of precedence: what one kind has taken, the next does not look at.
_FINDERS = (
    ("mail", find_mail),
    ("account", find_accounts),
    ("nik", find_niks),
    ("phone", find_phones),
    ("plate", find_plates),
    ("address", find_addresses),
    ("name", find_names),
)


@dataclass(frozen=True)
class Hit:
    """Personal data at text[start:end]; kind is nik, mail, phone, plate, account, address or name.

    Sixteen digits are a hit of kind nik whatever they say: is_valid_nik tells whether province, day and month can be.
    """

    kind: str
    start: int
    end: int
    is_valid_nik: bool = False


def find_personal_data(text):
    """Every hit in text, in order, none inside another."""
    taken = bytearray(len(text))  # one mark a character: thousands of hits are not compared with one another
    harmless = bytearray(len(text))
    for start, end in harmless_spans(text):
        harmless[start:end] = b"\1" * (end - start)
    hits = []
    for kind, find in _FINDERS:
        for start, end in find(text):
            if any(taken[start:end]) or (kind in ("nik", "phone") and any(harmless[start:end])):
                continue
            taken[start:end] = b"\1" * (end - start)
            hits.append(Hit(kind, start, end, kind == "nik" and has_nik_structure(text[start:end])))
    return sorted(hits, key=lambda hit: hit.start)


def redact(text, mask="█████"):
    """text with every hit replaced by mask."""
    for hit in reversed(find_personal_data(text)):
        text = text[: hit.start] + mask + text[hit.end :]
    return text
