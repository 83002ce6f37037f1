from datetime import UTC, datetime
from xml.etree import ElementTree

from django.test import TestCase

from complaints_public.models import Complaint, Status, Visibility

from .factories import ComplaintFactory, publish

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def child(element, name):
    """The one child of that name: a second one, or none, breaks RFC 4287."""
    [found] = element.findall(ATOM + name)
    return found


class FeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.complaint = ComplaintFactory(number="7000001", status=Status.RECEIVED)
        cls.text = publish(cls.complaint, summary="Lampu <b>mati</b> & gelap\x0b.", response="Sudah diganti.")
        ComplaintFactory(number="7000003")
        publish(ComplaintFactory(number="7000002"))
        Complaint.objects.filter(number="7000002").update(visibility=Visibility.SECRET)  # as the source may later say

    def feed(self, address):
        response = self.client.get(address)
        self.assertEqual(response.headers["Content-Type"], "application/atom+xml; charset=utf-8")
        feed = ElementTree.fromstring(response.content)  # noqa: S314  our own
        self.check(feed, f"http://127.0.0.1:8000{address}")
        return feed

    def check(self, feed, address):
        """What RFC 4287 asks of every feed."""
        self.assertEqual(feed.tag, f"{ATOM}feed")
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        self.assertEqual(links["self"], address)
        self.assertTrue(links["alternate"].startswith("http://127.0.0.1:8000/"))
        self.assertTrue(child(child(feed, "author"), "name").text)
        entries = feed.findall(f"{ATOM}entry")
        for element in (feed, *entries):
            self.assertTrue(child(element, "title").text)
            self.assertRegex(child(element, "id").text, r"^(tag:127\.0\.0\.1,2026:pengaduan/[0-9a-f]{32}|http://)")
            self.assertIsNotNone(datetime.fromisoformat(child(element, "updated").text).tzinfo)
        ids = [child(entry, "id").text for entry in entries]
        self.assertEqual(len(set(ids)), len(ids))

    def titles(self, feed):
        return [child(entry, "title").text for entry in feed.findall(f"{ATOM}entry")]

    def test_each_step_and_the_answer_are_entries(self):
        happened = datetime(2021, 4, 1, 5, tzinfo=UTC)
        self.complaint.record_status(Status.IN_PROGRESS, occurred_at=happened)
        feed = self.feed("/pengaduan/7000001/umpan.atom")
        self.assertEqual(self.titles(feed), ["Diterima", "Sedang diproses", "Tanggapan instansi"])
        entry = feed.findall(f"{ATOM}entry")[1]
        self.assertEqual(datetime.fromisoformat(child(entry, "published").text), happened)
        self.assertEqual(child(feed, "subtitle").text, "Lampu <b>mati</b> & gelap.")

    def test_entries_keep_their_names_when_more_is_known(self):
        before = self.feed("/pengaduan/7000001/umpan.atom")
        self.complaint.record_status(Status.IN_PROGRESS)
        after = self.feed("/en/pengaduan/7000001/umpan.atom")
        names = [{child(entry, "id").text for entry in feed.findall(f"{ATOM}entry")} for feed in (before, after)]
        self.assertLess(names[0], names[1])
        self.assertEqual(child(before, "id").text, child(after, "id").text)

    def test_each_language_has_its_feed(self):
        english = self.feed("/en/pengaduan/7000001/umpan.atom")
        self.assertEqual(english.get(XML_LANG), "en")
        self.assertEqual(self.titles(english)[0], "Received")
        self.assertEqual(self.feed("/pengaduan/umpan.atom").get(XML_LANG), "id")

    def test_newest_holds_what_is_published_and_nothing_else(self):
        feed = self.feed("/pengaduan/umpan.atom")
        self.assertEqual(self.titles(feed), ["Lampu jalan mati"])
        entry = child(feed, "entry")
        # As HTML in XML: what a person wrote is text, never markup.
        self.assertEqual(child(entry, "summary").text, "<p>Lampu &lt;b&gt;mati&lt;/b&gt; &amp; gelap.</p>")
        self.assertNotIn("Budi", ElementTree.tostring(feed, "unicode"))

    def test_what_is_not_public_gets_the_one_answer_of_its_page(self):
        addresses = [f"/pengaduan/{number}/" for number in ("7000002", "7000003", "7999999", "abc")]
        answers = [self.client.get(f"{address}umpan.atom") for address in addresses] + [self.client.get(addresses[2])]
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({answer.content for answer in answers}), 1)
        self.assertEqual(len({str(sorted(answer.headers.items())) for answer in answers}), 1)

    def test_nothing_new_is_said_in_one_line(self):
        for address in ("/pengaduan/7000001/umpan.atom", "/pengaduan/umpan.atom"):
            with self.subTest(address):
                first = self.client.get(address)
                self.assertEqual(first.headers["Cache-Control"], "public, no-cache")
                known = {"If-None-Match": first.headers["ETag"]}
                again = self.client.get(address, headers=known)
                self.assertEqual((again.status_code, again.content), (304, b""))
        self.text.unpublish()
        self.assertEqual(self.client.get("/pengaduan/umpan.atom", headers=known).status_code, 200)
        gone = self.client.get("/pengaduan/7000001/umpan.atom", headers={"If-None-Match": "*"})
        self.assertEqual(gone.status_code, 404)

    def test_pages_name_their_feeds(self):
        for page, feed in (
            ("/pengaduan/7000001/", "/pengaduan/7000001/umpan.atom"),
            ("/en/pengaduan/", "/en/pengaduan/umpan.atom"),
        ):
            response = self.client.get(page)
            self.assertContains(response, '<link rel="alternate" type="application/atom+xml" title="')
            self.assertContains(response, f'href="{feed}"', count=2)

    def test_another_spelling_of_the_number_leads_to_the_feed(self):
        response = self.client.get("/pengaduan/700-0001/umpan.atom")
        self.assertRedirects(response, "/pengaduan/7000001/umpan.atom")
        self.assertEqual(self.client.post("/pengaduan/7000001/umpan.atom").status_code, 405)
