"""Finds numbers that stand for a person: identity, account, telephone and plate numbers. Quantifiers are bounded."""

import re

from .words import words_of

_GAP = r"[ .\-\u00a0\u2013]{0,3}"  # people break numbers up by spaces, dots and hyphens

# Numbers that only look personal: coordinates, spans of dates, amounts of money.
_HARMLESS = re.compile(
    r"\d{1,2}\.\d{4,9}[, ]{1,2}\d{2,3}\.\d{4,9}"
    r"|\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d[ \-\u2013]{1,3}\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d"
    r"|(?<![\d.])[1-9]\d{0,2}(?:\.\d{3}){2,4}(?![\d.]?\d)"
    r"|\bRp\.?\s?\d[\d.,]{0,25}",
    re.IGNORECASE,
)
_NIK = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{15}}(?!\d)")

_BANKS = (
    r"rekening|rek|norek|bank|bri|bca|bni|btn|bsi|mandiri|bpd|bpr|btpn|cimb|danamon|permata|muamalat|jago|jenius|briva"
)
# At most thirty characters, none of them a digit, between the bank and the number.
_ACCOUNT = re.compile(
    rf"\b(?:{_BANKS}|transfer|ditransfer|tf)\b(?P<gap>[^\d\n]{{0,30}})(?P<number>(?<!\d)\d(?:{_GAP}\d){{7,17}}(?!\d))",
    re.IGNORECASE,
)
_ACCOUNT_BEFORE_BANK = re.compile(
    rf"(?<!\d)(?P<number>\d(?:{_GAP}\d){{8,17}})[ (]{{1,2}}(?:{_BANKS})\b", re.IGNORECASE
)
_NOT_AN_ACCOUNT = re.compile(
    r"\brp\b|\b(?:hp|wa|telp|tlp|telepon|hubungi|nik|ktp|kk|laporan|aduan|tiket)\b", re.IGNORECASE
)
_SHORTEST_ACCOUNT = 8
_CLOSE = 12  # a number that looks like a mobile's is an account's only so close to the bank

_MOBILE = re.compile(rf"(?<!\d)(?:\(?\+?62\)?|0){_GAP}8(?:{_GAP}\d){{7,11}}(?!\d)")
_MOBILE_WITHOUT_ZERO = re.compile(
    rf"\b(?:wa|whatsapp|hp|telp|tlp|telepon|telpon|sms|hubungi)\b[ .:]{{0,3}}(?P<number>8(?:{_GAP}\d){{8,10}}(?!\d))",
    re.IGNORECASE,
)
# (0282) 534567, 021-5551234, 0282534567; +62 282 534567
_LANDLINE = re.compile(
    r"(?<!\d)(?:\(?0(?:2[1-9]|2[2-9]\d|28\d|[3-7]\d{2}|9\d{2})\)?|\(?\+62\)?[ .\-]?\(?[2-79]\d{1,2}\)?)"
    r"[ .\-/]{0,3}\d{3,5}[ .\-]?\d{2,4}(?!\d)"
)

_REGIONS = (
    "A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z|AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL"
    "|DM|DN|DR|DS|DT|DW|EA|EB|ED|KB|KH|KT|KU|PA|PB|PG|PS"
)
_PLATE = re.compile(rf"(?<![\w.\-/])(?:{_REGIONS})[ \-.]?\d{{3,4}}[ \-.]?(?P<suffix>[A-Z]{{1,3}})(?![\w\-/]|\.\w)")
_UNITS = words_of("RP KM M CM KG TA TH WIB TGL RT RW NO JL UU PK CC PS KK VA W V KV GB")
_YEAR_AND_WORD = re.compile(
    r"[A-Z]{1,2}\W?(?:19|20)\d\d\W?(?:DI|KE|YG|DAN|TDK|BLM|SDH|OLH)", re.IGNORECASE
)  # "KELAS A 2021 DI …"
_CUED_PLATE = re.compile(
    r"\b(?P<cue>plat|plate|pelat|nopol|nomor\spolisi|no\.?\s?pol(?:isi)?|motor|mobil|truk|truck|angkot|bus|bis|elf|avanza)\b"
    rf"[^\d\n]{{0,25}}?(?<!\w)(?P<number>(?:{_REGIONS})[ \-.]?\d{{1,4}}(?!\d)(?P<suffix>[ \-.]?[A-Z]{{1,3}}(?!\w))?)",
    re.IGNORECASE,
)
_TELLING_CUES = ("pl", "pe", "no")  # after "plat" or "nopol" a plate may lack its last letters


def harmless_spans(text):
    return [match.span() for match in _HARMLESS.finditer(text)]


def find_niks(text):
    """(start, end) of every run of 16 digits."""
    return (match.span() for match in _NIK.finditer(text))


def has_nik_structure(number):
    """Province, day (41 to 71 for women) and month of a NIK, or of a KK, which holds a date too."""
    digits = re.sub(r"\D", "", number)
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 94 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def find_accounts(text):
    for match in _ACCOUNT.finditer(text):
        digits, gap = re.sub(r"\D", "", match["number"]), match["gap"]
        if len(digits) < _SHORTEST_ACCOUNT or _NOT_AN_ACCOUNT.search(gap):
            continue
        if len(digits) == 16 and has_nik_structure(digits):
            continue
        if len(gap) > _CLOSE and _MOBILE.fullmatch(match["number"]):
            continue
        yield match.span("number")
    for match in _ACCOUNT_BEFORE_BANK.finditer(text):
        if not _MOBILE.fullmatch(match["number"]) and not _NIK.fullmatch(match["number"]):
            yield match.span("number")


def find_phones(text):
    for pattern in (_MOBILE, _LANDLINE):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("number") for match in _MOBILE_WITHOUT_ZERO.finditer(text))


def find_plates(text):
    for match in _PLATE.finditer(text):
        if match["suffix"] not in _UNITS and not _YEAR_AND_WORD.fullmatch(match[0]):
            yield match.span()
    for match in _CUED_PLATE.finditer(text):
        suffix = (match["suffix"] or "").strip(" -.").upper()
        if suffix in _UNITS or _YEAR_AND_WORD.fullmatch(match["number"]):
            continue
        if suffix or match["cue"].lower().startswith(_TELLING_CUES):
            yield match.span("number")
