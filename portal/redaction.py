"""Finds personal data in any text that comes from outside. Pure functions: no ORM, no Django."""

import re
from dataclasses import dataclass

# A run of digits that may be broken up by spaces, dots or hyphens, as people write numbers.
_SEPARATED = r"(?:[ .\-]?\d)"

_PATTERNS = (
    ("nik", re.compile(rf"(?<!\d)\d{_SEPARATED}{{15}}(?!\d)")),  # 16 digits: NIK and KK numbers
    ("mail", re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")),
    ("phone", re.compile(rf"(?<![\d])(?:\+?62[ .\-]?|0)8\d{_SEPARATED}{{6,11}}(?!\d)")),
    (
        "phone",
        re.compile(r"(?<!\d)\(?0(?:2\d{1,2}|[3-9]\d{2})\)?[ \-]\d{5,8}(?!\d)"),
    ),  # landlines: (0282) 534567
    ("plate", re.compile(r"\b[A-Z]{1,2}\s?\d{3,4}\s?[A-Z]{2,3}\b")),
    (
        "address",
        re.compile(r"\bR[TW]\s?\.?\s?0*\d{1,3}\s?(?:/|,)?\s?(?:R[TW]\s?\.?\s?)?0*\d{0,3}\b", re.IGNORECASE),
    ),
    (
        "name",
        re.compile(
            r"\b(?:(?:[Ss]aya|[Nn]ama(?: saya)?|[Aa]\.?[Nn]\.?|[Aa]tas nama|[Bb]apak|[Ii]bu|[Pp]ak|[Bb]u)\s*[:,]?\s+)"
            r"((?:[A-Z][a-z'.]+)(?:\s+[A-Z][a-z'.]+){0,3})"
        ),
    ),
)


@dataclass(frozen=True)
class Hit:
    """Personal data at text[start:end]; kind is nik, mail, phone, plate, address or name."""

    kind: str
    start: int
    end: int


def find_personal_data(text):
    """Every hit in text, in order, none inside another."""
    hits = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span(1) if match.groups() else match.span()
            if not any(start < hit.end and hit.start < end for hit in hits):
                hits.append(Hit(kind, start, end))
    return sorted(hits, key=lambda hit: hit.start)


def redact(text, mask="█████"):
    """text with every hit replaced by mask."""
    for hit in reversed(find_personal_data(text)):
        text = text[: hit.start] + mask + text[hit.end :]
    return text
