"""Numbers of complaints as people and exports write them. Pure functions.

What stands before a number says where the complaint was filed (docs/editor.md has this table for the desk):

    nothing, sp4n, lapor                         SP4N-LAPOR!      4803409, #4.803.409, sp4n-4803409
    elaporbup, e-lapor bupati, e-lapor           E-Lapor Bupati   elaporbup-2021-17
    laporgub, lapor gub; lgwp and other lg.. codes   LaporGub     laporgub-lgwp12345678, LGWP 12345678, lgwp-123
    desk, loket                                  complaint desk   desk-2026-0001
"""

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

LONGEST = 300  # characters looked at: a link that somebody pasted fits, a novel does not
# SP4N-LAPOR! numbers are 6 to 10 digits (they can be guessed, so a number alone opens nothing private).
_SP4N = re.compile(r"[1-9]\d{5,9}", re.ASCII)
# Zeros in front, as lists and forms pad a number; but one before nine digits is a telephone number.
_PADDED = re.compile(r"0{2,}([1-9]\d{5,9})|0([1-9]\d{5,7})", re.ASCII)
_OTHER = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,28}[a-z0-9])?", re.ASCII)
# LaporGub puts the way in before the digits: LGWP is its web page.
_LAPORGUB = re.compile(r"(lg[a-z]{2})[\s\-.#]*(\d{1,20})", re.ASCII)
_ORIGIN_WORDS = {
    "sp4n": r"sp4n(?:[\s\-]*lapor)?|lapor",
    "elaporbup": r"e[\s\-]?lapor[\s\-]?bup(?:ati)?|lapor[\s\-]?bup(?:ati)?|e[\s\-]?lapor",
    "laporgub": r"lapor[\s\-]?gub(?:ernur)?",
    "desk": r"desk|loket",
}
_WITH_ORIGIN = [
    (origin, re.compile(rf"(?:{words})(?:[\s\-_:.!/#]+(?=\S)|(?=\d))(.+)")) for origin, words in _ORIGIN_WORDS.items()
]
# What people write before the number itself: "No. pengaduan: 4803409", "Tracking ID #4803409".
_LEADING_WORDS = re.compile(
    r"^(?:(?:nomor|nomer|number|no|nr|id|kode|tracking|pelacakan|pengaduan|aduan|laporan|complaint|report)"
    r"(?![a-z])|[\s.:#(\[])+"
)
_LINK = re.compile(r"https?://\S+|\S+\.(?:go\.)?id/\S+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")


def clean_sp4n_number(text: str) -> str | None:
    """The digits of an SP4N-LAPOR! number, forgiving of '#', spaces, dots, dashes and full-width digits; else None."""
    digits = re.sub(r"[\s.\-]", "", _plain(text).removesuffix(".0").lstrip("#"))
    return digits if _SP4N.fullmatch(digits) else None


def clean_number(origin: str, text: str) -> str | None:
    """The number of a complaint of origin as its export writes it; None when it can be none."""
    if origin == "sp4n":
        return clean_sp4n_number(text)
    text = _plain(text).removesuffix(".0").lstrip("#")
    laporgub = _LAPORGUB.fullmatch(text) if origin == "laporgub" else None
    text = "".join(laporgub.groups()) if laporgub else text
    return text if _OTHER.fullmatch(text) else None


def parse_reference(text: str) -> tuple[str, str] | None:
    """(origin, number) of what a citizen typed, pasted or followed; None when it can be no complaint's."""
    text = _plain(text)
    link = _LINK.search(text)
    return _in_link(link[0]) if link else _written(text)


def public_reference(origin: str, number: str) -> str:
    """How addresses name a complaint: /pengaduan/<this>/."""
    return number if origin == "sp4n" else f"{origin}-{number}"


def _plain(text):
    """One way of writing for what looks the same: widths, dashes, spaces, case; nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_DASHES)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip().lower()


def _written(text):
    text = _LEADING_WORDS.sub("", text).rstrip(" .,;:!?)]")
    number = clean_sp4n_number(text) or _without_padding(text)
    if number:
        return "sp4n", number
    if _LAPORGUB.fullmatch(text):
        return "laporgub", clean_number("laporgub", text)
    for origin, pattern in _WITH_ORIGIN:
        match = pattern.fullmatch(text)
        number = match and (clean_number(origin, match[1]) or (origin == "sp4n" and _without_padding(match[1])))
        if number:
            return origin, number
    return None


def _without_padding(text):
    match = _PADDED.fullmatch(re.sub(r"[\s.\-]", "", text))
    return match and (match[1] or match[2])


def _in_link(link):
    """What a link to a complaint names, at its source or here: exactly one of its parts is a number, or nothing is."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    candidates = [*parts.path.split("/"), *parse_qs(parts.query).get("nomor", [])]
    # A title in a link can hold hyphens and digits; a number alone or one that names its origin is meant.
    found = {_written(part) for part in candidates if part.isdecimal() or not part[:1].isdecimal()} - {None}
    return found.pop() if len(found) == 1 else None
