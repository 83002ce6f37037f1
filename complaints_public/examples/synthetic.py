"""Makes up complaints and their lives, in the shape of SP4N-LAPOR!'s exports. The same seed gives the same ones.

All persons are made up. Pure: knows neither Django nor the register.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import accumulate

HEADER = (
    "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan",
    "ID Kategori", "Kategori", "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir",
    "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "ID Instansi Terdisposisi", "Instansi Terdisposisi",
    "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan", "Rating",
)  # fmt: skip
ANSWERED = "Ditanggapi oleh Instansi"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
_FIRST = "Agus Budi Dewi Eko Fitri Hendra Indah Joko Kusno Lestari Mulyono Ningsih Rina Slamet Sri Suparti Teguh Wahyu"
_LAST = "Hartono Hidayat Kurniawan Pratama Purnomo Saputra Santoso Setiawan Susanto Utami Wahyuni Wibowo"
_DISTRICTS = (
    "Adipala", "Kroya", "Majenang", "Maos", "Sampang", "Sidareja", "Wanareja", "Kesugihan", "Jeruklegi", "Nusawungu",
)  # fmt: skip
# Agency: topic, how many of a hundred complaints, how slow (1: as the middle one), and what they are about.
AGENCIES = {
    "Dinas Pekerjaan Umum dan Penataan Ruang": ("Infrastruktur", 30, 1.6, (
        "Jalan berlubang", "Jembatan penghubung desa rusak", "Saluran air tersumbat", "Talut longsor")),
    "Dinas Kependudukan dan Pencatatan Sipil": ("Administrasi Kependudukan", 20, 0.6, (
        "KTP elektronik belum jadi", "Antrean akta kelahiran", "Data kartu keluarga salah")),
    "Dinas Perhubungan": ("Perhubungan", 13, 1.0, (
        "Lampu jalan mati", "Parkir liar di depan pasar", "Truk besar lewat jalan kampung")),
    "Dinas Sosial": ("Sosial", 12, 1.2, (
        "Bantuan terhenti tanpa keterangan", "Data penerima bantuan tidak tepat")),
    "Dinas Pendidikan dan Kebudayaan": ("Pendidikan", 9, 1.1, (
        "Atap ruang kelas bocor", "Pungutan di sekolah", "Zonasi penerimaan siswa")),
    "Dinas Kesehatan": ("Kesehatan", 8, 0.8, (
        "Antrean puskesmas terlalu lama", "Obat tidak tersedia di puskesmas")),
    "Dinas Lingkungan Hidup": ("Lingkungan Hidup", 6, 1.3, (
        "Sampah menumpuk di pinggir jalan", "Asap pembakaran sampah", "Limbah dibuang ke sungai")),
    "Dinas Tenaga Kerja dan Perindustrian": ("Ketenagakerjaan", 2, 1.4, ("Upah di bawah ketentuan",)),
}  # fmt: skip
_CLASSES = {
    "Pengaduan Tidak Berkadar Pengawasan": (68, 9), "Permintaan Informasi": (17, 3),
    "Pengaduan Berkadar Pengawasan": (9, 32), "Aspirasi": (6, 20),
}  # fmt: skip  # of a hundred; working days to the answer of the middle one
_CHANNELS = {"Website": 46, "Android": 34, "SMS": 8, "Media Sosial": 7, "Tatap Muka": 3, "Surat": 2}
# Rain breaks roads from November to February, school starts in July, and fewer complain in the fasting month.
_OF_MONTH = (1.35, 1.25, 1.0, 0.8, 0.85, 0.9, 1.25, 0.95, 0.9, 0.95, 1.15, 1.3)
_OF_WEEKDAY = (1.3, 1.15, 1.05, 1.0, 0.95, 0.55, 0.45)
_GROWTH = 1.15  # a year


@dataclass(frozen=True)
class Life:
    """One complaint: cells of its row but for the status, and (day, status in the source's words) in order."""

    cells: tuple
    steps: tuple[tuple[date, str], ...]

    def status_on(self, day):
        return [words for since, words in self.steps if since <= day][-1]

    @property
    def number(self):
        return str(self.cells[0])

    @property
    def received_on(self):
        return self.steps[0][0]

    @property
    def answered_on(self):
        return next((day for day, words in self.steps if words == ANSWERED), None)

    @property
    def ended_on(self):
        return self.steps[-1][0]

    def row(self, day):
        """The row of an export made at the end of day."""
        return [*self.cells[:14], self.status_on(day), *self.cells[14:]]


def lives(count, seed, oldest, newest) -> Iterator[Life]:
    """count complaints received from oldest to newest, the oldest first, more in some seasons than in others."""
    chance = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    days = [oldest + timedelta(days=n) for n in range((newest - oldest).days + 1)]
    weights = [_weight(day, oldest) for day in days]
    edges, total, index = list(accumulate(weights)), sum(weights), 0
    for number in range(count):
        place = (number + chance.random()) / count * total
        while edges[index] < place and index < len(days) - 1:
            index += 1
        yield _life(4_000_000 + number, days[index], chance)


def _weight(day, oldest):
    return _OF_MONTH[day.month - 1] * _OF_WEEKDAY[day.weekday()] * _GROWTH ** ((day - oldest).days / 365)


def _life(number, day, chance):
    agency = _pick(chance, {name: share for name, (_topic, share, _pace, _matters) in AGENCIES.items()})
    topic, _share, pace, matters = AGENCIES[agency]
    complaint_class = _pick(chance, {name: share for name, (share, _days) in _CLASSES.items()})
    name = f"{chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"
    matter, place = chance.choice(matters), chance.choice(_DISTRICTS)
    clock = time(min(23, max(0, int(chance.gauss(13, 4)))), chance.randrange(60))
    text = (
        f"Selamat pagi, saya {name} warga {place}. {matter} sejak {chance.randint(2, 40)} hari, di dekat pos ronda "
        f"nomor {chance.randint(1, 999)}. Sudah dilaporkan ke kantor desa, belum ada tindak lanjut. Nomor saya "
        f"08{chance.randrange(10**10):010d}. Mohon ditindaklanjuti, terima kasih."
    )
    kind = _pick(chance, {"": 80, "Anonim": 15, "Rahasia": 5})
    steps = tuple(_steps(day, pace * _CLASSES[complaint_class][1], chance))
    cells = (
        number, f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{clock:%H:%M}", name, complaint_class, 101, topic,
        f"{matter} di {place}", text, text, kind, _pick(chance, _CHANNELS), 33101, agency, "", "Jawa Tengah",
        "Kabupaten Cilacap", place, place, chance.choice(("", "", 3, 4, 5)),
    )  # fmt: skip
    return Life(cells, steps)


def _steps(day, middle, chance):
    """What happens, from the day of receipt on. middle: working days to the answer of the middle one."""
    yield day, "Belum Terverifikasi"
    if chance.random() < 0.04:
        yield _after(day, chance.randint(1, 3)), "Tidak Memenuhi Syarat"
        return
    yield (day := _after(day, chance.randint(0, 3))), "Terverifikasi"
    yield (day := _after(day, chance.randint(0, 1))), "Terdisposisi Belum Ditindaklanjuti"
    yield (day := _after(day, chance.randint(0, 4))), "Terdisposisi Sedang Diproses"
    if chance.random() < 0.03:
        yield _after(day, chance.randint(5, 30)), "Diarsipkan oleh Admin"
        return
    yield (day := _after(day, round(chance.lognormvariate(0, 0.6) * middle))), ANSWERED
    end = _pick(chance, {"Ditutup oleh Sistem": 52, "Ditutup oleh Admin": 18, "Selesai": 30})
    yield _after(day, 10 if end == "Ditutup oleh Sistem" else chance.randint(0, 12)), end


def _after(day, working_days):
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def _pick(chance, weights):
    return chance.choices(list(weights), list(weights.values()))[0]
