from unittest import TestCase

from portal.personal_data.words import GIVEN_NAMES, NOT_NAMES
from portal.redaction import Hit, find_personal_data, redact

FOUND = {
    "nik": ["NIK 3301116609823295 saya", "nomor 3301 1166 0982 3295", "KK: 3301.1166.0982.3295"],
    "phone": [
        "hubungi 081234567890",
        "WA +62 812-3456-7890",
        "0812 3456 7890",
        "telp (0282) 534567",
        "6281234567890",
        "wa 81234567890",
    ],
    "mail": [
        "surel eko75@contoh.invalid",
        "nama.saya+lapor@mail.co.id",
        "eko (at) contoh.co.id",
        "eko [at] contoh titik com",
    ],
    "plate": ["motor R 4521 ABC", "nopol r 4521 k"],
    "account": ["rek BRI 3456-01-012398-53-4", "BCA a.n. ketua 3720551984"],
    "address": ["RT 02/RW 05", "rt.003 rw.001", "Jl. Bakung No. 12", "Gang Melati", "Blok C No. 8"],
    "name": [
        "Selamat pagi, saya Mulyono Susanto warga Binangun",
        "nama: Siti Aminah",
        "a.n. Budi Hartanto",
        "Pak Joko",
        "nama saya sutarmi umur 60",
        "SAYA HERMAN SUSILO WARGA CIPARI",
        "oleh Siti Nurhaliza binti Fauzi",
        "Bu Ratna Wulandari, S.Pd",
    ],
}
HARMLESS = (
    "Jalan berlubang di Kecamatan Majenang sejak tahun 2020",
    "Pasal 36 Ayat (1) Undang-Undang Nomor 25 Tahun 2009",
    "KTP elektronik belum jadi sejak 9 bulan",
    "saya sudah menunggu 14 hari kerja",
    "Anggaran Rp 1.250.000.000 untuk 2021",
    "Laporan nomor 4803409 diterima 31 Januari 2020 pukul 11.41",
    "Bapak Bupati, Bapak/Ibu, Ibu Kota, Pak Camat, Bu Guru",
    "Saya Warga Desa Karangkandri Mengadukan Debu Batubara",
    "Jalan Gatot Subroto, Jl. Jenderal Sudirman, Jalan Provinsi Nomor 144",
    "Koordinat -7.726512 109.015432, 12-08-2021 - 15-08-2021, 12.500.000 - 15.000.000",
    "",
)
# What makes a pattern that goes back over its text take hours.
HOSTILE = (
    "1 ",
    "0",
    "a",
    "a@",
    "a.",
    "A ",
    "R 1",
    "RT 1 ",
    "Jl A ",
    "saya ",
    "nama ",
    "Siti ",
    "rek ",
    "M. ",
    " ",
    "bank a 1",
)
SIZE = 50_000


class RedactionTests(TestCase):
    def test_personal_data_is_found_by_its_kind(self):
        for kind, texts in FOUND.items():
            for text in texts:
                with self.subTest(text):
                    self.assertIn(kind, {hit.kind for hit in find_personal_data(text)})

    def test_harmless_text_is_left_alone(self):
        for text in HARMLESS:
            with self.subTest(text):
                self.assertEqual(find_personal_data(text), [])

    def test_spans_point_at_what_was_found(self):
        text = "Saya Rina Saputra, NIK 3301156007703213."
        self.assertEqual(
            [text[hit.start : hit.end] for hit in find_personal_data(text)], ["Rina Saputra", "3301156007703213"]
        )

    def test_sixteen_digits_say_whether_they_can_be_an_identity_number(self):
        for number, valid in {
            "3301116609823295": True,
            "3301 1126 0982 3295": True,
            "9501116609823295": False,  # no such province
            "3301113209823295": False,  # neither a man's day nor a woman's
            "3301116613823295": False,  # month 13
        }.items():
            with self.subTest(number):
                self.assertEqual(find_personal_data(number), [Hit("nik", 0, len(number), is_valid_nik=valid)])

    def test_long_hostile_text_is_read_in_one_pass(self):
        for piece in HOSTILE:
            with self.subTest(piece):
                text = (piece * SIZE)[:SIZE]
                for hit in find_personal_data(text):
                    self.assertLessEqual(hit.end, SIZE)

    def test_no_word_is_both_a_name_and_none(self):
        self.assertEqual(GIVEN_NAMES & NOT_NAMES, frozenset())
        self.assertGreater(len(GIVEN_NAMES), 300)

    def test_redacted_text_holds_nothing_found(self):
        text = "Saya Rina Saputra, NIK 3301156007703213, telepon 082311674701."
        self.assertEqual(redact(text, "[…]"), "Saya […], NIK […], telepon […].")
        self.assertEqual(find_personal_data(redact(text)), [])
