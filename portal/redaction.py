"""Finds personal data in any text that comes from outside. Pure functions: no ORM, no Django."""

import re
from dataclasses import dataclass, field

from .personal_data.addresses import find_addresses, find_mail
from .personal_data.names import find_names
from .personal_data.numbers import (
    find_accounts,
    find_identities,
    find_phones,
    find_plates,
    find_spoken,
    harmless_spans,
    has_nik_structure,
)

_DIGIT = re.compile(r"\d")
_MANY_DIGITS = re.compile(r"\d(?:\D{0,4}\d){5}")
# In order of precedence: what one kind has taken, the next does not look at. The pattern must occur, to look at all.
_FINDERS = (
    ("mail", find_mail, None),
    ("account", find_accounts, _MANY_DIGITS),
    ("nik", find_identities, _MANY_DIGITS),
    ("phone", find_phones, _MANY_DIGITS),
    ("phone", find_spoken, None),
    ("plate", find_plates, _DIGIT),
    ("address", find_addresses, None),
    ("name", find_names, None),
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # "３" is written for "3"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")  # takes no room on the screen


@dataclass(frozen=True)
class Hit:
    """Personal data at text[start:end]; kind is nik, kk, mail, phone, plate, account, address or name.

    Sixteen digits are a hit of kind nik (kk after "KK") whatever they say: is_valid_nik tells whether province, day
    and month can be. why names the cue, for those who ask what made it a hit.
    """

    kind: str
    start: int
    end: int
    is_valid_nik: bool = False
    why: str = field(default="", compare=False)


def find_personal_data(text):
    """Every hit in text, in order, none inside another."""
    plain, origins = _plain(text)
    hits = sorted(_hits(plain), key=lambda hit: hit.start)
    if origins is None:
        return hits
    return [Hit(hit.kind, origins[hit.start], origins[hit.end - 1] + 1, hit.is_valid_nik, hit.why) for hit in hits]


def redact(text, mask="█████", masks=None):
    """text with every hit replaced by mask, or by masks[kind] where there is one."""
    masks = masks or {}
    for hit in reversed(find_personal_data(text)):
        text = text[: hit.start] + masks.get(hit.kind, mask) + text[hit.end :]
    return text


def _plain(text):
    """text in plain characters, and where each of them stood; None for that when no place has changed."""
    if text.isascii():
        return text, None
    text = text.translate(_FULL_WIDTH)
    if not _UNSEEN.search(text):
        return text, None
    origins = [i for i, character in enumerate(text) if not _UNSEEN.match(character)]
    return "".join(text[i] for i in origins), origins


def _hits(text):
    taken = bytearray(len(text))  # one mark a character: thousands of hits are not compared with one another
    harmless = bytearray(len(text))
    for start, end in harmless_spans(text) if _MANY_DIGITS.search(text) else ():
        harmless[start:end] = b"\1" * (end - start)
    for kind, find, needed in _FINDERS:
        if needed and not needed.search(text):
            continue
        for start, end, *rest in find(text):
            if any(taken[start:end]) or (any(harmless[start:end]) and _may_be_money(kind, text[start:end])):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield _hit(text, kind, start, end, *rest)


def _may_be_money(kind, found):
    return kind == "phone" or (kind == "nik" and not found.isdecimal())


def _hit(text, kind, start, end, why="", own_kind=None):
    return Hit(own_kind or kind, start, end, kind == "nik" and has_nik_structure(text[start:end]), why)
