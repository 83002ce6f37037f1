from django.core.management import call_command
from django.test import TestCase

from home.search import clean, looks_like_complaint_number
from tests.factories import make_faq, make_home, make_publications


class SearchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        home = make_home()
        cls.index = make_faq(home, [("Apa itu prosedur?", "proses", []), ("Berapa lama?", "proses", [])])
        make_publications(home, [(f"Prosedur {number}", "sop", []) for number in range(12)])
        call_command("update_index", verbosity=0)

    def search(self, query, **extra):
        return self.client.get("/cari/", {"q": query, **extra})

    def test_pages_are_found_with_their_kind(self):
        response = self.search("lama")
        self.assertContains(response, "Berapa lama?")
        self.assertEqual([page.title for page in response.context["results"]], ["Berapa lama?"])

    def test_results_come_in_portions(self):
        first, second = self.search("prosedur"), self.search("prosedur", page=2)
        self.assertEqual((len(first.context["results"]), len(second.context["results"])), (10, 3))
        self.assertContains(first, "?q=prosedur&amp;page=2")

    def test_bad_portion_is_a_good_one(self):
        for page in ("x", "-1", "9999", "²"):
            with self.subTest(page):
                self.assertEqual(self.search("prosedur", page=page).status_code, 200)

    def test_other_languages_and_drafts_are_not_found(self):
        response = self.client.get("/en/cari/", {"q": "prosedur"})
        self.assertEqual(response.context["results"], [])
        self.index.get_children().get(title="Berapa lama?").unpublish()
        self.assertNotContains(self.search("lama"), "Berapa lama?")

    def test_odd_queries_get_a_friendly_page(self):
        queries = [
            "",
            "   ",
            "'; DROP TABLE wagtailcore_page; --",
            '" OR 1=1 AND (',
            "<script>alert(1)</script>",
            "🙏🚧",
            "a" * 300,
            "kata " * 60,
            "\x00\x01",
            "title:prosedur NEAR(a b)",
            "* ^ - + ~",
            "%%%",
            "AND OR NOT",
        ]
        for query in queries:
            with self.subTest(query[:20]):
                response = self.search(query)
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "<script>alert")

    def test_complaint_number_leads_to_the_lookup_and_is_not_shown_again(self):
        for number in ("4803409", "#4803409", " 4803409 "):
            with self.subTest(number):
                response = self.search(number)
                self.assertContains(response, 'href="/lacak/"')
                self.assertNotContains(response, "4803409")

    def test_results_are_kept_from_search_engines_and_shared_caches(self):
        response = self.search("lama")
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertIn("private", response["Cache-Control"])


class SearchQueryTests(TestCase):
    def test_query_is_trimmed_and_shortened(self):
        self.assertEqual(clean("  dua \n kata\x00 "), "dua kata")
        self.assertEqual(len(clean("x" * 500)), 200)

    def test_only_six_to_ten_digits_are_a_complaint_number(self):
        cases = {
            "480340": True,
            "#4803409": True,
            "12345": False,
            "12345678901": False,
            "2022": False,
            "12345a7": False,
        }
        for query, expected in cases.items():
            with self.subTest(query):
                self.assertEqual(looks_like_complaint_number(query), expected)
