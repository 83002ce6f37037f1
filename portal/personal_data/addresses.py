"""Finds mail addresses and where people live: RT/RW, house numbers, lanes, blocks. Quantifiers are bounded."""

import re

from .words import words_of

_AT = r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|et|@)\s?[\])}>]\s?|\sat\s)"
_DOT = r"(?:\.|\s(?:titik|dot)\s|\s?[\[({<]\s?(?:titik|dot|\.)\s?[\])}>]\s?|\s?\.\s?(?=(?:com|co|id|net|org)\b))"
_LOCAL = r"[\w.+\-]{1,64}"
_PROVIDER = r"(?:gmail|gmeil|yahoo|ymail|hotmail|outlook|icloud|rocketmail|protonmail)"
_MAIL = re.compile(
    rf"{_LOCAL}(?:{_AT}[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{1,4}}"  # nama (at) contoh titik com
    rf"|{_AT}{_PROVIDER}(?:\s(?:com|co\sid))?\b"  # nama at gmail com
    r"|@[a-z][\w\-]{2,62})",  # nama@contoh
    re.IGNORECASE,
)
_MAIL_SIGN = re.compile(r"@|\bat\b|\bet[\])}>]", re.IGNORECASE)

_HAMLET = (
    r"(?:dusun|dsn|dukuh|dukuhan|dk|grumbul|lingkungan|lingk|kampung|kp|blok)\b\.?\s(?:[^\W\d_]{2,20}|\d{1,2}|I)"
    r"(?:\s[^\W\d_]{2,20})?"
)
_RT = r"(?:R\.?\s?[TW]\.?|rukun\s(?:tetangga|warga)|er(?:te|we))\s?[.:]?\s?(?:\d{1,3}(?!\d)|[IVX]{1,5}\b)"
_RT_RW = re.compile(
    rf"\b(?:{_HAMLET},?\s)?(?<!\w)(?:{_RT}(?:\s?[/,.\-]?\s{{0,2}}{_RT}|\s?/\s?(?:\d{{1,3}}(?!\d)|[IVX]{{1,5}}\b))?"
    r"|R\.?T\.?\s?/\s?R\.?W\.?\s?[.:]?\s?\d{1,3}\s?[/\-.]\s?\d{1,3}(?!\d))",
    re.IGNORECASE,
)

