from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase
from wagtail.models import Page, Site

from faq.models import FaqPage
from home.loading import content
from home.loading.ledger import Ledger
from home.loading.links import Links
from home.loading.lists import load_lists
from home.models import HomePage, LoadedContent
from portal.models import Agency, Channel, SiteSettings, Topic
from publications.models import PlanActivity, PlanProgramme, PublicationPage, StrategicIndicator, SuccessIndicator


def load():
    out = StringIO()
    call_command("load_cilacap", stdout=out)
    return out.getvalue()


class AgenciesKnownBeforeTests(TestCase):
    def test_an_agency_that_an_import_made_is_used_as_it_is(self):
        made = Agency.objects.create(name="Dinas Kependudukan dan Pencatatan Sipil", slug="dinas-kependudukan")
        ledger = Ledger([])
        load_lists(ledger, content.read("lists.yaml"))
        self.assertEqual(ledger.left, [("occupied", "agencies:disdukcapil")])
        self.assertEqual(Links(ledger.found).agencies(["disdukcapil", "tidak-ada"]), [made])
        made.refresh_from_db()
        self.assertEqual((made.slug, made.sp4n_id), ("dinas-kependudukan", ""))


class LoadedContentTests(TestCase):
    """One load for all of it: every test starts from the same site and leaves it as it was."""

    @classmethod
    def setUpTestData(cls):
        cls.output = load()

    def page(self, slug):
        return Page.objects.get(slug=slug, locale__language_code="id").specific

    # What is there

    def test_the_site_serves_the_home_page(self):
        site = Site.objects.get(is_default_site=True)
        self.assertIsInstance(site.root_page.specific, HomePage)
        self.assertEqual(site.root_url, settings.BASE_URL)
        self.assertEqual(SiteSettings.for_site(site).regency, "Kabupaten Cilacap")
        self.assertEqual([page.slug for page in Page.objects.filter(depth=2)], ["home", "home-en"])

    def test_everything_of_the_regulation_is_there(self):
        questions = FaqPage.objects.filter(alias_of=None)
        self.assertEqual(questions.count(), 71)
        self.assertFalse(questions.filter(legal_places=[]).exists())
        self.assertEqual(PlanProgramme.objects.filter(page__alias_of=None).count(), 15)
        activities = PlanActivity.objects.public()
        self.assertEqual(activities.count(), 42)
        self.assertEqual(sum(len(activity.year_list) for activity in activities), 96)
        self.assertEqual(StrategicIndicator.objects.count(), 5)
        self.assertEqual(SuccessIndicator.objects.count(), 13)
        self.assertEqual(PublicationPage.objects.filter(kind="sop", status="to_be_revised", alias_of=None).count(), 4)

    def test_every_page_is_published_as_it_stands(self):
        pages = Page.objects.filter(depth__gt=1)
        self.assertFalse(pages.filter(live=False).exists())
        self.assertFalse(pages.filter(has_unpublished_changes=True).exists())
        self.assertFalse(pages.filter(alias_of=None, live_revision=None).exists())

    def test_every_activity_has_its_parties(self):
        for activity in PlanActivity.objects.public().prefetch_related("agencies"):
            with self.subTest(activity.code):
                self.assertEqual(activity.agencies.count(), len(activity.parties_as_printed.split("\n")))

    def test_exports_find_their_agencies_topics_and_channels(self):
        self.assertEqual(Agency.objects.exclude(sp4n_id="").count(), 9)
        self.assertEqual(Topic.objects.exclude(sp4n_id="").count(), 9)
        names = [name for channel in Channel.objects.all() for name in channel.every_name]
        for source in ("Website", "Android", "SMS", "Media Sosial", "Tatap Muka", "Surat"):
            with self.subTest(source):
                self.assertIn(source, names)

    def test_content_holds_no_working_notes(self):
        text = "".join(path.read_text(encoding="utf-8") for path in content.CONTENT_DIR.rglob("*.yaml"))
        for word in ("source_line", "TODO"):
            with self.subTest(word):
                self.assertNotIn(word, text)

    # What readers see

    def test_every_page_opens_in_both_languages(self):
        pages = Page.objects.live().filter(depth__gt=1)
        self.assertEqual(set(pages.values_list("locale__language_code", flat=True)), {"id", "en"})
        for page in pages:
            with self.subTest(page.url):
                response = self.client.get(page.url)
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, ">None<")

    def test_addresses_are_the_fixed_ones(self):
        for address in ("/", "/faq/", "/publikasi/", "/rencana-aksi/", "/statistik/", "/kanal/", "/instansi/"):
            for prefix in ("", "/en"):
                with self.subTest(prefix + address):
                    self.assertEqual(self.client.get(prefix + address).status_code, 200)

    def test_contradictions_are_said_beside_what_they_are_about(self):
        cases = [
            (
                "/rencana-aksi/indikator/",
                ["86 pengaduan", "79 Pengaduan", "6 Pengaduan", "91,87%"],
                "79 + 6 = 85, bukan 86",
            ),
            ("/rencana-aksi/indikator/", ["91,87%"], "91,86%"),
            ("/publikasi/perbup-22-2022/", ["91,87%", "158 pengaduan"], "79 + 6 = 85, bukan 86"),
            ("/publikasi/perbup-22-2022/", ["99,16 %", "0,14 %"], "99,30%, bukan 100%"),
            ("/publikasi/keputusan-060-117-2022/", ["060/117/2022"], "780/115/36/2022"),
            ("/publikasi/keputusan-780-115-36-2022/", ["780/115/36/2022"], "060/117/2022"),
            ("/publikasi/perbup-31-2019/", ["Mekanisme Pelayanan"], "tercantum dua kali"),
            ("/publikasi/sop-berkadar-pengawasan/", ["I.2.1"], "langkah-langkahnya tidak dimuat"),
            ("/rencana-aksi/", ['id="I.1.6"', "Advokasi anggaran"], "Tercetak “Kegiatan 1.1.6”"),
            ("/rencana-aksi/", ['id="II.2.3"'], "II.2.2 tidak ada"),
            ("/faq/berapa-instansi-yang-sudah-terhubung/", ["56 instansi"], "belum adanya integrasi"),
            ("/kanal/", ["no wrong door"], "tidak memuat alamat"),
        ]
        for address, printed, note in cases:
            response = self.client.get(address)
            for text in [*printed, note]:
                with self.subTest(f"{address} {text}"):
                    self.assertContains(response, text)

    def test_statements_and_tables_keep_their_words(self):
        response = self.client.get("/publikasi/perbup-22-2022/")
        for text in ("bahwa reformasi birokrasi tidak hanya menangani kelembagaan", "Ketentuan Umum", "tidak terbaca"):
            with self.subTest(text):
                self.assertContains(response, text)
        self.assertNotContains(response, "None")

    def test_english_is_written_and_where_it_is_not_the_page_says_so(self):
        self.assertContains(self.client.get("/en/kanal/"), "No wrong door")
        question = FaqPage.objects.filter(locale__language_code="en").first()
        self.assertEqual(question.content_language, "id")
        self.assertContains(self.client.get(question.url), 'lang="id"')

    def test_searching_finds_loaded_pages(self):
        response = self.client.get("/cari/", {"q": "berkadar pengawasan"})
        self.assertIn("SOP tentang Pengaduan Berkadar", response.content.decode())

    # What happens when it runs again

    def test_second_run_changes_nothing(self):
        records = LoadedContent.objects.count()
        self.assertTrue(self.output.startswith(f"{records} created, 0 updated, 0 unchanged"), self.output)
        output = load()
        self.assertTrue(output.startswith(f"0 created, 0 updated, {records} unchanged"), output)

    def test_what_an_editor_changed_stays(self):
        page = self.page("kanal")
        page.introduction = "Ditulis oleh pengelola."
        page.save_revision().publish()
        draft = self.page("tentang")
        draft.title = "Rancangan"
        draft.save_revision()
        Agency.objects.filter(slug="diskominfo").update(name="Dinas Komunikasi dan Informatika")
        output = load()
        self.assertIn("3 kept because edited: agencies:diskominfo, page:kanal, page:tentang", output)
        self.assertEqual(self.page("kanal").introduction, "Ditulis oleh pengelola.")
        self.assertEqual(self.page("tentang").get_latest_revision_as_object().title, "Rancangan")

    def test_what_an_editor_deleted_stays_away(self):
        self.page("apa-itu-sp4n").delete()
        self.page("publikasi").delete()
        Channel.objects.get(slug="telepon").delete()
        output = load()
        self.assertIn("not brought back because deleted", output)
        self.assertFalse(
            Page.objects.filter(slug__in=["apa-itu-sp4n", "publikasi"], locale__language_code="id").exists()
        )
        self.assertFalse(Channel.objects.filter(slug="telepon").exists())

    def test_what_an_editor_unpublished_stays_unpublished(self):
        self.page("privasi").unpublish()
        self.assertIn("page:privasi", load())
        self.assertFalse(self.page("privasi").live)

    def test_newer_content_reaches_pages_nobody_edited(self):
        LoadedContent.objects.filter(key__in=["page:kanal", "page:faq-01", "topics:kesehatan"]).update(
            source_digest="old"
        )
        self.assertIn("0 created, 3 updated", load())
        self.assertTrue(load().startswith("0 created, 0 updated"))

    def test_page_about_a_deleted_agency_is_not_made(self):
        self.page("ori").delete()
        LoadedContent.objects.filter(key="page:instansi-ori").delete()
        Agency.objects.get(slug="ori").pages.all().delete()
        Agency.objects.get(slug="ori").delete()
        self.assertIn("1 left out because what it needs is missing: page:instansi-ori", load())

    def test_page_that_was_there_before_is_left_alone(self):
        LoadedContent.objects.filter(key="page:privasi").delete()
        output = load()
        self.assertIn("1 kept because it was there already: page:privasi", output)
