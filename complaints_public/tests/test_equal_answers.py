import gzip
import re

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from complaints_public.models import FormerNumber, Visibility, WithholdReason
from complaints_public.models.complaint import Complaint

from .factories import ComplaintFactory, publish

WRONG_CODE = "AAAA-BBBB-CCCC-DDDD"


def make_kinds():
    """A number of everything that must look as if it did not exist: {kind: number}."""
    numbers = {kind: str(7_100_001 + place) for place, kind in enumerate(KINDS)}
    made = {kind: ComplaintFactory(number=numbers[kind], **fields) for kind, fields in KINDS.items()}
    for kind in ("secret", "void", "withdrawn", "reported"):
        publish(made[kind])
    Complaint.objects.filter(pk=made["void"].pk).update(is_void=True)
    made["secret"].issue_access_code()
    made["withdrawn"].public_text.unpublish()
    made["reported"].take_offline()
    FormerNumber.objects.create(complaint=made["unmoderated"], number="7100090")
    FormerNumber.objects.create(complaint=made["secret"], number="7100091")
    others = {
        "unknown": "7100099",
        "malformed": "abc",
        "formerly unmoderated": "7100090",
        "formerly secret": "7100091",
    }
    return numbers | others


KINDS = {
    "secret": {"visibility": Visibility.SECRET},
    "secret without a code or text": {"visibility": Visibility.SECRET},
    "unmoderated": {},
    "anonymous, unmoderated": {"visibility": Visibility.ANONYMOUS},
    "withheld": {"withheld": WithholdReason.PERSONAL},
    "void": {},
    "withdrawn": {},
    "reported": {},
}


class EqualAnswersTests(TestCase):
    """Whatever is not published answers like what does not exist: status, headers, bytes and queries."""

    @classmethod
    def setUpTestData(cls):
        cls.numbers = make_kinds()

    def check(self, ask, status):
        answers = {}
        ask(Client(), "7100098")  # what is kept between requests is warm for all of them
        for kind, number in self.numbers.items():
            with CaptureQueriesContext(connection) as queries:
                response = ask(Client(), number)
            self.assertEqual(response.status_code, status)
            self.assertFalse(response.cookies)
            if number != "abc":
                self.assertNotIn(number, f"{response.content} {response.headers}")
            answers[kind] = (response.content, response.items(), self.shapes(queries))
        for kind, answer in answers.items():
            with self.subTest(kind):
                self.assertEqual(tuple(map(str, answer)), tuple(map(str, answers["unknown"])))

    @staticmethod
    def shapes(queries):
        """The statements without the values in them."""
        return [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]

    def test_typed_into_the_form(self):
        for prefix in ("", "/en"):
            self.check(lambda client, number, prefix=prefix: client.post(f"{prefix}/lacak/", {"nomor": number}), 200)

    def test_typed_with_a_code(self):
        for prefix in ("", "/en"):
            self.check(
                lambda client, number, prefix=prefix: client.post(
                    f"{prefix}/lacak/", {"nomor": number, "kode": WRONG_CODE}
                ),
                200,
            )

    def test_from_a_link_or_a_picture(self):
        for prefix in ("", "/en"):
            self.check(lambda client, number, prefix=prefix: client.get(f"{prefix}/lacak/", {"nomor": number}), 200)

    def test_addresses_of_complaints(self):
        for prefix in ("", "/en"):
            self.check(lambda client, number, prefix=prefix: client.get(f"{prefix}/pengaduan/{number}/"), 404)
            self.check(lambda client, number, prefix=prefix: client.head(f"{prefix}/pengaduan/{number}/"), 404)

    def test_reports_of_readers(self):
        for prefix in ("", "/en"):
            address = f"{prefix}/pengaduan/%s/identitas/"
            self.check(lambda client, number, address=address: client.post(address % number), 200)
            self.check(lambda client, number, address=address: client.get(address % number), 404)

    def test_when_there_were_too_many_attempts(self):
        for number in self.numbers.values():
            for _attempt in range(10):
                self.client.post("/lacak/", {"nomor": number}, REMOTE_ADDR=f"2001:db8::{number}")
        answers = set()
        for number in self.numbers.values():
            response = self.client.post("/lacak/", {"nomor": number}, REMOTE_ADDR=f"2001:db8::{number}")
            self.assertEqual(response.status_code, 429)
            # How long to wait depends on the clock alone.
            headers = sorted((name, value) for name, value in response.items() if name != "Retry-After")
            answers.add(str((re.sub(rb"\d+ (menit|minute)", b"", response.content), headers)))
        self.assertEqual(len(answers), 1)

    def test_compressed_answers_are_as_long_as_each_other(self):
        bodies = set()
        for _time in range(3):
            for number in self.numbers.values():
                response = self.client.get(f"/pengaduan/{number}/", headers={"Accept-Encoding": "gzip"})
                self.assertEqual(response.headers["Content-Encoding"], "gzip")
                bodies.add((response.headers["Content-Length"], gzip.decompress(response.content)))
        self.assertEqual(len(bodies), 1)
