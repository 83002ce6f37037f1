"""The same question gives the same number everywhere: page, tables, files, pictures, API, and the register itself."""

import csv
import json
import re
from io import StringIO
from xml.etree import ElementTree

from django.core.cache import cache
from django.core.management import call_command
from django.test import TestCase
from django.utils.html import escape

from complaints_public.models import Complaint, Status, Tally
from complaints_public.public_tables import PUBLIC_TABLES
from complaints_public.statistics import current_release, live, published
from complaints_public.statistics_blocks import BREAKDOWNS, GRIDS, blocks
from portal.templatetags.portal_tags import cell_text

from .site import build_site

SVG = "{http://www.w3.org/2000/svg}"


class AgreementTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        build_site()

    def setUp(self):
        cache.clear()

    def test_every_table_says_the_same_as_csv_json_and_api(self):
        for table in PUBLIC_TABLES:
            if not table.dimensions:
                continue
            with self.subTest(table.slug):
                api = self.client.get(f"/api/v1/tables/{table.slug}").json()
                said = sorted(str(row["count"]) for row in api["rows"])
                text = b"".join(self.client.get(f"/data/statistik-{table.slug}.csv").streaming_content).decode()
                rows = list(csv.DictReader(StringIO(text)))
                self.assertEqual(sorted(row["jumlah"] or "None" for row in rows), said)
                listed = json.loads(b"".join(self.client.get(f"/data/statistik-{table.slug}.json").streaming_content))
                self.assertEqual(sorted(str(row["jumlah"]) for row in listed), said)
                self.assertEqual(api["release"], current_release().version)

    def test_what_is_shown_is_what_the_register_counts(self):
        figures, counted = published(), live()
        for table in PUBLIC_TABLES:
            for keys, _words, count in figures.long(table.name):
                if count is not None:
                    cell = [part for pair in zip(table.dimensions, keys, strict=True) for part in pair]
                    self.assertEqual(count, counted.count(*cell), (table.name, keys))
        self.assertEqual(figures.count(), Complaint.objects.count())
        closed = Complaint.objects.filter(status=Status.CLOSED)
        self.assertIn(figures.count("stage", "closed"), (closed.count(), None))
        for year in figures.years:
            self.assertIn(
                figures.count("year", str(year), "outcome", "by_silence"),
                (closed.filter(received_at__year=year, close_reason="by_silence").count(), None),
            )
        call_command("check_statistics", stdout=StringIO())

    def test_page_shows_the_numbers_of_the_release_and_so_do_its_pictures(self):
        figures = published()
        for year in (None, *figures.years):
            for by in (*BREAKDOWNS, *GRIDS):
                page = self.client.get("/statistik/", {"tahun": year or "", "menurut": by}).content.decode()
                for figure in figures.headline(year):
                    self.assertIn(figure.value, page)
                for block in blocks(figures, year, by):
                    _headings, rows = block.table
                    for row in rows:
                        self._check_row(page, row)
                    chart = self.client.get(block.files[1][0])
                    words = ElementTree.fromstring(chart.content).find(f"{SVG}desc").text  # noqa: S314  our own
                    for label, value in zip(block.chart.data.labels, block.chart.data.series[0].values, strict=True):
                        self.assertIn(str(label), words)
                        if value is not None:
                            self.assertIn(f"{label} {block.chart.data.short(value)}", words)

    def _check_row(self, page, row):
        pattern = r"\s*</t[hd]>\s*<td[^>]*>\s*".join(re.escape(_shown(cell)) for cell in row)
        self.assertRegex(page, rf"<th[^>]*>\s*{pattern}\s*</td>")

    def test_targets_of_the_plan_stand_beside_what_is_counted(self):
        figures, page = published(), self.client.get("/rencana-aksi/indikator/").content.decode()
        for year in figures.years:
            self.assertIn(f"Hitungan {year}", page)
        received, closed = figures.count("year", "2020"), figures.count("year", "2020", "stage", "closed")
        row = re.search(r"Jumlah Pengaduan yang Diselesaikan.*?</tr>", page, re.DOTALL)[0]
        self.assertIn("151 Pengaduan", row)
        self.assertIn("disembunyikan" if closed is None else f">{closed}<", re.sub(r"\s", "", row))
        self.assertIn(str(received), page)

    def test_hidden_numbers_are_said_to_be_hidden_and_stand_nowhere(self):
        figures = published()
        self.assertTrue([table for table in PUBLIC_TABLES if None in [row[2] for row in figures.long(table.name)]])
        api = self.client.get("/api/v1/tables/tahun-instansi").json()
        self.assertIn(None, [row["count"] for row in api["rows"]])
        self.assertContains(self.client.get("/statistik/?menurut=agency-stage"), "disembunyikan")

    def test_no_statistics_address_reads_the_register(self):
        tables = [table.slug for table in PUBLIC_TABLES if table.dimensions]
        addresses = [
            "/statistik/",
            "/statistik/?tahun=2021&menurut=topic",
            "/statistik/rilis/",
            "/statistik/rilis.ics",
        ]
        addresses += [f"/api/v1/tables/{slug}" for slug in tables] + ["/api/v1/tables"]
        addresses += ["/statistik/bulan.svg", "/statistik/instansi-tahap.svg", "/statistik/umur.png"]
        for address in addresses:
            cache.clear()
            with self.assertNumQueries(ANY) as queries:
                self.client.get(address)
            asked = " ".join(query["sql"] for query in queries.captured_queries)
            self.assertNotIn("complaints_public_complaint", asked, address)
            self.assertNotIn(Tally._meta.db_table, asked, address)
            self.assertLess(len(queries.captured_queries), 45, address)

    def test_unknown_choices_show_everything(self):
        usual = self.client.get("/statistik/").content
        self.assertEqual(self.client.get("/statistik/umur.svg?tahun=2021").status_code, 404)
        self.assertContains(self.client.get("/statistik/?tahun=2020&menurut=agency-stage"), "Periode: Semua tahun")
        for query in ("tahun=1999", "menurut=nix", "tahun=x&menurut=%00", "lain=1"):
            response = self.client.get(f"/statistik/?{query}")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(len(response.content), len(usual), query)


class _Any(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


ANY = _Any()


def _shown(cell):
    return escape(cell_text(cell))
