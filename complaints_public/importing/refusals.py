"""Which files are refused before anything reads them, and in which words. What a file is, is told by its content."""

import mmap
import zipfile
from contextlib import suppress

from django.utils.translation import gettext as _

MAX_UNPACKED = 400 * 1024 * 1024  # bytes that a workbook says it unpacks to
_MAX_PARTS = 5_000  # files in the zip archive that a workbook is
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PACKED = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0"


class ImportRefused(Exception):
    """The file as a whole cannot be read; the message says why, in the reader's language."""


def refuse_damaged():
    raise ImportRefused(_("The file is damaged or no spreadsheet (.xlsx, .ods, .xls or .csv)."))


def refuse_too_large():
    raise ImportRefused(
        _("The file unpacks to more than can be read safely. Save it as .csv, or split it into smaller files.")
    )


def refuse_password():
    raise ImportRefused(_("The file is protected by a password. Save it without one, then choose it again."))


def _refuse_macros():
    raise ImportRefused(_("The file holds macros. Save it as .xlsx or .csv, without macros, then choose it again."))


def is_workbook(file) -> bool:
    """Whether a binary file is a workbook; False is text. Raises ImportRefused for all that is neither."""
    file.seek(0)
    start = file.read(4096)
    if not start:
        raise ImportRefused(_("The file is empty."))
    if start[:2] == b"PK":
        _refuse_bad_archive(file)
    elif start.startswith(_OLE):
        _refuse_bad_ole(file)
    else:
        _refuse_other_kinds(start)
        return False
    return True


def _refuse_other_kinds(start):
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"%PDF"):
        raise ImportRefused(_("The file is a PDF. Choose the export itself (.xlsx, .ods, .xls or .csv)."))
    if start.startswith(_PICTURES) or start[8:12] == b"WEBP":
        raise ImportRefused(_("The file is a picture. Choose the export itself (.xlsx, .ods, .xls or .csv)."))
    if start.startswith(_PACKED):
        raise ImportRefused(_("The file is a packed one. Unpack it, then choose the export in it."))
    if words.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head")):
        raise ImportRefused(
            _(
                "The file is a web page with the ending of a spreadsheet. Open it in a spreadsheet program and save "
                "it as .xlsx."
            )
        )
    if words.startswith((b"{\\rtf", b"mime-version")) or (b"\x00" in start and start[:2] not in _UTF16):
        refuse_damaged()


def _refuse_bad_archive(file):
    try:
        with zipfile.ZipFile(file) as package:
            parts = {part.filename: part for part in package.infolist()}
            kinds = b"".join(_beginning(package, parts.get(name)) for name in _PARTS_THAT_TELL)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        refuse_damaged()
    if any(part.flag_bits & 1 for part in parts.values()) or b"encryption-data" in kinds:
        refuse_password()
    is_scripted = b"macroEnabled" in kinds or b"vbaProject" in kinds
    if is_scripted or any(name.startswith(("Basic/", "Scripts/", "xl/macrosheets/")) for name in parts):
        _refuse_macros()
    if "xl/workbook.xml" not in parts and b"opendocument.spreadsheet" not in kinds:
        refuse_damaged()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts.values()) > MAX_UNPACKED:
        refuse_too_large()


_PARTS_THAT_TELL = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")


def _beginning(package, part):
    if part is None or part.flag_bits & 1:
        return b""
    with package.open(part) as content:
        return content.read(1_000_000)


def _refuse_bad_ole(file):
    """The names of an old workbook's streams tell what it is; they stand somewhere in it, in UTF-16."""
    if _holds(file, "EncryptedPackage"):
        refuse_password()
    if _holds(file, "_VBA_PROJECT"):
        _refuse_macros()
    if not (_holds(file, "Workbook") or _holds(file, "Book")):
        refuse_damaged()


def _holds(file, name):
    needle = name.encode("utf-16-le")
    with (
        suppress(OSError, AttributeError, ValueError),
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return content.find(needle) >= 0
    file.seek(0)
    return needle in file.read()
