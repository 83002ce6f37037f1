"""/data/ of the whole portal: what people see, and what programs that know the standards make of it."""

import csv
import json
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import rdflib
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from rdflib.namespace import DCTERMS, FOAF, RDF

from complaints_public.models import Complaint
from portal import open_data
from portal.models import Agency, DataVersion

from .site import build_site

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
CATALOGUE = {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.spatial, DCAT.dataset}
DATASET = {
    *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.accrualPeriodicity, DCTERMS.spatial),
    *(DCTERMS.modified, DCTERMS.language, DCAT.theme, DCAT.keyword, DCAT.contactPoint, DCAT.distribution),
}
DISTRIBUTION = {DCAT.accessURL, DCAT.mediaType, DCTERMS.license, DCTERMS.title}


class OpenDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        build_site()
        cls.names = [table.name for table in open_data.tables()]

    def get(self, path, status=200, **headers):
        response = self.client.get(f"/data/{path}", headers={k.replace("_", "-"): v for k, v in headers.items()})
        self.assertEqual(response.status_code, status, path)
        return response

    def test_data_package_is_valid_together_with_all_its_data(self):
        with TemporaryDirectory() as folder:
            for name in ("datapackage.json", *(f"{name}.csv" for name in self.names)):
                Path(folder, name).write_bytes(self.get(name).getvalue())
            # In a process of its own: it changes the limits of the csv module for everybody.
            command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
            told = subprocess.run(command, cwd=folder, capture_output=True, text=True)  # noqa: S603
        report = json.loads(told.stdout)
        self.assertTrue(report["valid"], told.stdout[:3000])
        self.assertEqual({task["name"] for task in report["tasks"]}, set(self.names))
        self.assertGreaterEqual(sum(task["stats"]["rows"] for task in report["tasks"]), 300)

    def test_catalogue_is_dcat_with_what_dcat_ap_requires(self):
        graph = rdflib.Graph().parse(data=self.get("catalog.jsonld").content, format="json-ld")
        [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
        self.assertLessEqual(CATALOGUE, set(graph.predicates(catalogue)))
        self.assertTrue(str(graph.value(graph.value(catalogue, DCTERMS.publisher), FOAF.name)))
        datasets = list(graph.objects(catalogue, DCAT.dataset))
        self.assertEqual(len(datasets), len(self.names))
        for dataset in datasets:
            self.assertLessEqual(DATASET, set(graph.predicates(dataset)), dataset)
            self.assertEqual({text.language for text in graph.objects(dataset, DCTERMS.title)}, {"id", "en"})
            for distribution in graph.objects(dataset, DCAT.distribution):
                self.check_distribution(graph, distribution)

    def check_distribution(self, graph, distribution):
        self.assertLessEqual(DISTRIBUTION, set(graph.predicates(distribution)))
        address = str(graph.value(distribution, DCAT.downloadURL))
        content = self.get(address.partition("/data/")[2]).getvalue()
        checksum = graph.value(distribution, SPDX.checksum)
        if not open_data.find(address.rpartition("/")[2].partition(".")[0]).is_live:
            self.assertEqual(int(graph.value(distribution, DCAT.byteSize)), len(content))
            written = str(graph.value(checksum, SPDX.checksumValue)).lower()
            self.assertEqual(written, sha256(content).hexdigest())

    def test_every_table_and_column_is_described_in_both_languages(self):
        for table in open_data.tables():
            texts = [table.title, table.description, table.source, table.concept, table.definition, table.unit]
            for column in table.columns:
                texts += [column.title, column.description]
            with translation.override("id"):
                indonesian = [str(text) for text in texts]
            with translation.override("en"):
                english = [str(text) for text in texts]
            self.assertTrue(all(indonesian) and all(english), table.name)
            same = {text for text, other in zip(indonesian, english, strict=True) if text == other}
            self.assertLessEqual(same, {"Status", "status"}, table.name)

    def test_pages_show_dictionary_downloads_licence_and_versions_in_both_languages(self):
        words_of = {"": ("Arti kolom", "Produsen data"), "/en": ("What the columns mean", "Data producer")}
        for prefix, words in words_of.items():
            self.assertContains(self.client.get(f"{prefix}/data/"), f"{prefix}/data/pengaduan/")
            for table in open_data.tables():
                page = self.client.get(f"{prefix}/data/{table.name}/")
                for text in (*words, "CC BY 4.0", f"/data/{table.name}.csv", f"/data/{table.name}.json"):
                    self.assertContains(page, text)
                for column in table.columns:
                    self.assertContains(page, f'id="kolom-{column.name}"')
            version = DataVersion.objects.get(table="instansi")
            self.assertContains(self.client.get(f"{prefix}/data/instansi/"), version.csv_sha256)

    def test_an_old_address_keeps_its_bytes_when_the_table_changes(self):
        old = DataVersion.objects.get(table="instansi")
        before = self.get("instansi.csv").content
        Agency.objects.create(name="Dinas Baru", slug="dinas-baru")
        call_command("publish_open_data", stdout=StringIO())
        new = DataVersion.objects.filter(table="instansi").first()
        self.assertNotEqual(new.version, old.version)
        self.assertContains(self.get("instansi.csv"), "dinas-baru")
        kept = self.get(f"instansi/{old.version}.csv").content
        self.assertEqual((kept, sha256(kept).hexdigest()), (before, old.csv_sha256))
        self.assertEqual(len(json.loads(self.get(f"instansi/{new.version}.json").content)), old.rows + 1)
        self.assertContains(self.get("instansi/"), old.csv_sha256)
        self.assertEqual(DataVersion.objects.filter(table="topik").count(), 1)

    def test_withdrawn_version_is_gone_and_the_one_before_stands(self):
        version = DataVersion.objects.get(table="topik").version
        DataVersion.objects.withdraw("topik", version)
        self.get(f"topik/{version}.csv", 410)
        self.assertNotContains(self.get("topik/"), version + ".csv")

    def test_csv_has_a_bom_when_asked_for(self):
        for name in ("pengaduan", "instansi"):
            plain = self.get(f"{name}.csv").getvalue()
            self.assertEqual(self.get(f"{name}.csv?bom=1").getvalue(), b"\xef\xbb\xbf" + plain)

    def test_json_of_every_table_has_the_rows_of_its_csv(self):
        for name in self.names:
            rows = list(csv.DictReader(StringIO(self.get(f"{name}.csv").getvalue().decode(), newline="")))
            told = json.loads(self.get(f"{name}.json").getvalue())
            self.assertEqual([list(row) for row in told], [list(row) for row in rows], name)

    def test_published_complaints_are_all_there(self):
        rows = json.loads(self.get("pengaduan.json").getvalue())
        self.assertEqual(len(rows), Complaint.objects.public().count())
        self.assertEqual({row["nomor"] for row in rows}, {r["reference_number"] for r in Complaint.objects.public()})

    def test_programs_of_other_sites_may_read_and_unchanged_files_are_not_sent_again(self):
        for path in ("instansi.csv", "datapackage.json", "catalog.jsonld"):
            response = self.get(path, Origin="https://contoh.invalid")
            self.assertEqual(response["Access-Control-Allow-Origin"], "*")
            self.assertEqual(self.get(path, 304, If_None_Match=response["ETag"]).content, b"")
        live = self.client.head("/data/pengaduan.csv")
        self.assertEqual((live.getvalue(), live["Cache-Control"]), (b"", "public, no-cache"))
        self.assertEqual(self.client.post("/data/instansi.csv").status_code, 405)

    def test_what_is_not_there_is_not_found(self):
        for path in ("nix.csv", "nix/", "instansi/1999-01-01.csv", "pengaduan/2026-01-01.csv", "instansi.xlsx"):
            self.get(path, 404)

    def test_pages_cost_the_same_however_many_versions_there_are(self):
        before = {path: self.queries(path) for path in ("", "instansi/", "datapackage.json", "catalog.jsonld")}
        for number in range(3):
            Agency.objects.create(name=f"Dinas Baru {number}", slug=f"dinas-baru-{number}")
            call_command("publish_open_data", stdout=StringIO())
        self.assertEqual(DataVersion.objects.filter(table="instansi").count(), 4)
        self.assertEqual({path: self.queries(path) for path in before}, before)

    def queries(self, path):
        self.get(path)
        with CaptureQueriesContext(connection) as queries:
            self.get(path)
        return len(queries)

    def test_sitemap_and_footer_lead_there(self):
        self.assertContains(self.client.get("/sitemap.xml"), "/data/pengaduan/")
        self.assertContains(self.client.get("/"), 'href="/data/"')
        self.assertContains(self.client.get("/pengaduan/"), 'type="text/csv"')
