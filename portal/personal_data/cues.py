"""What the words before a word say about it: that a name follows, or that a place does."""

import re
from typing import NamedTuple

from .words import FILLERS, HONORIFICS, LABELS, MAYBE_LABELS, OFFICES, PARTS, PLACES, SELF

_BARRED = re.compile(r"[\n!?;\d\"“”<>%]")  # between a form of address and the name


class Word(NamedTuple):
    text: str  # lower case
    start: int
    end: int
    shape: str  # "Cap", "UPPER" or "lower"
    gap: str  # what stands between it and the next word, at most 8 characters


def cue_before(words, i):
    """What the words before words[i] say about it: label, maybe, heading, honorific, part, self or None."""
    if not i or not _joins(words[i - 1], 5):
        return None
    before = words[i - 1]
    if before.text in LABELS:
        return "label"
    if before.text in SELF | FILLERS and _after_nama(words, i - 1):
        return "label"
    if before.text == "nama" and i > 1 and words[i - 2].text == "atas":
        return "label"
    if before.text in MAYBE_LABELS:
        if before.text == "nama":  # "Nama Barang" is a heading, "Nama: Barjo" is not
            return "label" if ":" in before.gap else "heading"
        return "maybe"
    return _form(words, i)


def _form(words, i):
    before = words[i - 1]
    if before.text in HONORIFICS:
        return "honorific" if before.gap in (" ", ". ", ".") else None
    if before.text in SELF:
        kin = i > 1 and words[i - 2].text in ("hormat", "perkenalkan")
        if before.gap == ", " and _is_pair(words, i):  # "Saya, Barjo Wiryatmo, …"
            return "self"
        return "self" if before.gap == " " or kin else None
    if before.text.removesuffix("nya") in PARTS:  # "pelakunya Wasno"
        return "part" if before.gap == " " or ":" in before.gap or "," in before.gap else None
    return None


def _is_pair(words, i):
    return i + 1 < len(words) and words[i].gap == " " and words[i].shape == words[i + 1].shape == "Cap"


def _joins(word, longest):
    return len(word.gap) <= longest and not _BARRED.search(word.gap)


def _after_nama(words, i):
    """Whether words[i] and up to three fillers before it follow "nama"."""
    for k in range(i, max(i - 4, -1), -1):
        if words[k].text == "nama":
            return k < i
        if words[k].text not in FILLERS or (k < i and words[k].gap != " "):
            return False
    return False


def is_place(words, i):
    """Whether a word such as "Jalan" stands up to three capitalised words before words[i]."""
    for k in range(i - 1, max(i - 4, -1), -1):
        if words[k].gap not in (" ", ". ", "."):
            return False
        if words[k].text in PLACES:
            return not (k and words[k - 1].text in OFFICES)
        if words[k].shape == "lower":
            return False
    return False
