"""Finds numbers that stand for a person: identity, account, telephone and plate numbers. Quantifiers are bounded."""

import re

from .words import words_of

_GAP = r"[ .\-_\u00a0\u2010-\u2015]{0,3}"  # people break numbers up by spaces, dots and hyphens

# Numbers that only look personal: coordinates, spans of dates, amounts of money.
_HARMLESS = re.compile(
    r"\d{1,2}\.\d{4,9}[, ]{1,2}\d{2,3}\.\d{4,9}"
    r"|\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d[ \-\u2013]{1,3}\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d"
    r"|(?<![\d.])[1-9]\d{0,2}(?:\.\d{3}){2,4}(?![\d.]?\d)"
    r"|\bRp\.?\s?\d[\d.,]{0,25}",
    re.IGNORECASE,
)
_SIXTEEN = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{15}}(?!\d)|(?<!\d)\d{{4}}/\d{{4}}/\d{{4}}/\d{{4}}(?!\d)")
_PART_OF_MORE = re.compile(r"\d[.\-]\Z"), re.compile(r"[.\-]\d")  # before and after: a tax object's 18 digits
# With a digit too few or too many, but announced.
_ANNOUNCED = re.compile(
    rf"\b(?:nik|ktp|kk|kartu\skeluarga)\b[^\d\n]{{0,15}}(?P<number>(?<!\d)\d(?:{_GAP}\d){{13,17}}(?!\d))",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"\b(?:(?P<kk>k\.?k|kartu\skeluarga)|n\.?i\.?k|no\.?\s?ktp|ktp|nomor\sinduk|identitas)\b", re.IGNORECASE
)
_NEAR = 40  # characters between "KK" and its number
_SIDE_BY_SIDE = 6  # characters between "NIK" and "KK"
_DIGITS = 16

_BANKS = (
    r"(?:rekening|rek|norek)(?:nya|ku|mu)?|va|virtual\saccount|atm|bank|bri|bca|bni|btn|bsi|mandiri|bpd|bpr|btpn|cimb|danamon|permata|muamalat|jago|jenius|briva"
    r"|bjb|panin|seabank|simpedes|britama|tabungan"
)
# At most forty characters, none of them a digit, between the bank and the number.
_ACCOUNT = re.compile(
    rf"\b(?:{_BANKS}|transfer|ditransfer|tf)(?![^\W\d_])(?P<gap>[^\d\n]{{0,40}})(?P<number>(?<!\d)\d(?:{_GAP}\d){{7,17}}(?!\d))",
    re.IGNORECASE,
)
_ACCOUNT_BEFORE_BANK = re.compile(
    rf"(?<!\d)(?P<number>\d(?:{_GAP}\d){{8,17}})[ (,]{{1,2}}(?:(?:di|pada|bank)\s){{0,2}}(?:{_BANKS})\b", re.IGNORECASE
)
_NOT_AN_ACCOUNT = re.compile(
    r"\brp\b|\b(?:hp|wa|telp|tlp|telepon|hubungi|nik|ktp|kk|laporan|aduan|tiket|nip)\b", re.IGNORECASE
)
_SHORTEST_ACCOUNT = 8
_CLOSE = 12  # a number that looks like a mobile's is an account's only so close to the bank

