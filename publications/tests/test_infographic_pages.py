import re
from unittest import mock

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page

from complaints_public import statistics
from complaints_public.tests.factories import EXPORT_2021, import_file, make_user
from publications.models import InfographicPage
from tests.editing import form_data

from .infographic_pages import make_index, make_infographic, make_release, publish_release


class InfographicPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_release()
        cls.index = make_index()
        cls.editor = make_user("Editor")

    def add(self, **fields):
        """What an editor sends who chooses a template, a period, and publishes."""
        self.client.force_login(self.editor)
        address = reverse("wagtailadmin_pages:add", args=["publications", "infographicpage", self.index.pk])
        data = {"title": "", "slug": "", "introduction": "", "period": "", "agency": "", "design": "journey"}
        data |= {"action-publish": "1", "seo_title": "", "search_description": "", "source": "", **fields}
        data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        return self.client.post(address, data)

    def faults(self, response):
        return re.findall(r'class="error-message">\s*(.*?)\s*<', response.content.decode())

    def test_template_and_period_are_enough(self):
        response = self.add(design="topics", period="2020")
        self.assertEqual(response.status_code, 302, self.faults(response))
        page = InfographicPage.objects.get(locale__language_code="id")
        self.assertEqual((page.title, page.slug), ("Apa yang diadukan, 2020", "apa-yang-diadukan-2020"))
        self.assertTrue(page.live)
        self.assertEqual(page.figures["version"], 1)
        self.client.logout()
        english = self.client.get("/en/infografis/apa-yang-diadukan-2020/")
        self.assertContains(english, "What complaints are about, 2020")
        self.assertEqual(InfographicPage.objects.get(locale__language_code="en").figures, page.figures)

    def test_what_a_template_has_no_figures_of_is_refused_with_a_sentence(self):
        for fields, sentence in (
            ({"design": "recap", "period": ""}, "pilih satu bulan"),
            ({"design": "topics", "period": "2020-03"}, "tidak ada angka per bulan"),
            ({"design": "punctuality", "period": "2020"}, "tidak ada angka per tahun atau bulan"),
            ({"design": "channels", "agency": statistics.published().keys("agency")[0]}, "kosongkan instansi"),
        ):
            with self.subTest(fields):
                self.assertContains(self.add(**fields), sentence)
        self.assertFalse(InfographicPage.objects.exists())
