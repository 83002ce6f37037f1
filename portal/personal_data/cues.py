"""What stands around a word says whether it is a name: "nama saya", "pak", "oleh", or "Jalan"."""

import re
from typing import NamedTuple

from .words import AND, FILLERS, HANDS, HONORIFICS, LABELS, MAYBE_LABELS, OFFICES, PARTS, PLACES, SELF, THANKS

_WORD = re.compile(r"\b[Aa][./][Nn]\b|[^\W\d_]{1,40}(?:'[^\W\d_]{1,40})?")
_LONGEST_GAP = 8
_BARRED = re.compile(r"[\n!?;\d\"“”<>%]")  # between a form of address and the name
# "Nama\n: Barjo", "Ttd,\n\nBarjo"
_LABEL_GAP = re.compile(r"[ \t]{0,4}\n?[ \t]{0,4}[:=;\-–,.(\"“']{0,2}[ \t]{0,4}\n?[ \t]{0,4}\Z")
_SELF_OR_FILLER = SELF | FILLERS
_PEOPLE = PARTS | HONORIFICS
_KIN = re.compile(r"(?:nya|e|ku)$")

# How much a cue weighs, see names.py; the label is enough for a word nobody knows.
WEIGHTS = {"label": 4.5, "maybe": 2.5, "honorific": 4.5, "heading": 1.5, "part": 1.5, "self": 2, "hands": 1}


class Word(NamedTuple):
    text: str  # lower case
    start: int
    end: int
    shape: str  # "Cap", "UPPER" or "lower"
    gap: str  # what stands between it and the next word, at most 8 characters


class Words:
    """The words of a text. Few of them are ever looked at, and only those are made."""

    def __init__(self, text):
        self._text = text.replace("’", "'").replace("`", "'")  # Ma’ruf is Ma'ruf
        self._matches = list(_WORD.finditer(self._text))
        self._made = {}
        self.texts = [match[0].lower() for match in self._matches]

    def __len__(self):
        return len(self._matches)

    def __getitem__(self, i):
        word = self._made.get(i)
        if word is None:
            word = self._made[i] = self._word(i)
        return word

    def _word(self, i):
        start, end = self._matches[i].span()
        following = self._matches[i + 1].start() if i + 1 < len(self) else len(self._text)
        gap = self._text[end : min(following, end + _LONGEST_GAP)]
        return Word(self.texts[i], start, end, _shape(self._text[start:end]), gap)


def _shape(word):
    if word[0].islower():
        return "lower"
    return "UPPER" if len(word) > 1 and word.isupper() else "Cap"


def cue_before(words, i):
    """Which of WEIGHTS the words before words[i] are; None when they say nothing."""
    if not i or len(words[i - 1].gap) > 5:
        return None
    before = words[i - 1]
    if before.text in LABELS or _labelled(words, i):
        return "label" if _LABEL_GAP.match(before.gap) else None
    if before.text in MAYBE_LABELS:
        return _maybe(before)
    if before.text in THANKS and _LABEL_GAP.match(before.gap):
        return "part"
    if _BARRED.search(before.gap):  # "Hormat saya\nBarjo"
        signed = before.text in PARTS or (before.text in SELF and _is_kin(words, i - 1))
        return "part" if signed and _LABEL_GAP.match(before.gap) else None
    return _form(words, i)


def _labelled(words, i):
    """Whether "nama saya", "atas nama" or the like ends just before words[i]."""
    before = words[i - 1].text
    if before in _SELF_OR_FILLER:
        return _after_nama(words, i - 1)
    return before == "nama" and i > 1 and words[i - 2].text == "atas"


def _maybe(before):
    if not _LABEL_GAP.match(before.gap):
        return None
    if before.text in ("nama", "nm"):  # "Nama Barang" is a heading, "Nama: Barjo" is not
        return "label" if ":" in before.gap or "=" in before.gap else "heading"
    return "maybe"


def _form(words, i):
    before = words[i - 1]
    if before.text in HONORIFICS:
        return "honorific" if before.gap in (" ", ". ", ".") else None
    if before.text in SELF:
        kin = i > 1 and words[i - 2].text in ("hormat", "perkenalkan")
        if before.gap == ", " and _is_pair(words, i):  # "Saya, Barjo Wiryatmo, …"
            return "self"
        return "self" if before.gap == " " or kin or (before.gap == ", " and _is_kin(words, i - 1)) else None
    if before.text in PARTS or _KIN.sub("", before.text) in PARTS:  # "pelakunya Wasno"
        return "part" if before.gap == " " or ":" in before.gap or "," in before.gap or "(" in before.gap else None
    return "hands" if before.text in HANDS and before.gap == " " else None


def _is_kin(words, i):
    """Whether words[i] is the "saya" of "suami saya"."""
    return i > 0 and words[i - 1].gap == " " and words[i - 1].text in _PEOPLE


def _is_pair(words, i):
    return i + 1 < len(words) and words[i].gap == " " and words[i].shape == words[i + 1].shape == "Cap"


def _after_nama(words, i):
    """Whether words[i] and up to three fillers before it follow "nama"."""
    for k in range(i, max(i - 4, -1), -1):
        if words[k].text in ("nama", "nm"):
            return k < i
        if words[k].text not in _SELF_OR_FILLER or (k < i and words[k].gap != " "):
            return False
    return False


def joined_to(words, i, last):
    """Whether words[i] follows a name that ended before words[last], as in "Barjo, Wasno dan Karti"."""
    if last == i:
        return words[i - 1].gap in (", ", "/", " / ", ",", " & ")
    return last == i - 1 and words[last].text in AND and words[last - 1].gap in (" ", ", ") and words[last].gap == " "


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
