from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from faq.models import FaqIndexPage
from home.models import AgencyIndexPage, AgencyPage, ChannelsPage, ContentPage, HomePage
from portal.models import Agency, Channel
from publications.models import PublicationPage
from tests.editing import check_page
from tests.factories import make_faq, make_home, make_publications


class HomePagesTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = make_home()
        cls.agency = Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh", kind=Agency.Kind.OFFICE)
        make_faq(cls.home, [("Apa itu SOP?", "proses", [cls.agency])])
        make_publications(cls.home, [("Peraturan 1", "regulation", [cls.agency])])
        cls.agencies = cls.home.add_child(instance=AgencyIndexPage(title="Instansi", slug="instansi"))
        cls.agency_page = cls.agencies.add_child(
            instance=AgencyPage(title="Dinas Contoh", slug="dinas-contoh", agency=cls.agency)
        )
        cls.channels = cls.home.add_child(instance=ChannelsPage(title="Kanal", slug="kanal"))
        cls.content = cls.home.add_child(instance=ContentPage(title="Tentang", slug="tentang"))

    def test_the_root_takes_nothing_but_home_pages(self):
        self.assertAllowedParentPageTypes(HomePage, {Page})
        for page_type in (ContentPage, FaqIndexPage, ChannelsPage, PublicationPage, AgencyPage):
            with self.subTest(page_type=page_type):
                self.assertFalse(page_type.can_create_at(Page.get_first_root_node()))

    def test_pages_stand_where_they_belong(self):
        self.assertAllowedParentPageTypes(ContentPage, {HomePage, ContentPage})
        self.assertAllowedSubpageTypes(ContentPage, {ContentPage})
        self.assertAllowedSubpageTypes(AgencyIndexPage, {AgencyPage})
        self.assertAllowedSubpageTypes(ChannelsPage, set())
        for page_type in (AgencyIndexPage, ChannelsPage):
            with self.subTest(page_type=page_type):
                self.assertFalse(page_type.can_create_at(self.home))

    def test_pages_open_and_can_be_edited_and_previewed(self):
        for page in (self.home, self.agencies, self.agency_page, self.channels, self.content):
            with self.subTest(page=page):
                check_page(self, page)

    def test_home_leads_to_lookup_questions_and_publications(self):
        response = self.client.get(self.home.url)
        for text in ('action="/lacak/"', "Apa itu SOP?", "Peraturan 1"):
            with self.subTest(text):
                self.assertContains(response, text)

    def test_home_without_register_shows_no_numbers(self):
        self.assertEqual(self.client.get(self.home.url).context["headline"], [])

    def test_agency_page_gathers_what_concerns_it(self):
        response = self.client.get(self.agency_page.url)
        for text in ("Apa itu SOP?", "Peraturan 1", "/pengaduan/?instansi=dinas-contoh"):
            with self.subTest(text):
                self.assertContains(response, text)

    def test_agencies_are_grouped_by_kind(self):
        groups = self.client.get(self.agencies.url).context["groups"]
        self.assertEqual(
            [(kind, [page.title for page in pages]) for kind, pages in groups], [("office", ["Dinas Contoh"])]
        )

    def test_channel_without_address_says_so_and_hidden_one_is_not_shown(self):
        Channel.objects.create(name="Telepon", slug="telepon", kind="conventional", how_to="Telepon kami.")
        Channel.objects.create(name="Faks", slug="faks", kind="conventional", is_listed=False)
        response = self.client.get(self.channels.url)
        self.assertContains(response, "Telepon kami.")
        self.assertContains(response, 'class="unknown"')
        self.assertNotContains(response, "Faks")