_STREET_WORD = r"(?:[^\W\d_]{1,20}|[^\W\d_]{1,4}\.)"
_STREET = re.compile(
    rf"\b(?:jl|jln|jalan)\b\.?\s?(?P<name>{_STREET_WORD}(?:\s{_STREET_WORD}){{0,5}}?(?:\s\d{{1,3}})??),?"
    rf"[\s/]?(?P<no>\b(?:no|nomor|nomer|nmr)\b\.?:?\s?|#)?(?P<number>\d{{1,4}}(?!\d)(?:[.,]\d)?(?:\s?[A-Za-z]\b)?)(?!\w)",
    re.IGNORECASE,
)
# A road's own number, a length, a number of days.
_NOT_A_STREET = words_of("provinsi nasional kabupaten tol lingkar ruas pasal perda aduan laporan tiket sepanjang")
_ROAD = words_of("raya km kelas sekitar")  # a house number there has its "No."
_UNIT = re.compile(
    r"\s?(?:tahun|thn|th|bulan|bln|hari|minggu|jam|menit|km|m|meter|kali|kilo|cm|titik|orang|ribu|juta|jt|rb|kk|%|x|arah|lajur"
    r"|/)(?!\w)",
    re.IGNORECASE,
)
_LANE = re.compile(r"\b(?:gang|gg)\b\.?\s?(?P<name>[^\W\d_]{2,20}|\d{1,3}\b)", re.IGNORECASE)
_MORE_OF_A_NAME = re.compile(r"\s(?!(?:No|Nomor|Rt|Rw)\b)(?P<word>[A-Z][a-z]{1,20}|[IVX]{1,5})(?!\w)")
_DOOR = re.compile(r"(?:\s\d{1,2}(?=,?\sno))?,?\s(?:(?:no|nomor|nomer)\b\.?\s?)?\d{1,3}[A-Za-z]?\b", re.IGNORECASE)
_NOT_A_LANE = words_of(
    """sempit belakang senggol masuk sebelah becek kecil motor senggolan tikus dolly yang
     depan itu ini kami kita saya sy kampung desa rumah warga tersebut tsb mereka sini situ sana jadi ke dan di"""
)
_HOUSING = r"\b(?:perum|perumahan|perumnas|komplek|kompleks|griya)\b\.?"
_BLOCK = re.compile(
    rf"(?:{_HOUSING}(?:\s[^\W\d_]{{1,20}}){{1,4}}?,?\s)?"
    r"\bblok\s?[A-Z]{1,2}(?:[ \-./]?\d{1,3}(?!\d))?(?:[ ,./]{1,2}(?:(?:no|nomor|kav)\b\.?\s?)?\d{1,4}[A-Z]?\b)?"
    rf"|{_HOUSING}(?:\s[^\W\d_]{{1,20}}){{1,4}}?,?\s"
    r"(?:(?:no|nomor|nomer)\b\.?\s?\d{1,4}[A-Z]?|[A-Z]{1,2}\d{1,2}[/ \-]\d{1,3})\b"
    r"|\b(?:(?:no|nomor|nomer)\b\.?\s?rumah|rumah\s(?:no|nomor|nomer)\b)\s?[:.]?\s?\d{1,4}[A-Z]?\b"
    rf"|{_HAMLET},?\s(?:no|nomor|nomer)\b\.?\s?\d{{1,4}}[A-Z]?\b",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"\b(?:r\.?\s?[tw]|jl|jln|jalan|gang|gg|blok|perum|perumahan|perumnas|komplek|kompleks|griya|rumah|rukun|er[tw]e|kampung|kp|dusun|dsn)(?![^\W\d_])",
    re.I,
)


def find_mail(text):
    if _MAIL_SIGN.search(text):
        yield from (match.span() for match in _MAIL.finditer(text))


def find_addresses(text):
    """(start, end) of every part of an address; parts side by side are one."""
    if not _SIGN.search(text):
        return []
    parts = sorted([*_rt_rws(text), *_streets(text), *_lanes(text), *_blocks(text)])
    merged = []
    for start, end in parts:
        if merged and start <= merged[-1][1] + 2 and not text[merged[-1][1] : start].strip(" ,./"):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _rt_rws(text):
    return (match.span() for match in _RT_RW.finditer(text))


def _streets(text):
    for match in _STREET.finditer(text):
        names = match["name"].split()
        words = {word.rstrip(".").lower() for word in names}
        if words & _NOT_A_STREET or (words & _ROAD and not match["no"]) or _UNIT.match(text, match.end()):
            continue
        capitalised = not any(word[0].islower() for word in names)
        at_rt = _RT_RW.match(text, match.end() + 1)  # "jalan pahlawan 12 rt 3"
        if capitalised or at_rt or (match["no"] and names[0].lower() not in _NOT_A_LANE):
            yield match.span()


def _lanes(text):
    for match in _LANE.finditer(text):
        name, end = match["name"], match.end()
        if name.lower() in _NOT_A_LANE:
            continue
        for _ in range(3 if name[0].isupper() else 0):
            more = _MORE_OF_A_NAME.match(text, end)
            if not more or more["word"].lower() in _NOT_A_LANE:
                break
            end = more.end()
        door = _DOOR.match(text, end)
        yield match.start(), door.end() if door and not _UNIT.match(text, door.end()) else end


def _blocks(text):
    return (match.span() for match in _BLOCK.finditer(text) if any(map(str.isdigit, match[0])))
