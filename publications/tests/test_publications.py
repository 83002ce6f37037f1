from datetime import date

from django.apps import apps
from wagtail.test.utils import WagtailPageTestCase

from faq.models import FaqIndexPage
from portal.models import Agency, ComplaintClass
from publications.models import ActionPlanPage, PublicationIndexPage, PublicationPage
from tests.editing import check_page
from tests.factories import make_home, make_publications


class PublicationPagesTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = make_home()
        cls.agency = Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh")
        cls.index = make_publications(
            cls.home,
            [("Peraturan 1", "regulation", [cls.agency]), ("SOP 1", "sop", []), ("SOP 2", "sop", [cls.agency])],
        )

    def titles(self, query):
        groups = self.client.get(self.index.url + query).context["groups"]
        return [page.title for _kind, pages in groups for page in pages]

    def test_pages_stand_where_they_belong(self):
        self.assertAllowedParentPageTypes(PublicationIndexPage, {apps.get_model("home.HomePage")})
        self.assertAllowedParentPageTypes(PublicationPage, {PublicationIndexPage})
        self.assertAllowedSubpageTypes(PublicationPage, set())
        self.assertCanNotCreateAt(FaqIndexPage, PublicationPage)
        self.assertFalse(PublicationIndexPage.can_create_at(self.home))

    def test_pages_open_and_can_be_edited_and_previewed(self):
        for page in (self.index, PublicationPage.objects.get(title="SOP 1")):
            check_page(self, page)

    def test_choices_narrow_the_list(self):
        cases = {
            "": ["Peraturan 1", "SOP 1", "SOP 2"],
            "?jenis=sop": ["SOP 1", "SOP 2"],
            "?instansi=dinas-contoh": ["Peraturan 1", "SOP 2"],
            "?jenis=sop&instansi=dinas-contoh": ["SOP 2"],
            "?jenis=decree": [],
            "?jenis=tidak-ada": ["Peraturan 1", "SOP 1", "SOP 2"],
            "?jenis=%00&instansi=%27--": ["Peraturan 1", "SOP 1", "SOP 2"],
        }
        for query, titles in cases.items():
            with self.subTest(query):
                self.assertEqual(self.titles(query), titles)

    def test_facts_and_note_are_shown(self):
        page = PublicationPage.objects.get(title="SOP 1")
        page.number, page.year, page.issued_on = "060/117/2022", 2022, date(2022, 1, 3)
        page.note, page.status = "Nomornya disebut dua kali.", PublicationPage.Status.UNCLEAR
        page.complaint_class = ComplaintClass.objects.get(slug="berkadar-pengawasan")
        page.save()
        response = self.client.get(page.url)
        for text in ("060/117/2022", "2022", "Nomornya disebut dua kali.", "Pengaduan berkadar pengawasan"):
            with self.subTest(text):
                self.assertContains(response, text)

    def test_activity_of_the_plan_is_linked_when_there_is_a_plan(self):
        page = PublicationPage.objects.get(title="SOP 1")
        page.plan_code = "I.2.1"
        page.save()
        self.assertNotContains(self.client.get(page.url), "#I.2.1")
        plan = ActionPlanPage(title="Rencana Aksi", slug="rencana-aksi", first_year=2021, last_year=2024)
        self.home.add_child(instance=plan)
        self.assertContains(self.client.get(page.url), 'href="/rencana-aksi/#I.2.1"')
