import re
from itertools import pairwise
from re import _parser  # the only way to see what a pattern repeats
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from portal.personal_data import addresses, cues, names, numbers
from portal.personal_data.words import GIVEN_NAMES, ORDINARY_WORDS, words_of
from portal.redaction import Hit, find_personal_data, redact

FOUND = {
    "nik": [
        "NIK 3301116609823295 saya",
        "nomor 3301 1166 0982 3295",
        "３３０１１１６６０９８２３２９５",
        "ktp 330111\u200b660982\u200b3295",
        "KTP 3301/1166/0982/3295",
        "nik 330111660982329 kurang satu",
    ],
    "kk": ["KK: 3301.1166.0982.3295", "No. KK 3301116609823295", "kartu keluarga saya 3301-1166-0982-3295"],
    "phone": [
        "hubungi 081234567890",
        "WA +62 812-3456-7890",
        "0812 3456 7890",
        "telp (0282) 534567",
        "6281234567890",
        "wa 81234567890",
        "wa.me/6281234567890",
        "+62(0)812-3456-7890",
        "nol delapan satu dua tiga empat lima enam tujuh delapan",
    ],
    "mail": [
        "surel eko75@contoh.invalid",
        "nama.saya+lapor@mail.co.id",
        "eko (at) contoh.co.id",
        "eko [at] contoh titik com",
        "eko.75 at gmail com",
        "eko75@gmail",
    ],
    "plate": ["motor R 4521 ABC", "nopol r 4521 k", "ada r-4521-ab di trotoar"],
    "account": ["rek BRI 3456-01-012398-53-4", "BCA a.n. ketua 3720551984"],
    "address": [
        "RT 02/RW 05",
        "rt.003 rw.001",
        "Jl. Bakung No. 12",
        "Gang Melati",
        "Blok C No. 8",
        "rt/rw 02/05",
        "Dusun Bugel RT 02",
    ],
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
    "nik ",
    "kk 1",
    "nol satu ",
    "perum a ",
    "wa.me/",
    "Pak Xyzzy ",
    "a\u200b",
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

    def test_no_pattern_repeats_without_bound(self):
        modules = (addresses, cues, names, numbers)
        patterns = [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]
        self.assertGreater(len(patterns), 20)
        for pattern in patterns:
            with self.subTest(pattern.pattern):
                self.assertNotIn("MAXREPEAT", str(_parser.parse(pattern.pattern, pattern.flags)))

    def test_no_word_is_both_a_name_and_none(self):
        self.assertEqual(GIVEN_NAMES & ORDINARY_WORDS, frozenset())
        self.assertGreater(len(GIVEN_NAMES), 300)

    def test_a_pair_of_cards_has_two_kinds(self):
        text = "NIK/KK: 3301116609823295 / 3301111609823295"
        self.assertEqual([hit.kind for hit in find_personal_data(text)], ["nik", "kk"])

    def test_a_hit_says_why(self):
        text = "saya Rina Saputra, plat R 4521 AB, wa 082311674701"
        self.assertEqual(
            [hit.why for hit in find_personal_data(text)],
            ["after: saya", "after the word for a plate", "a mobile's number"],
        )

    def test_unseen_characters_move_no_span(self):
        text = "wa 0823\u200b1167\u200b4701 ya"
        (hit,) = find_personal_data(text)
        self.assertEqual(text[hit.start : hit.end], "0823\u200b1167\u200b4701")

    def test_every_kind_may_have_its_own_mask(self):
        text = "Saya Rina Saputra, NIK 3301156007703213."
        self.assertEqual(redact(text, "…", masks={"name": "[nama]"}), "Saya [nama], NIK ….")

    def test_redacted_text_holds_nothing_found(self):
        text = "Saya Rina Saputra, NIK 3301156007703213, telepon 082311674701."
        self.assertEqual(redact(text, "[…]"), "Saya […], NIK […], telepon […].")
        self.assertEqual(find_personal_data(redact(text)), [])
        self.assertNotRegex(redact("Rp 3301156007703213"), r"\d{16}")


PIECES = (
    *words_of("0 1 3301116609823295 3301 1166 08 + . - / , nama saya Siti sugeng pak Jl No RT 02 @ R AB rek BCA Rp"),
    *("NIK", "KK", "\u200b", "\n", "３"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6)).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)


@given(TEXTS)
def test_hits_never_overlap_and_no_number_of_16_digits_stays(text):
    hits = find_personal_data(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(hit.end <= following.start for hit, following in pairwise(hits))
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", redact(text))
