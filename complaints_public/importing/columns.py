"""Names of the columns in exports. The order in a file does not matter, and further columns are passed over."""

import re

from .parsing import as_text

NAMES = {
    "number": ("tracking id", "nomor tracking", "id laporan", "nomor laporan", "no laporan", "nomor pengaduan"),
    "day": ("tanggal laporan masuk", "tanggal laporan", "tanggal masuk", "tanggal"),
    "time": ("waktu laporan masuk", "waktu laporan", "jam laporan masuk", "waktu", "jam"),
    "reporter": ("nama pelapor", "pelapor"),
    "complaint_class": ("klasifikasi laporan", "klasifikasi"),
    "topic_id": ("id kategori",),
    "topic": ("kategori", "topik"),
    "title": ("judul laporan", "judul"),
    "text": ("isi laporan awal", "isi laporan", "isi"),
    "final_text": ("isi laporan akhir",),
    "visibility": ("tipe laporan anonim rahasia", "tipe laporan", "tipe"),
    "channel": ("sumber laporan", "sumber", "kanal"),
    "agency_id": ("id instansi terdisposisi",),
    "agency": ("instansi terdisposisi", "instansi", "disposisi"),
    "status": ("status laporan", "status"),
    "reason": ("alasan tunda arsip", "alasan"),
    "district": ("kecamatan",),
    "village": ("kelurahan", "kelurahan desa", "desa", "desa kelurahan"),
    "rating": ("rating", "penilaian"),
}
REQUIRED = ("number", "day", "status")
PERSONAL = frozenset({"reporter", "title", "text", "final_text", "village", "reason"})


def find_header(cells) -> dict[str, int] | None:
    """field name → index, when this row is a header: it names every required column."""
    found = {}
    simple = [re.sub(r"[\W_]+", " ", as_text(cell).casefold()).strip() for cell in cells]
    for name, spellings in NAMES.items():
        index = next((simple.index(spelling) for spelling in spellings if spelling in simple), None)
        if index is not None:
            found[name] = index
    return found if all(name in found for name in REQUIRED) else None