_LINK = r"(?:(?:https?://)?(?:wa\.me|api\.whatsapp\.com/send\?phone=|t\.me)/?\+?)?"
_MOBILE = re.compile(
    rf"(?<!\d){_LINK}(?:\(?\+?62\)?(?:{_GAP}\(0\))?|0|(?<![A-Za-z])O){_GAP}8(?:{_GAP}\d|O(?=\d)){{7,11}}(?!\d)"
)
_PHONE_WORD = r"\b(?:wa|whatsapp|hp|telp|tlp|telepon|telpon|tel|phone|call|fax|faks|sms|hubungi|hub|kontak|cp)\b"
_WITHOUT_ZERO = re.compile(
    rf"{_PHONE_WORD}[ .:]{{0,3}}(?P<number>8(?:{_GAP}\d){{8,10}}(?!\d))",
    re.IGNORECASE,
)
_LOCAL = re.compile(  # without the number of the town
    r"\b(?:telp|tlp|telepon|telpon|tel|hub|hubungi|fax|faks)\b"
    r"(?:\.?\s(?:rumah|kantor|saya|sy|no|nomor)){0,2}[ .:]{0,3}"
    r"(?P<number>[2-9]\d{2}[ .\-]?\d{3,5}(?!\d))",
    re.IGNORECASE,
)
# (0282) 534567, 021-5551234, 0282534567; +62 282 534567
_LANDLINE = re.compile(
    r"(?<!\d)(?:\(?0(?:2[1-9]|2[2-9]\d|28\d|[3-7]\d{2}|9\d{2})\)?|\(?\+62\)?[ .\-]?\(?[2-79]\d{1,2}\)?)"
    r"(?P<gap>[ .\-/]{0,3})\d{3,5}[ .\-]?\d{2,4}(?!\d)"
)
_ANY_PHONE_WORD = re.compile(_PHONE_WORD, re.IGNORECASE)
_DIGIT_WORDS = (
    "nol",
    "kosong",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "lapan",
    "sembilan",
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:nol|kosong|0|\+?62|enam[\s,\-]{{1,2}}dua)(?:[\s,\-.]{{0,2}}(?:{'|'.join(_DIGIT_WORDS)}|\d)){{7,16}}(?!\w)",
    re.IGNORECASE,
)

_REGIONS = (
    "A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z|AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL"
    "|DM|DN|DR|DS|DT|DW|EA|EB|ED|KB|KH|KT|KU|PA|PB|PG|PS"
)
_PLATE = re.compile(
    rf"(?<![\w.\-/])(?P<region>{_REGIONS})[ \-.]?(?P<digits>\d{{1,4}})(?!\d)"
    r"(?:[ \-.]?(?P<suffix>[A-Z]{1,3})(?![\w\-/]|\.\w))?",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:plat|plate|pelat|platnya|nopol|nopolnya|nomor\spolisi|no\.?\s?pol|no\.?\s?polisi)\b", re.I
)
_VEHICLE = re.compile(
    r"\b(?:motor|mobil|truk|truck|angkot|bus|bis|elf|avanza|kendaraan|ambulans?|ambulance|tronton|dump|sepeda|pick\s?up"
    r"|pickup|sopir|supir|stnk|bpkb|vario|beat|supra|xenia|innova|matic)\b",
    re.IGNORECASE,
)
_REACH = 30  # characters between "mobil" and its plate
_HERE = "R"  # the region of the plates of Cilacap and its neighbours
_UNITS = words_of("RP KM M CM KG TA TH WIB TGL RT RW NO JL UU PK CC PS KK VA W V KV GB RB JT")
_WORDS = words_of("DI KE PER DAN YG SD DR")  # after a capital and a number, as in "KELAS A 2021 DI BLOK C"
_CAPITALS = re.compile(r"\s[A-Z]{2}")


def harmless_spans(text):
    return [match.span() for match in _HARMLESS.finditer(text)]


def find_identities(text):
    """(start, end, why, kind) of every run of 16 digits, and of announced ones with a digit too few or too many."""
    last, kind = 0, "nik"  # of the number before
    announced = []  # kinds still without their number
    for start, end, why in sorted([*_sixteens(text), *_announced(text)]):
        if start < last:
            continue
        cues = list(_CARD.finditer(text, max(last, start - _NEAR), start))
        if cues:  # "NIK/KK: … / …" has two cues for two numbers
            side_by_side = len(cues) > 1 and cues[-1].start() - cues[-2].end() < _SIDE_BY_SIDE
            announced = ["kk" if cue["kk"] else "nik" for cue in cues[-2 if side_by_side else -1 :]]
        if announced:
            kind = announced.pop(0)
        elif start - last > _SIDE_BY_SIDE:  # "KK … dan …" is two of a kind
            kind = "nik"
        yield start, end, why, kind
        last = end


