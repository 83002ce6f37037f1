import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from django.test import TestCase
from django.utils import timezone

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import Complaint, Status, Visibility
from portal.models import Topic

from .factories import AtMost, ComplaintFactory, publish

_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
# What GeoReport v2 says of a service and of a request (wiki.open311.org/GeoReport_v2).
SERVICE = {
    "required": ["service_code", "service_name", "metadata", "type"],
    "properties": {
        **dict.fromkeys(("service_code", "service_name"), _TEXT),
        **dict.fromkeys(("description", "keywords", "group"), _MAYBE),
        "metadata": {"type": "boolean"},
        "type": {"enum": ["realtime", "batch", "blackbox"]},
    },
    "additionalProperties": False,
}
REQUEST = {
    "required": ["service_request_id", "status", "service_code", "requested_datetime"],
    "properties": {
        **dict.fromkeys(("service_request_id", "service_code"), _TEXT),
        **dict.fromkeys(
            ("status_notes", "service_name", "agency_responsible", "service_notice", "address", "address_id",
             "zipcode", "media_url"), _MAYBE,
        ),
        "status": {"enum": ["open", "closed"]},
        "description": _MAYBE | {"maxLength": 4000},
        "requested_datetime": _MOMENT,
        "updated_datetime": _MOMENT,
        "expected_datetime": {"anyOf": [_MOMENT, {"type": "null"}]},
        **dict.fromkeys(("lat", "long"), {"type": ["number", "null"]}),
    },
    "additionalProperties": False,
}  # fmt: skip


def list_of(schema):
    return {"type": "array", "items": schema}


class Open311Tests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = Topic.objects.create(name="Infrastruktur", slug="infrastruktur")
        day = timezone.now().astimezone(JAKARTA).replace(hour=8, minute=30) - timedelta(days=3)
        cls.open_one, cls.closed_one, cls.old_one = (
            ComplaintFactory(topic=cls.topic, received_at=day),
            ComplaintFactory(received_at=day - timedelta(days=1), status=Status.CLOSED, close_reason="solved"),
            ComplaintFactory(received_at=datetime(2021, 3, 3, 9, 30, tzinfo=JAKARTA)),
        )
        for complaint in (cls.open_one, cls.closed_one, cls.old_one):
            publish(complaint, title="Lampu", summary="Lampu mati \x0b di jalan.", response="")
        cls.unmoderated = ComplaintFactory(received_at=day, number="7999999")
        cls.secret = ComplaintFactory(received_at=day, number="7999998", visibility=Visibility.SECRET)

    def get(self, path, status=200):
        response = self.client.get(f"/open311/v2/{path}")
        self.assertEqual(response.status_code, status, response.content)
        return response

    def numbers(self, path):
        return {row["service_request_id"] for row in self.get(path).json()}

    def test_services_and_requests_are_as_the_standard_describes_them(self):
        jsonschema_rs.validate(list_of(SERVICE), self.get("services.json").json())
        for path in ("requests.json", f"requests/{self.closed_one.number}.json"):
            rows = self.get(path).json()
            jsonschema_rs.validate(list_of(REQUEST), rows)
            self.assertTrue(rows)
        codes = {row["service_code"] for row in self.get("services.json").json()}
        self.assertLessEqual({row["service_code"] for row in self.get("requests.json").json()}, codes)

    def test_xml_says_the_same_as_json(self):
        for path, row_name in (("services", "service"), ("requests", "request")):
            root = ElementTree.fromstring(self.get(f"{path}.xml").content)  # noqa: S314  our own
            rows = [{child.tag: child.text or "" for child in row} for row in root.iter(row_name)]
            said = [{name: _as_xml(value) for name, value in row.items()} for row in self.get(f"{path}.json").json()]
            for row in said:
                if "description" in row:
                    row["description"] = row["description"].replace("\x0b", "")
            self.assertEqual(rows, said)

    def test_window_is_the_last_90_days_or_what_is_asked_for(self):
        recent = {self.open_one.number, self.closed_one.number}
        self.assertEqual(self.numbers("requests.json"), recent)
        self.assertEqual(self.numbers("requests.json?start_date=2021-03-01T00:00:00Z"), {self.old_one.number})
        self.assertEqual(self.numbers("requests.json?end_date=2021-03-31"), {self.old_one.number})
        self.assertEqual(self.numbers("requests.json?start_date=2021-03-01&end_date=2021-03-02"), set())
        for query in (
            "start_date=2021-01-01&end_date=2022-01-01",
            "start_date=x",
            "end_date=2021-02-31",
            "status=shut",
        ):
            [error] = self.get(f"requests.json?{query}", 400).json()
            self.assertEqual(error["code"], "400")
            self.assertGreater(len(error["description"]), 20)

    def test_status_service_and_number_choose(self):
        self.assertEqual(self.numbers("requests.json?status=closed"), {self.closed_one.number})
        self.assertEqual(self.numbers("requests.json?status=open"), {self.open_one.number})
        self.assertEqual(len(self.numbers("requests.json?status=open,closed")), 2)
        self.assertEqual(self.numbers("requests.json?service_code=infrastruktur"), {self.open_one.number})
        self.assertEqual(self.numbers("requests.json?service_code=tanpa-topik"), {self.closed_one.number})
        both = f"{self.old_one.number},{self.open_one.number}"
        self.assertEqual(self.numbers(f"requests.json?service_request_id={both}"), set(both.split(",")))
        self.get("requests.json?service_code=nix", 404)

    def test_what_is_not_published_is_not_there(self):
        answers = {
            self.get(f"requests/{number}.xml", 404).content
            for number in (self.unmoderated.number, self.secret.number, "7123456", "x")
        }
        self.assertEqual(len(answers), 1)
        everything = self.get("requests.json").content.decode()
        for word in (self.unmoderated.number, self.secret.number, "Budi", "0812"):
            self.assertNotIn(word, everything)

    def test_who_wants_to_file_is_told_where(self):
        for path in ("requests.json", "requests.xml", "nix"):
            response = self.client.post(f"/open311/v2/{path}", {"service_code": "infrastruktur"})
            self.assertEqual(response.status_code, 405)
            self.assertContains(response, "lapor.go.id", status_code=405)

    def test_discovery_names_both_forms(self):
        self.assertIn("text/xml", json.dumps(self.get("discovery.json").json()))
        self.assertIn(b"<format>application/json</format>", self.get("discovery.xml").content)

    def test_costs_the_same_however_many_there_are(self):
        with self.assertNumQueries(AtMost(4)):
            self.get("requests.json")
        self.assertGreater(Complaint.objects.public().count(), 2)


def _as_xml(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


@pytest.mark.django_db
@pytest.mark.parametrize(
    "junk", ["%00", "a" * 5000, "%F0%9F%92%A5", "../../etc/passwd", "1,2,,3", "2021-13-01T99:99Z"]
)
def test_junk_is_no_failure_of_ours(client, junk):
    for name in ("start_date", "end_date", "status", "service_code", "service_request_id", "jurisdiction_id"):
        assert client.get(f"/open311/v2/requests.xml?{name}={junk}").status_code in (200, 400, 404)
    assert client.get(f"/open311/v2/requests/{junk}.json").status_code == 404
