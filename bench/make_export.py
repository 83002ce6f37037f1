"""Writes a synthetic export of SP4N-LAPOR! as CSV, for measuring. The same seed gives the same file.

    python bench/make_export.py 100000 /tmp/export.csv [--seed 1] [--as-of 2026-01-04] [--changed 0.05]

With --changed, that share of the complaints has moved on since the file of the same seed without it. All persons are
made up.
"""

import argparse
import csv
import random
from datetime import date, timedelta

HEADER = (
    "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan",
    "ID Kategori", "Kategori", "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir",
    "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "ID Instansi Terdisposisi", "Instansi Terdisposisi",
    "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan", "Rating",
)  # fmt: skip
FIRST = "Agus Budi Dewi Eko Fitri Hendra Indah Joko Kusno Lestari Mulyono Ningsih Rina Slamet Sri Suparti Teguh Wahyu"
LAST = "Hartono Hidayat Kurniawan Pratama Purnomo Saputra Santoso Setiawan Susanto Utami Wahyuni Wibowo"
AGENCIES = {
    "Dinas Kependudukan dan Pencatatan Sipil": ("Administrasi Kependudukan", "KTP elektronik belum jadi"),
    "Dinas Pekerjaan Umum dan Penataan Ruang": ("Infrastruktur", "Jembatan penghubung desa rusak"),
    "Dinas Kesehatan": ("Kesehatan", "Antrean puskesmas terlalu lama"),
    "Dinas Perhubungan": ("Perhubungan", "Parkir liar di depan pasar"),
    "Dinas Pendidikan dan Kebudayaan": ("Pendidikan", "Atap ruang kelas bocor"),
    "Dinas Lingkungan Hidup": ("Lingkungan Hidup", "Sampah menumpuk di pinggir jalan"),
    "Dinas Sosial": ("Sosial", "Bantuan terhenti tanpa keterangan"),
}
CLASSES = (
    "Pengaduan Tidak Berkadar Pengawasan", "Pengaduan Berkadar Pengawasan", "Permintaan Informasi", "Aspirasi",
)  # fmt: skip
STATUSES = ("Ditutup oleh Sistem", "Ditutup oleh Admin", "Terdisposisi Sedang Diproses", "Ditanggapi oleh Instansi")
DISTRICTS = [
    "Adipala",
    "Kroya",
    "Majenang",
    "Maos",
    "Sampang",
    "Sidareja",
    "Wanareja",
    "Kesugihan",
    "Jeruklegi",
    "Nusawungu",
]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]


def row(number, day, chance):
    name = f"{chance.choice(FIRST.split())} {chance.choice(LAST.split())}"
    agency = chance.choice(list(AGENCIES))
    topic, matter = AGENCIES[agency]
    place = chance.choice(DISTRICTS)
    clock = f"{chance.randrange(24):02d}:{chance.randrange(60):02d}"
    text = (
        f"Selamat pagi, saya {name} warga {place}. {matter} sejak {chance.randint(2, 40)} hari, di dekat pos ronda "
        f"nomor {chance.randint(1, 999)}. Sudah dilaporkan ke kantor desa, belum ada tindak lanjut. Nomor saya "
        f"08{chance.randrange(10**10):010d}. Mohon ditindaklanjuti, terima kasih."
    )
    kind = chance.choices(("", "Anonim", "Rahasia"), (80, 15, 5))[0]
    status = chance.choices(STATUSES, (45, 30, 15, 10))[0]
    return [
        number, f"{day.day} {MONTHS[day.month - 1]} {day.year}", clock, name,
        chance.choices(CLASSES, (70, 10, 15, 5))[0], 101, topic, f"{matter} di {place}", text, text, kind,
        chance.choice(("Website", "Android", "SMS")), 33101, agency, status, "", "Jawa Tengah", "Kabupaten Cilacap",
        place, place, chance.choice(("", "", 3, 4, 5)),
    ]  # fmt: skip


def rows(count, seed, newest, share_changed):
    chance, later = random.Random(seed), random.Random(seed + 1)
    oldest = newest - timedelta(days=6 * 365)
    for index in range(count):
        day = oldest + timedelta(days=index * (newest - oldest).days // max(count, 1))
        cells = row(4_000_000 + index, day, chance)
        if later.random() < share_changed:
            cells[14] = "Selesai"
        yield cells


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 1, 4))
    parser.add_argument("--changed", type=float, default=0)
    options = parser.parse_args()
    with open(options.file, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f"Tanggal Generate: {options.as_of.isoformat()}"])
        writer.writerow(HEADER)
        writer.writerows(rows(options.count, options.seed, options.as_of, options.changed))


if __name__ == "__main__":
    main()
