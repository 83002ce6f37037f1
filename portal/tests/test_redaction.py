from unittest import TestCase

from portal.redaction import find_personal_data, redact

FOUND = {
    "nik": ["NIK 3301116609823295 saya", "nomor 3301 1166 0982 3295", "KK: 3301.1166.0982.3295"],
    "phone": ["hubungi 081234567890", "WA +62 812-3456-7890", "0812 3456 7890", "telp (0282) 534567", "6281234567890"],
    "mail": ["surel eko75@contoh.invalid", "nama.saya+lapor@mail.co.id"],
    "plate": ["motor R 4521 ABC"],
    "address": ["RT 02/RW 05", "rt.003 rw.001"],
    "name": [
        "Selamat pagi, saya Mulyono Susanto warga Binangun",
        "nama: Siti Aminah",
        "a.n. Budi Hartanto",
        "Pak Joko",
    ],
}
HARMLESS = (
    "Jalan berlubang di Kecamatan Majenang sejak tahun 2020",
    "Pasal 36 Ayat (1) Undang-Undang Nomor 25 Tahun 2009",
    "KTP elektronik belum jadi sejak 9 bulan",
    "saya sudah menunggu 14 hari kerja",
    "Anggaran Rp 1.250.000.000 untuk 2021",
    "Laporan nomor 4803409 diterima 31 Januari 2020 pukul 11.41",
    "",
)


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

    def test_redacted_text_holds_nothing_found(self):
        text = "Saya Rina Saputra, NIK 3301156007703213, telepon 082311674701."
        self.assertEqual(redact(text, "[…]"), "Saya […], NIK […], telepon […].")
        self.assertEqual(find_personal_data(redact(text)), [])
