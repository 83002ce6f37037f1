from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.test.utils import WagtailPageTestCase

from faq.models import FaqIndexPage, FaqPage, FaqTopic
from portal.models import Agency
from tests.editing import check_page
from tests.factories import make_faq, make_home


class FaqPagesTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agency = Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh")
        cls.index = make_faq(
            make_home(),
            [
                ("Apa itu SOP?", "proses", [cls.agency]),
                ("Berapa lama?", "proses", []),
                ("Ke mana?", "kanal", []),
                ("Siapa?", "proses", []),
                ("Mengapa?", "proses", []),
            ],
        )
        cls.question = FaqPage.objects.get(title="Apa itu SOP?")

    def test_pages_stand_where_they_belong(self):
        self.assertAllowedParentPageTypes(FaqIndexPage, {apps.get_model("home.HomePage")})
        self.assertAllowedParentPageTypes(FaqPage, {FaqIndexPage})
        self.assertAllowedSubpageTypes(FaqIndexPage, {FaqPage})
        self.assertCanNotCreateAt(apps.get_model("home.ContentPage"), FaqPage)

    def test_there_is_one_index(self):
        self.assertFalse(FaqIndexPage.can_create_at(self.index.get_parent()))

    def test_pages_open_and_can_be_edited_and_previewed(self):
        for page in (self.index, self.question):
            check_page(self, page)

    def test_answer_shows_note_and_place_with_its_words(self):
        page = self.question
        page.note = "Dokumen tidak memuat alamat."
        page.legal_places = [
            {"type": "place", "value": {"place": "Pasal 6", "quotation": "paling lama 1 (satu) tahun"}}
        ]
        page.save()
        response = self.client.get(page.url)
        self.assertContains(response, "Dokumen tidak memuat alamat.")
        self.assertContains(response, "Pasal 6")
        self.assertContains(response, "paling lama 1 (satu) tahun")

    def test_related_questions_follow_in_their_topic_and_begin_again(self):
        self.assertEqual([page.title for page in self.question.related()], ["Berapa lama?", "Siapa?", "Mengapa?"])
        last = FaqPage.objects.get(title="Mengapa?")
        self.assertEqual([page.title for page in last.related()], ["Apa itu SOP?", "Berapa lama?", "Siapa?"])

    def test_unpublished_question_is_not_listed(self):
        self.question.unpublish()
        self.assertNotContains(self.client.get(self.index.url), "Apa itu SOP?")


class FaqFilterTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agency = Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh")
        cls.index = make_faq(
            make_home(), [("Apa itu SOP?", "proses", [cls.agency]), ("Ke mana?", "kanal", []), ("Siapa?", "siapa", [])]
        )

    def titles(self, query):
        groups = self.client.get(self.index.url + query).context["groups"]
        return {page.title for _topic, pages in groups for page in pages}

    def test_choices_narrow_the_list(self):
        everything = {"Apa itu SOP?", "Ke mana?", "Siapa?"}
        cases = {
            "": everything,
            "?topik=kanal": {"Ke mana?"},
            "?instansi=dinas-contoh": {"Apa itu SOP?"},
            "?topik=proses&instansi=dinas-contoh": {"Apa itu SOP?"},
            "?topik=kanal&instansi=dinas-contoh": set(),
        }
        for query, titles in cases.items():
            with self.subTest(query):
                self.assertEqual(self.titles(query), titles)

    def test_bad_choices_are_ignored(self):
        for query in ("?topik=tidak-ada", "?topik=%00", "?instansi='%20OR%201=1", "?topik=", "?topik[]=kanal&x=1"):
            with self.subTest(query):
                self.assertEqual(len(self.titles(query)), 3)

    def test_empty_choice_says_so(self):
        response = self.client.get(self.index.url + "?topik=kanal&instansi=dinas-contoh")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.context["count"], 0)

    def test_topic_is_named_in_the_readers_language(self):
        topic = FaqTopic(name="Kanal", name_en="Channels")
        self.assertEqual(str(topic), "Kanal")
        with translation.override("en"):
            self.assertEqual(str(topic), "Channels")

    def test_more_questions_cost_no_more_queries(self):
        self.client.get(self.index.url)
        with CaptureQueriesContext(connection) as few:
            self.client.get(self.index.url)
        for number in range(5):
            question = FaqPage(title=f"Lagi {number}?", topic=FaqTopic.objects.get(slug="kanal"), short_answer="Ya.")
            self.index.add_child(instance=question)
        with self.assertNumQueries(len(few)):
            self.client.get(self.index.url)
