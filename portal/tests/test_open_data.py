import csv
import json
from datetime import date
from hashlib import sha256
from io import StringIO
from itertools import count, islice
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase

from portal import open_data
from portal.models import DataVersion
from portal.open_data import Column, Table, Theme


def make_table(rows, **fields):
    names = fields.pop("names", ("kode", "nilai"))
    return Table(
        name="uji",
        title="Uji",
        description="Tabel uji. Hanya untuk uji.",
        columns=tuple(Column(name, "string", name, name) for name in names),
        rows=lambda: iter(rows),
        source="uji",
        theme=Theme.RULES,
        concept="uji",
        definition="uji",
        unit="uji",
        **fields,
    )


def read(table):
    return list(csv.reader(StringIO(b"".join(open_data.as_csv(table)).decode(), newline="")))


class WriterTests(SimpleTestCase):
    def test_csv_gives_back_what_the_table_says(self):
        rows = [("a", 'kata "kutip", koma\ndan baris'), ("b", None), ("c", 12), ("d", True), ("e", date(2021, 3, 3))]
        cells = [["a", rows[0][1]], ["b", ""], ["c", "12"], ["d", "true"], ["e", "2021-03-03"]]
        self.assertEqual(read(make_table(rows)), [["kode", "nilai"], *cells])
        self.assertEqual(b"".join(open_data.as_csv(make_table([("a", "b")]))), b"kode,nilai\r\na,b\r\n")

    def test_no_text_is_a_formula_to_a_sheet_and_numbers_stay_numbers(self):
        texts = ["=1+1", "+62 812", "-5", "@SUM(A1)", "\t=1", "\r=1"]
        table = make_table([(text, -5) for text in texts])
        self.assertEqual(read(table)[1:], [[f"'{text}", "-5"] for text in texts])
        told = json.loads(b"".join(open_data.as_json(table)))
        self.assertEqual([row["kode"] for row in told], texts)

    def test_json_is_an_array_of_objects_also_without_rows(self):
        told = json.loads(b"".join(open_data.as_json(make_table([("é", None), ("b", date(2021, 3, 3))]))))
        self.assertEqual(told, [{"kode": "é", "nilai": None}, {"kode": "b", "nilai": "2021-03-03"}])
        self.assertEqual(json.loads(b"".join(open_data.as_json(make_table([])))), [])

    def test_a_table_without_end_is_sent_while_it_is_read(self):
        for write in open_data.WRITERS.values():
            pieces = list(islice(write(make_table((str(n), n) for n in count())), 4))
            self.assertLess(max(map(len, pieces)), 50_000)


class VersionTests(TestCase):
    def publish(self, rows, **fields):
        with mock.patch.dict(open_data._tables, {"uji": make_table(rows, **fields)}, clear=True):
            call_command("publish_open_data", stdout=StringIO())
        return DataVersion.objects.filter(table="uji").count()

    def test_there_is_a_new_one_only_when_something_changed(self):
        self.assertEqual(self.publish([("a", 1)]), 1)
        self.assertEqual(self.publish([("a", 1)]), 1)
        self.assertEqual(self.publish([("a", 2)]), 2)
        self.assertEqual(self.publish([("a", 1)]), 3)
        first, second, third = DataVersion.objects.order_by("pk")
        self.assertEqual({f"{first.version}-2", f"{first.version}-3"}, {second.version, third.version})
        self.assertEqual(second.content("csv"), b"kode,nilai\r\na,2\r\n")

    def test_checksum_and_size_are_those_of_the_content(self):
        self.publish([("a", 1), ("b", None)])
        version = DataVersion.objects.get()
        self.assertEqual(version.rows, 2)
        for name in open_data.WRITERS:
            content = version.content(name)
            self.assertEqual(sha256(content).hexdigest(), version.sha256(name))
            self.assertEqual(len(content), version.bytes(name))

    def test_what_is_read_anew_for_everybody_keeps_none(self):
        self.assertEqual(self.publish([("a", 1)], is_live=True), 0)

    def test_what_was_withdrawn_does_not_come_back_the_next_night(self):
        self.publish([("a", 1)])
        DataVersion.objects.withdraw("uji", DataVersion.objects.get().version)
        self.assertEqual(self.publish([("a", 1)]), 1)

    def test_a_version_can_be_withdrawn_and_its_name_is_not_given_again(self):
        self.publish([("a", 1)])
        self.publish([("a", 2)])
        first = DataVersion.objects.order_by("pk").first()
        call_command("publish_open_data", withdraw=f"uji/{first.version}", stdout=StringIO())
        first.refresh_from_db()
        self.assertEqual((first.csv_content, first.json_content), (b"", b""))
        self.assertEqual(len(DataVersion.objects.by_table()["uji"]), 1)
        self.publish([("a", 3)])
        self.assertEqual(DataVersion.objects.first().version, f"{first.version}-3")
        with self.assertRaises(CommandError):
            call_command("publish_open_data", withdraw=f"uji/{first.version}", stdout=StringIO())
        with self.assertRaises(CommandError):
            call_command("publish_open_data", withdraw="uji/1999-01-01", stdout=StringIO())
