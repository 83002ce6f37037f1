import re
from datetime import timedelta
from io import BytesIO, StringIO
from unittest import mock

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader
from wagtail.documents.models import Document
from wagtail.images.models import Image as Picture
from wagtail.models import Locale, PageViewRestriction

from complaints_public import statistics
from complaints_public.tests.factories import EXPORT_2021, import_file, make_user
from portal import pdf
from publications.models import InfographicIndexPage, InfographicPage, PublicationPage, UploadedInfographicPage
from tests.editing import form_data

from .infographic_pages import make_index, make_infographic, make_release, publish_release

SENT_EMPTY = {
    **dict.fromkeys(("title", "slug", "introduction", "seo_title", "search_description", "source"), ""),
    "comments-TOTAL_FORMS": 0,
    "comments-INITIAL_FORMS": 0,
}


def faults(response):
    return re.findall(r'class="error-message">\s*(.*?)\s*<', response.content.decode())


def _alt(element):
    """The text that stands for the one figure in a tagged PDF."""
    element = element.get_object()
    children = element if isinstance(element, list) else [element["/K"]] if "/K" in element else []
    if not isinstance(element, list) and element.get("/S") == "/Figure":
        return element["/Alt"]
    return "".join(_alt(child) for child in children if hasattr(child.get_object(), "__iter__"))


class MadeFromFiguresTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_release()
        cls.index = make_index()
        cls.editor = make_user("Editor")

    def add(self, **fields):
        """What an editor sends who chooses a template, a period, and publishes."""
        self.client.force_login(self.editor)
        address = reverse("wagtailadmin_pages:add", args=["publications", "infographicpage", self.index.pk])
        chosen = {"design": "journey", "period": "", "agency": "", "action-publish": "1"}
        return self.client.post(address, SENT_EMPTY | chosen | fields)

    def edit(self, page, **fields):
        self.client.force_login(self.editor)
        data = form_data(self.client, page) | {"action-publish": "1"} | fields
        response = self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        self.assertEqual(response.status_code, 302, faults(response) if response.status_code == 200 else "")
        page.refresh_from_db()

    def new_release(self):
        import_file(EXPORT_2021)
        return publish_release()

    def text(self, address):
        self.client.logout()
        return self.client.get(address).content.decode()

    # Making one

    def test_template_and_period_are_enough(self):
        response = self.add(design="topics", period="2020")
        self.assertEqual(response.status_code, 302)
        page = InfographicPage.objects.get(locale__language_code="id")
        self.assertEqual((page.title, page.slug), ("Apa yang diadukan, 2020", "apa-yang-diadukan-2020"))
        self.assertTrue(page.live)
        self.assertEqual(page.figures["version"], 1)
        self.assertIn("What complaints are about, 2020</h1>", self.text("/en/infografis/apa-yang-diadukan-2020/"))
        self.assertEqual(InfographicPage.objects.get(locale__language_code="en").figures, page.figures)

    def test_same_choice_twice_gets_an_address_of_its_own(self):
        for _time in range(2):
            self.assertEqual(self.add().status_code, 302)
        slugs = InfographicPage.objects.filter(locale__language_code="id").values_list("slug", flat=True)
        self.assertEqual(set(slugs), {"perjalanan-sebuah-pengaduan", "perjalanan-sebuah-pengaduan-2"})

    def test_draft_takes_its_name_from_what_is_chosen_last(self):
        self.add(**{"action-publish": "", "design": "recap"})
        page = InfographicPage.objects.get(locale__language_code="id")
        self.assertEqual((page.slug, page.live), ("pengaduan-sebulan", False))
        self.edit(page, design="recap", period="2020-03")
        self.assertEqual((page.title, page.slug), ("Pengaduan sebulan, Maret 2020", "pengaduan-sebulan-maret-2020"))

    def test_what_a_template_has_no_figures_of_is_refused_with_a_sentence(self):
        for fields, sentence in (
            ({"design": ""}, "harus diisi"),
            ({"design": "recap", "period": ""}, "pilih satu bulan"),
            ({"design": "topics", "period": "2020-03"}, "tidak ada angka per bulan"),
            ({"design": "punctuality", "period": "2020"}, "tidak ada angka per tahun atau bulan"),
            ({"design": "channels", "agency": statistics.published().keys("agency")[0]}, "kosongkan instansi"),
            ({"agency": statistics.published().keys("agency")[0], "period": "2020"}, "kosongkan masanya"),
            ({"design": "punctuality"}, "terlalu sedikit"),
        ):
            with self.subTest(fields):
                self.assertIn(sentence, " ".join(faults(self.add(**fields))))
        self.assertFalse(InfographicPage.objects.exists())

    def test_preview_shows_the_picture_before_anything_is_published(self):
        page = InfographicPage(title="x", slug="x", design="journey", live=False)
        self.index.add_child(instance=page)
        self.client.force_login(self.editor)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        self.assertTrue(self.client.post(address, form_data(self.client, page) | {"title": "x"}).json()["is_valid"])
        response = self.client.get(address)
        self.assertContains(response, '<svg xmlns="http://www.w3.org/2000/svg"')
        self.assertContains(response, "158")

    def test_liaison_and_inspectorate_may_not(self):
        for group in ("Penghubung Instansi", "Inspektorat", "Moderator"):
            self.client.force_login(make_user(group))
            address = reverse("wagtailadmin_pages:add", args=["publications", "infographicpage", self.index.pk])
            self.assertEqual(self.client.get(address).status_code, 302, group)
            self.client.post(address, SENT_EMPTY | {"design": "journey", "period": "", "action-publish": "1"})
        self.assertFalse(InfographicPage.objects.exists())

    # Frozen

    def test_figures_stay_until_an_editor_takes_new_ones(self):
        page = make_infographic(self.index)
        address = page.url
        self.assertNotIn("lebih baru", self.text(address))
        old = self.client.get(f"{address}journey.svg").content
        self.new_release()
        shown = self.text(address)
        self.assertIn("Ada data yang lebih baru, per 28 Desember 2021.", shown)
        self.assertIn('href="/statistik/"', shown)
        self.assertEqual(self.client.get(f"{address}journey.svg").content, old)
        self.edit(page, introduction="Salah ketik diperbaiki.")
        self.assertEqual(page.figures["version"], 1)
        self.client.force_login(self.editor)
        form = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        self.assertContains(form, "Rilis 2 lebih baru: centang ini lalu terbitkan")
        self.edit(page, newest="on")
        self.assertEqual(page.figures["version"], 2)
        self.assertEqual(InfographicPage.objects.get(alias_of=page).figures, page.figures)
        shown = self.text(address)
        self.assertNotIn("lebih baru", shown)
        self.assertIn("Data per 28 Desember 2021 · rilis 2", shown)

    def test_another_choice_takes_new_figures(self):
        page = make_infographic(self.index)
        self.new_release()
        self.edit(page, design="topics", period="2021")
        self.assertEqual(page.figures["version"], 2)

    def test_scheduled_page_takes_the_figures_of_its_day(self):
        page = InfographicPage(title="x", slug="x", design="journey", live=False)
        self.index.add_child(instance=page)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        page.refresh_from_db()
        self.assertEqual((page.live, page.figures), (False, None))
        self.new_release()
        with mock.patch("django.utils.timezone.now", return_value=page.go_live_at + timedelta(minutes=1)):
            call_command("publish_scheduled", stdout=StringIO())
        page.refresh_from_db()
        self.assertEqual((page.live, page.figures["version"]), (True, 2))

    def test_numbers_agree_on_picture_in_words_and_on_the_statistics_page(self):
        StatisticsPage = apps.get_model("complaints_public.StatisticsPage")
        home = self.index.get_parent()
        statistics_page = home.add_child(instance=StatisticsPage(title="Statistik", slug="statistik"))
        statistics_page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
        make_infographic(self.index, "channels")
        for prefix in ("", "/en"):
            address = f"{prefix}/infografis/channels/"
            picture, words = self.text(f"{address}channels.svg"), self.text(address)
            with override(prefix.strip("/") or "id"):
                rows = [(row.label, row.value) for row in statistics.published().table("channel").rows]
            self.assertGreater(len(rows), 2)
            everything = self.text(f"{prefix}/statistik/?menurut=channel")
            for label, value in rows:
                self.assertRegex(picture, rf"<desc.*{re.escape(label)}: {value}.*</desc>")
                for page in (words, everything):
                    self.assertRegex(page, rf">{re.escape(label)}</th>\s*<td[^>]*>{value}<")
            self.assertIn(f"{prefix}/statistik/#definisi-diterima", words)

    # Files

    def test_files_have_their_sizes_and_kinds(self):
        make_infographic(self.index)
        for name, size in (("1080x1080", (1080, 1080)), ("1080x1350", (1080, 1350))):
            response = self.client.get(f"/infografis/journey/journey-{name}.png")
            self.assertEqual(response["Content-Type"], "image/png")
            self.assertEqual(Image.open(BytesIO(response.content)).size, size)
        response = self.client.get("/infografis/journey/journey.svg")
        self.assertEqual(response["Content-Type"], "image/svg+xml")
        text = response.content.decode()
        self.assertIsNone(re.search(r"\sstyle=|<style|<script|\son\w+=|href=|url\((?!#)", text))
        again = self.client.get("/infografis/journey/journey.svg", headers={"If-None-Match": response["ETag"]})
        self.assertEqual(again.status_code, 304)

    @pytest.mark.skipif(not pdf.is_available(), reason="the libraries of WeasyPrint are missing")
    def test_pdf_is_tagged_and_holds_picture_and_words(self):
        make_infographic(self.index)
        for paper, size in (("a4", (210, 297)), ("a3", (297, 420))):
            response = self.client.get(f"/infografis/journey/journey-{paper}.pdf")
            self.assertEqual(response["Content-Type"], "application/pdf")
            document = PdfReader(BytesIO(response.content))
            root = document.trailer["/Root"]
            self.assertTrue(root["/MarkInfo"]["/Marked"])
            self.assertEqual(root["/Lang"], "id")
            self.assertIn("pdfuaid:part", document.xmp_metadata.stream.get_data().decode())
            for page in document.pages:
                millimetres = tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
                self.assertEqual(millimetres, size)
            self.assertEqual(len(document.pages), 2)
            self.assertIn("ditutup oleh admin", document.pages[0].extract_text())
            self.assertIn("Definisi", document.pages[0].extract_text())
            self.assertIn("Ditutup oleh admin", document.pages[1].extract_text())
            self.assertIn("ditutup oleh admin. 66 %", _alt(root["/StructTreeRoot"]))

    def test_files_are_made_once_and_before_anybody_asks(self):
        from complaints_public.tests.factories import run_worker

        with self.captureOnCommitCallbacks(execute=True):
            make_infographic(self.index)
        run_worker()
        with mock.patch("portal.png.subprocess.run", side_effect=AssertionError):
            self.assertEqual(self.client.get("/infografis/journey/journey-1080x1080.png").status_code, 200)

    def test_while_somebody_else_draws_a_reader_is_asked_to_come_back(self):
        make_infographic(self.index)

        def ask_again(*args, **options):
            with mock.patch("portal.models.rendering._PATIENCE", 0):
                self.answer = self.client.get("/infografis/journey/journey-1080x1080.png")
            return mock.Mock(stdout=b"a picture")

        with mock.patch("portal.png.subprocess.run", side_effect=ask_again):
            self.client.get("/infografis/journey/journey-1080x1080.png")
        self.assertEqual((self.answer.status_code, self.answer["Retry-After"]), (503, "5"))

    def test_what_does_not_exist_is_not_found(self):
        page = make_infographic(self.index)
        for name in ("journey-1x1.png", "other.svg", "journey.gif", "journey-1080x1080.svg", "journey-a5.pdf", "x"):
            self.assertEqual(self.client.get(f"/infografis/journey/{name}").status_code, 404, name)
        self.assertEqual(self.client.get("/infografis/nowhere/nowhere.svg").status_code, 404)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        self.assertEqual(self.client.get("/infografis/journey/journey.svg").status_code, 404)
        restriction.delete()
        page.unpublish()
        self.assertEqual(self.client.get("/infografis/journey/journey.svg").status_code, 404)

    def test_without_the_libraries_for_pdf_no_link_leads_to_one(self):
        page = make_infographic(self.index)
        with mock.patch("portal.pdf.is_available", return_value=False):
            self.assertNotIn(".pdf", self.text(page.url))
            self.assertEqual(self.client.get(f"{page.url}journey-a4.pdf").status_code, 404)

    def test_page_can_be_found_and_is_listed(self):
        page = make_infographic(self.index)
        self.assertContains(self.client.get("/infografis/"), page.url)
        self.assertContains(self.client.get("/sitemap.xml"), page.url)
        self.assertIn("ditutup oleh admin", page.words)

    def test_pages_stand_where_they_belong(self):
        self.assertEqual(InfographicPage.allowed_parent_page_models(), [InfographicIndexPage])
        self.assertEqual(UploadedInfographicPage.allowed_parent_page_models(), [InfographicIndexPage])
        self.assertNotIn(PublicationPage, InfographicIndexPage.allowed_subpage_models())


class UploadedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.index = make_index()
        cls.editor = make_user("Editor")
        content = BytesIO()
        Image.new("RGB", (40, 40), "navy").save(content, "PNG")
        cls.picture = Picture.objects.create(title="x", file=ContentFile(content.getvalue(), "x.png"))

    def add(self, **fields):
        self.client.force_login(self.editor)
        address = reverse("wagtailadmin_pages:add", args=["publications", "uploadedinfographicpage", self.index.pk])
        filled = {
            "title": "Poster",
            "slug": "poster",
            "image": self.picture.pk,
            "document": "",
            "long_description": "Poster menunjukkan 158 pengaduan.",
            "data_as_of": "2021-04-30",
            "source": "SP4N-LAPOR!",
            "action-publish": "1",
        }
        return self.client.post(address, SENT_EMPTY | filled | fields)

    def test_picture_with_its_description_is_published(self):
        response = self.add()
        self.assertEqual(response.status_code, 302)
        page = self.client.get("/infografis/poster/")
        self.assertContains(page, "Poster menunjukkan 158 pengaduan.")
        self.assertContains(page, "Data per 30 April 2021.")
        self.assertContains(self.client.get("/infografis/"), "Poster")

    def test_what_is_missing_is_named_in_a_sentence(self):
        for fields, sentence in (
            ({"long_description": "  "}, "Jelaskan gambar dengan kata-kata"),
            ({"long_description": ""}, "Jelaskan gambar dengan kata-kata"),
            ({"image": ""}, "Pilih gambar atau PDF."),
            ({"source": ""}, "Sebutkan dari mana angkanya berasal."),
            ({"data_as_of": ""}, "harus diisi"),
            ({"document": self.document(b"MZ no document", "x.pdf").pk}, "Berkas ini bukan PDF."),
        ):
            with self.subTest(fields):
                self.assertIn(sentence, " ".join(faults(self.add(**fields))))
        self.assertFalse(UploadedInfographicPage.objects.exists())

    def test_pdf_alone_will_do(self):
        document = self.document(b"%PDF-1.7\n", "x.pdf")
        self.assertEqual(self.add(image="", document=document.pk).status_code, 302)
        self.assertContains(self.client.get("/infografis/poster/"), document.url)

    def document(self, content, name):
        return Document.objects.create(title=name, file=ContentFile(content, name))

    def test_svg_and_what_only_claims_to_be_a_picture_are_refused(self):
        self.client.force_login(get_user_model().objects.create_superuser("admin"))
        script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        for name in ("x.svg", "x.png"):
            file = SimpleUploadedFile(name, script, "image/png")
            self.client.post(reverse("wagtailimages:add"), {"title": "y", "file": file})
        self.assertFalse(Picture.objects.filter(title="y").exists())
