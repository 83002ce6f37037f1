import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import TestCase

from complaints_public.models import Complaint, PublicText

from .site import build_site, personal_words

STARTS = ("/", "/en/", "/lacak/", "/pengaduan/", "/cari/?q=pengaduan", "/sitemap.xml", "/robots.txt", "/nowhere/")
NAMED = (
    *(
        "/",
        "/faq/",
        "/publikasi/",
        "/instansi/",
        "/statistik/",
        "/rencana-aksi/",
        "/infografis/",
        "/kanal/",
        "/lacak/",
        "/pengaduan/",
    ),
    *("/cari/?q=sop", "/pengaduan/4803409/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz"),
    *("/statistik/bulan.svg", "/statistik/hasil.png", "/en/statistik/hasil.svg"),
)

BINARY = ("image/png", "application/pdf")


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.ids, self.languages = set(), [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        for name in ("href", "action"):
            if attributes.get(name):
                self.found.add(attributes[name])
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "html":
            self.languages.append(attributes.get("lang"))


class WholeSiteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        build_site()

    def crawl(self):
        """{address: response} of everything that links lead to, from the first pages on."""
        responses, waiting = {}, list(STARTS)
        while waiting:
            address = waiting.pop()
            if address in responses:
                continue
            response = responses[address] = self.client.get(address)
            if not response.headers["Content-Type"].startswith("text/html"):
                continue
            links = Links()
            links.feed(response.content.decode())
            response.links = links
            for link in links.found:
                target = urldefrag(urljoin(f"http://testserver{address}", link)).url
                parts = urlsplit(target)
                # Only what the portal serves itself; the files of the design are no pages.
                if parts.netloc in ("testserver", "127.0.0.1:8000") and not parts.path.startswith(
                    ("/static/", "/admin/")
                ):
                    waiting.append(target.partition(parts.netloc)[2] or "/")
        return responses

    def test_every_page_opens_is_well_formed_and_gives_nobody_away(self):
        responses = self.crawl()
        self.assertGreater(len(responses), 250)
        broken = {address for address, response in responses.items() if response.status_code != 200}
        self.assertEqual(broken, {"/nowhere/"})
        private = personal_words() | set(
            Complaint.objects.exclude(public_text__live=True).values_list("number", flat=True)
        )
        self.assertGreater(len(private), 500)
        pattern = re.compile("|".join(map(re.escape, sorted(private))))
        for address, response in responses.items():
            with self.subTest(address):
                # The words in a PNG or PDF are those of its SVG, which is among the responses.
                text = response.getvalue().decode(errors="replace" if response["Content-Type"] in BINARY else "strict")
                self.assertIsNone(pattern.search(f"{text} {response.headers} {address}"))
                if hasattr(response, "links"):
                    self.check_form(address, response, text)

    def check_form(self, address, response, text):
        ids = response.links.ids
        self.assertEqual(sorted(ids), sorted(set(ids)), "an id stands twice")
        self.assertEqual(response.links.languages, ["en" if address.startswith("/en/") else "id"])
        self.assertEqual(text.count("<h1"), 1)
        self.assertNotIn(" style=", text)
        self.assertFalse(response.cookies)
        self.assertNotIn("Cookie", response.headers.get("Vary", ""))

    def test_addresses_that_others_link_to_answer(self):
        for address in NAMED:
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_home_has_numbers_with_their_date(self):
        response = self.client.get("/")
        self.assertContains(response, "244")
        self.assertContains(response, "28 Desember 2021")

    def test_every_state_can_be_seen_in_the_example_register(self):
        self.assertContains(self.client.get("/en/pengaduan/4812857/"), "Answered")
        page = self.client.get("/en/pengaduan/4800548/")
        self.assertContains(page, "That does not mean it is solved.")
        self.assertGreaterEqual(PublicText.objects.filter(live=True).count(), 8)
