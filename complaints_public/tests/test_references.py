from unittest import TestCase

from complaints_public.references import clean_number, clean_sp4n_number, parse_reference, public_reference


class ReferenceTests(TestCase):
    def test_number_is_read_however_people_write_it(self):
        for text in ("4803409", "#4803409", " 4803409 ", "4 803 409", "4.803.409", "4803409.0", "４８０３４０９"):
            with self.subTest(text):
                self.assertEqual(clean_sp4n_number(text), "4803409")

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
