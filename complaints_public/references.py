"""Numbers of complaints as people and exports write them. Pure functions."""

import re
import unicodedata

# SP4N-LAPOR! numbers are 6 to 10 digits (they can be guessed, so a number alone opens nothing private).
_SP4N = re.compile(r"[1-9]\d{5,9}", re.ASCII)
_OTHER = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,28}[a-z0-9])?", re.ASCII)
_ORIGINS = ("elaporbup", "laporgub", "desk")


def clean_sp4n_number(text: str) -> str | None:
    """The digits of an SP4N-LAPOR! number, forgiving of '#', spaces, dots and full-width digits; else None."""
    text = unicodedata.normalize("NFKC", text[:60]).strip().removesuffix(".0").lstrip("#")
    digits = re.sub(r"[\s.\-]", "", text)
    return digits if _SP4N.fullmatch(digits) else None


def clean_number(origin: str, text: str) -> str | None:
    """The number of a complaint of origin as its export writes it; None when it can be none."""
    if origin == "sp4n":
        return clean_sp4n_number(text)
    text = unicodedata.normalize("NFKC", text[:60]).strip().removesuffix(".0").lstrip("#").lower()
    return text if _OTHER.fullmatch(text) else None


def parse_reference(text: str) -> tuple[str, str] | None:
    """(origin, number) of what a citizen typed or an address holds; None when it can be no complaint's."""
    number = clean_sp4n_number(text)
    if number:
        return "sp4n", number
    origin, _dash, rest = unicodedata.normalize("NFKC", text[:60]).strip().lstrip("#").lower().partition("-")
    number = clean_number(origin, rest) if origin in _ORIGINS else None
    return (origin, number) if number else None


def public_reference(origin: str, number: str) -> str:
    """How addresses name a complaint: /pengaduan/<this>/."""
    return number if origin == "sp4n" else f"{origin}-{number}"
