import json
from datetime import datetime, timedelta
from unittest import mock
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints_public.api_description import description
from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import Complaint, Status, Visibility
from portal.rate_limit import Limit

from .factories import AtMost, ComplaintFactory, publish


class ApiTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.published = [ComplaintFactory() for _n in range(5)]
        for number, complaint in enumerate(cls.published):
            publish(complaint, title=f"Lampu {number}", summary="Lampu jalan mati.", response="Sudah diganti.")
        cls.unmoderated = ComplaintFactory(number="7999999")
        cls.secret = ComplaintFactory(number="7999998", visibility=Visibility.SECRET)

    def get(self, path, status=200, **headers):
        response = self.client.get(f"/api/v1/{path}", headers=headers)
        self.assertEqual(response.status_code, status, response.content)
        return response

    def items(self, path):
        return self.get(path).json()["items"]


class ComplaintsTests(ApiTests):
    def test_complaint_says_what_its_page_says_and_nothing_else(self):
        complaint = self.published[0]
        complaint.record_status(Status.ANSWERED, occurred_at=datetime(2021, 5, 4, 10, tzinfo=JAKARTA))
        answer = self.get(f"complaints/{complaint.number}").json()
        self.assertEqual(answer["received_on"], "2021-03-03")
        self.assertEqual((answer["status"], answer["close_reason"]), ("answered", None))
        self.assertEqual(answer["agency"]["name"], complaint.agency.name)
        last = answer["milestones"][-1]
        self.assertEqual((last["status"], last["occurred_on"]), ("answered", "2021-05-04"))
        page = self.client.get(urlsplit(answer["url"]).path)
        self.assertContains(page, answer["title"])
        text = json.dumps(answer)
        for word in (complaint.raw_text, complaint.raw_title, "Budi", "0812", f'"pk": {complaint.pk}'):
            self.assertNotIn(word, text)

    def test_what_is_not_published_gets_one_answer(self):
        answers = [
            self.get(f"complaints/{reference}", 404)
            for reference in (self.unmoderated.number, self.secret.number, "7123456", "x", "9" * 50)
        ]
        self.assertEqual({answer.content for answer in answers}, {answers[0].content})
        self.assertEqual(answers[0]["Content-Type"], "application/problem+json")

    def test_pages_follow_one_another_without_gap_or_repeat(self):
        seen, path = [], "complaints?limit=2"
        while path:
            page = self.get(path).json()
            seen += [item["reference"] for item in page["items"]]
            path = page["next"] and page["next"].partition("/api/v1/")[2]
        self.assertCountEqual(seen, [complaint.number for complaint in self.published])
        self.assertEqual(len(seen), 5)

    def test_withdrawn_one_leaves_no_hole_for_the_next_page(self):
        page = self.get("complaints?limit=2").json()
        Complaint.objects.get(number=page["items"][-1]["number"]).public_text.unpublish()
        rest = self.get(page["next"].partition("/api/v1/")[2] + "").json()["items"]
        self.assertEqual(len(rest), 2)
        self.assertFalse({item["number"] for item in rest} & {item["number"] for item in page["items"]})

    def test_filters_as_on_the_page(self):
        one = self.published[0]
        self.assertEqual([item["number"] for item in self.items(f"complaints?agency={one.agency.slug}")], [one.number])
        self.assertEqual(self.items("complaints?status=closed"), [])
        Complaint.objects.filter(pk=one.pk).update(received_at=one.received_at + timedelta(days=1))
        later = self.items("complaints?received_from=2021-03-04&received_to=2021-03-04")
        self.assertEqual([item["number"] for item in later], [one.number])

    def test_bad_parameters_get_a_sentence_instead_of_everything(self):
        for query in (
            "agensi=x", "agency=nix", "status=Ditutup", "limit=0", "limit=101", "limit=x", "cursor=x",
            "limit=1&limit=2", "received_from=2021-3-3", "received_from=2021-02-31", "agency=%00",
        ):  # fmt: skip
            status = 404 if query.startswith(("agency", "cursor")) else 400
            problem = self.get(f"complaints?{query}", status).json()
            self.assertGreater(len(problem["detail"]), 15, query)
        self.assertEqual(len(self.items("complaints?received_from=0001-01-01&received_to=9999-12-31")), 5)

    def test_costs_the_same_however_many_there_are(self):
        with self.assertNumQueries(AtMost(7)):
            self.get("complaints?limit=100")


class MannersTests(ApiTests):
    def test_unchanged_answer_is_not_sent_again_and_a_changed_one_is(self):
        for path in ("complaints", "agencies", f"complaints/{self.published[0].number}"):
            tag = self.get(path)["ETag"]
            self.assertEqual(self.get(path, 304, If_None_Match=tag).content, b"")
        self.published[0].public_text.unpublish()
        self.get("complaints", 200, If_None_Match=tag)
        self.get(path, 404, If_None_Match=tag)

    def test_pages_of_other_sites_may_read_and_nobody_may_write(self):
        response = self.get("complaints", Origin="https://contoh.invalid")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response.cookies, {})
        self.assertEqual(self.client.options("/api/v1/complaints").status_code, 204)
        for method in (self.client.post, self.client.put, self.client.delete, self.client.patch):
            refused = method("/api/v1/complaints")
            self.assertEqual((refused.status_code, refused["Allow"]), (405, "GET, HEAD, OPTIONS"))
            self.assertEqual(refused["Content-Type"], "application/problem+json")

    def test_limit_is_told_and_kept(self):
        with mock.patch("portal.api.LIMIT", Limit("api-test", attempts=2, seconds=3600)):
            self.assertIn("r=1", self.get("agencies")["RateLimit"])
            self.get("agencies")
            refused = self.get("agencies", 429)
        self.assertGreater(int(refused["Retry-After"]), 0)

    def test_index_leads_everywhere_and_other_addresses_say_where_to_look(self):
        for link in self.get("").json().values():
            self.get(link.partition("/api/v1/")[2])
        self.assertIn("openapi.json", self.get("nix", 404).json()["detail"])

    def test_every_list_says_what_the_register_says(self):
        self.assertIn(self.published[0].agency.slug, [item["slug"] for item in self.items("agencies")])
        words = {(item["status"], item["close_reason"]): item for item in self.items("statuses")}
        self.assertEqual(words["closed", "by_silence"]["label_en"], "Closed by the system, for want of a reply")
        rule = next(item for item in self.items("deadline-rules") if item["class"] == "tidak-berkadar-pengawasan")
        self.assertEqual((rule["step"], rule["working_days"]), ("resolution", 14))


@pytest.fixture
def no_closing():
    """The application in this test's own transaction, as Django's test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _operations():
    schema = schemathesis.openapi.from_dict(description("http://testserver/api/v1/"))
    schema.app = get_wsgi_application()
    return {operation.ok().label: operation.ok() for operation in schema.get_all_operations()}


OPERATIONS = _operations()


@pytest.mark.django_db
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_as_described(label, no_closing):
    publish(ComplaintFactory(number="7000001"))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(data=st.data())
    def ask(data):
        with mock.patch("portal.api.LIMIT", Limit("api-schema", attempts=10**9, seconds=3600)):
            data.draw(OPERATIONS[label].as_strategy()).call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