def _sixteens(text):
    for match in _SIXTEEN.finditer(text):
        before, after = _PART_OF_MORE
        is_part = before.search(text, max(match.start() - 2, 0), match.start()) or after.match(text, match.end())
        if not (is_part and re.search(r"\D", match[0])):
            yield *match.span(), "16 digits"


def _announced(text):
    return ((*match.span("number"), "after the name of the card") for match in _ANNOUNCED.finditer(text))


def has_nik_structure(number):
    """Province, day (41 to 71 for women) and month of a NIK, or of a KK, which holds a date too."""
    digits = re.sub(r"\D", "", number)
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return len(digits) == _DIGITS and 11 <= province <= 94 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def find_accounts(text):
    for match in _ACCOUNT.finditer(text):
        digits, gap = re.sub(r"\D", "", match["number"]), match["gap"]
        if len(digits) < _SHORTEST_ACCOUNT or _NOT_AN_ACCOUNT.search(gap):
            continue
        if len(digits) == _DIGITS and has_nik_structure(digits):
            continue
        if len(gap) > _CLOSE and _MOBILE.fullmatch(match["number"]):
            continue
        yield *match.span("number"), "after the name of a bank"
    for match in _ACCOUNT_BEFORE_BANK.finditer(text):
        if not _MOBILE.fullmatch(match["number"]) and not _SIXTEEN.fullmatch(match["number"]):
            yield *match.span("number"), "before the name of a bank"


def find_phones(text):
    for match in _MOBILE.finditer(text):
        yield *match.span(), "a mobile's number"
    for match in _LANDLINE.finditer(text):
        cued = match["gap"] or match[0].startswith(("02", "(", "+"))
        if cued or _ANY_PHONE_WORD.search(text, max(0, match.start() - _NEAR), match.start()):
            yield *match.span(), "a landline's number"
    for pattern in (_WITHOUT_ZERO, _LOCAL):
        for match in pattern.finditer(text):
            yield *match.span("number"), "after the word for a telephone"


def find_spoken(text):
    """Numbers written out: "nol delapan satu …"."""
    for match in _SPOKEN.finditer(text) if _has_digit_word(text) else ():
        if _has_digit_word(match[0]):
            yield *match.span(), "digits in words"


def _has_digit_word(text):
    text = text.lower()
    return any(word in text for word in _DIGIT_WORDS)


def find_plates(text):
    for match in _PLATE.finditer(text):
        if _reads_on(text, match):
            continue
        before = text[max(0, match.start() - _REACH) : match.start()]
        if _TELLING.search(before):  # the last letters may be missing
            yield *match.span(), "after the word for a plate"
        elif match["suffix"] and (_is_built_like_a_plate(match) or (_VEHICLE.search(before) and _has_digits(match))):
            yield *match.span(), "built like a plate"


def _is_built_like_a_plate(match):
    """Without a cue: "B 1234 XY", "R 77 B" and, with all its digits, "r 1234 xy"."""
    digits = len(match["digits"])
    if match["suffix"].upper() in _UNITS:
        return False
    if match["region"].isupper() and match["suffix"].isupper():
        return digits > 2 or (digits == 2 and match["region"] == _HERE)
    return match["region"].upper() == _HERE and digits == 4 and len(match["suffix"]) == 2


def _has_digits(match):
    """More than one digit, or more than two before what may be a unit."""
    return len(match["digits"]) > (2 if match["suffix"].upper() in _UNITS else 1)


def _reads_on(text, match):
    """Whether the letters behind the number are a word of the sentence: "kelas a 2021 di", "A 2021 DI RUANG"."""
    suffix = match["suffix"] or ""
    return suffix.upper() in _WORDS and (suffix.islower() or bool(_CAPITALS.match(text, match.end())))
