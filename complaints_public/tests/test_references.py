from unittest import TestCase

from complaints_public.references import clean_number, clean_sp4n_number, parse_reference, public_reference


class ReferenceTests(TestCase):
    def test_number_is_read_however_people_write_it(self):
        for text in ("4803409", "#4803409", " 4803409 ", "4 803 409", "4.803.409", "4803409.0", "４８０３４０９"):
            with self.subTest(text):
                self.assertEqual(clean_sp4n_number(text), "4803409")

    def test_citizen_is_forgiven_more(self):
        for text in (
            *("No. 4803409", "nomor: #4.803.409", "Nomor pengaduan 4803409", "ID 4803409", "Tracking ID #4803409"),
            *("№ 4803409", "4803–409", "4803\u00a0409", "4803409\u200b", "4803409.", "(4803409)", "４８０３４０９．"),
            *("04803409", "0004803409", "sp4n-4803409", "SP4N-LAPOR! 4803409", "SP4N–4803409", "Lapor #4803409"),
            *("https://www.lapor.go.id/pengaduan/4803409", "lapor.go.id/id/4803409/jalan-rusak-2020.html"),
            *("https://pengaduan.example.go.id/lacak/?nomor=4803409", "lihat http://127.0.0.1/en/pengaduan/4803409/"),
        ):
            with self.subTest(text):
                self.assertEqual(parse_reference(text), ("sp4n", "4803409"))

    def test_citizen_is_not_given_what_was_not_asked_for(self):
        for text in (
            *(
                "0812345678",
                "0282533123",
                "3301011234567890",
                "Rp 4.803.409",
                "4803409 4803410",
                "nomor",
                "#",
                "(",
                "-",
            ),
            *("https://www.lapor.go.id/laporan/detil/jalan-rusak-2020-2021", "https://lapor.go.id/4803409/4803410"),
            *("https://[x/4803409", "4803409'--", "desktop-1", "\x00", "９" * 300, "a.id/" * 400),
        ):
            with self.subTest(text[:40]):
                self.assertIsNone(parse_reference(text))

    def test_laporgub_numbers_are_known_by_their_letters(self):
        for text in ("LGWP12345678", "lgwp-12345678", "LGWP 12345678", "#LGWP.12345678", "laporgub-lgwp12345678"):
            with self.subTest(text):
                self.assertEqual(parse_reference(text), ("laporgub", "lgwp12345678"))
        self.assertEqual(parse_reference("lgwp-123"), ("laporgub", "lgwp123"))
        self.assertEqual(clean_number("laporgub", "LGWP-123"), "lgwp123")  # as an export writes it

    def test_origin_is_read_however_people_write_it(self):
        for text in ("elaporbup-2021-17", "E-Lapor Bupati 2021-17", "e-lapor: 2021–17"):
            with self.subTest(text):
                self.assertEqual(parse_reference(text), ("elaporbup", "2021-17"))
        for text in ("Loket 2026-0001", "DESK – 2026-0001"):
            with self.subTest(text):
                self.assertEqual(parse_reference(text), ("desk", "2026-0001"))

    def test_what_is_no_number_is_none(self):
        for text in (
            "",
            "12345",
            "12345678901",
            "0812345678",
            "ABC123",
            "4803409'--",
            "🙏",
            "٤٨٠٣٤٠٩x",
            "<script>",
            "9" * 300,
        ):
            with self.subTest(text[:20]):
                self.assertIsNone(clean_sp4n_number(text))

    def test_other_origins_are_named_in_front(self):
        self.assertEqual(parse_reference("desk-2026-0001"), ("desk", "2026-0001"))
        self.assertEqual(parse_reference("DESK-2026-0001"), ("desk", "2026-0001"))
        self.assertIsNone(parse_reference("unknown-2026"))
        self.assertIsNone(parse_reference("desk-"))

    def test_address_leads_back_to_the_complaint(self):
        for origin, number in (("sp4n", "4803409"), ("laporgub", "lgwp12345")):
            self.assertEqual(parse_reference(public_reference(origin, number)), (origin, number))

    def test_number_of_another_origin_keeps_its_letters(self):
        self.assertEqual(clean_number("laporgub", "LGWP12345"), "lgwp12345")
        self.assertIsNone(clean_number("laporgub", "a/b"))
