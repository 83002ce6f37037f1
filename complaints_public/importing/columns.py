"""Names of the columns in exports. The order in a file does not matter, and further columns are passed over."""

import re

from .parsing import as_text

NAMES = {
    "number": ("tracking id", "nomor tracking", "id laporan", "nomor laporan", "no laporan", "nomor pengaduan"),
    "day": ("tanggal laporan masuk", "tanggal laporan", "tanggal masuk", "tanggal"),
    "time": ("waktu laporan masuk", "waktu laporan", "jam laporan masuk", "waktu", "jam"),
    "reporter": ("nama pelapor", "pelapor"),
    "complaint_class": ("klasifikasi laporan", "klasifikasi"),
    "topic": ("kategori", "topik"),
    "title": ("judul laporan", "judul"),
    "text": ("isi laporan awal", "isi laporan", "isi"),
    "final_text": ("isi laporan akhir",),
    "visibility": ("tipe laporan anonim rahasia", "tipe laporan", "tipe"),
    "channel": ("sumber laporan", "sumber", "kanal"),
    "agency": ("instansi terdisposisi", "instansi", "disposisi"),
    "status": ("status laporan", "status"),
    "reason": ("alasan tunda arsip", "alasan"),
    "district": ("kecamatan",),
    "village": ("kelurahan", "kelurahan desa", "desa", "desa kelurahan"),
    "rating": ("rating", "penilaian"),
}
NOT_NEEDED = frozenset(
    {
        *("id kategori", "id instansi terdisposisi", "instansi induk", "provinsi", "kota kabupaten"),
        *("nomor sk", "url sk", "url dokumen laporan tahunan", "laporan yang masuk melalui kanal aduan setwapres"),
    }
)  # in every export of SP4N-LAPOR!, so there is no need to tell the desk that they are passed over
REQUIRED = ("number", "day", "status")
# What an export without it leaves open, so that the desk must know of it.
EXPECTED = (
    *("visibility", "agency", "complaint_class", "topic", "channel", "title", "text", "reporter"),
    *("district", "village"),
)
PERSONAL = frozenset({"reporter", "title", "text", "final_text", "village", "reason"})
_LONGEST_HEADING = 60


def simple_heading(cell) -> str:
    """A heading without case, punctuation and line breaks: what the same column is known by in every file."""
    return re.sub(r"[\W_]+", " ", as_text(cell).casefold()).strip()


def find_columns(cells, remembered=None) -> dict[str, int]:
    """field name → index of each known column in this row. remembered: simple heading → field name, the desk's own."""
    simple = [simple_heading(cell) for cell in cells]
    remembered = remembered or {}
    found = {}
    for name, spellings in NAMES.items():
        own = [heading for heading, field in remembered.items() if field == name]
        others = [spelling for spelling in spellings if spelling not in remembered]
        index = next((simple.index(spelling) for spelling in (*own, *others) if spelling in simple), None)
        if index is not None:
            found[name] = index
    return found


def is_header(columns) -> bool:
    return all(name in columns for name in REQUIRED)


def could_be_headings(cells) -> bool:
    """Whether a row of unknown columns looks like headings: several short words, all different, none with a number."""
    filled = [text for text in map(as_text, cells) if text]
    is_short = all(len(text) <= _LONGEST_HEADING and not re.search(r"\d{3}|@", text) for text in filled)
    return len(filled) >= len(REQUIRED) and is_short and len({*map(simple_heading, filled)} - {""}) == len(filled)
