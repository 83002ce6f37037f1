"""Files that are no export, or mean harm: each gets a sentence, none gets memory, time or a traceback."""

import re
import struct
import zipfile
from io import BytesIO

import openpyxl
from django.test import SimpleTestCase
from django.utils import translation

from complaints_public.importing import sheets
from complaints_public.importing.reading import ImportRefused, read_export
from complaints_public.importing.refusals import MAX_UNPACKED

HEADER = ["Tracking ID", "Tanggal Laporan Masuk", "Status Laporan"]
ROW = ["4803409", "4 Jan 2020", "Terverifikasi"]
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def packed(**parts):
    """A zip archive of name → content."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content, **changes):
    """The workbook in content with parts changed by (name → function of the old content) or added."""
    parts = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    return packed(**parts)


def ods(table):
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{table}</table:table>'
    content = f"<?xml version='1.0'?><office:document-content {spaces}>{body}</office:spreadsheet></office:body>"
    manifest = f'<manifest><file-entry full-path="/" media-type="{ODS}"/></manifest>'
    return packed(
        **{"mimetype": ODS, "content.xml": content + "</office:document-content>", "META-INF/manifest.xml": manifest}
    )


def ods_row(cells, repeated=1):
    text = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{text}</table:table-row>'


class RefusalTests(SimpleTestCase):
    def refusal(self, content):
        with translation.override("en"), self.assertRaises(ImportRefused) as refused:
            read_export(BytesIO(content))
        return str(refused.exception)

    def test_other_kinds_are_named(self):
        kinds = {
            "is empty": [b""],
            "is a PDF": [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"],
            "is a picture": [b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"\xff\xd8\xff\xe0JFIF", b"GIF89a;"],
            "is a packed one": [b"\x1f\x8b\x08\x00abc", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"],
            "is a web page": [
                b"<html><table><tr><td>Tracking ID</td></tr></table></html>",
                b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>",
                b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            ],
            "is damaged or no spreadsheet": [
                b"{\\rtf1 text}",
                b"\x7fELF\x02\x01\x01\x00\x00",
                packed(**{"word/document.xml": "<document/>"}),
                b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"),
                b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "Workbook".encode("utf-16-le"),
                workbook(HEADER, ROW)[:-300],
            ],
            "No header was found": [workbook(), workbook([], []), b"just some words\n", b"\n\n\n"],
        }
        for words, contents in kinds.items():
            for content in contents:
                with self.subTest(words, content=content[:30]):
                    self.assertIn(words, self.refusal(content))

    def test_ending_of_the_name_does_not_matter_but_the_content(self):
        self.assertEqual(len(list(read_export(BytesIO(workbook(HEADER, ROW))).rows)), 1)
        lines = ";".join(HEADER) + "\n" + ";".join(ROW) + "\n"
        self.assertEqual(len(list(read_export(BytesIO(lines.encode())).rows)), 1)

    def test_macros(self):
        plain = workbook(HEADER, ROW)
        kind = "[Content_Types].xml"
        as_xlsm = repacked(plain, **{kind: lambda old: old.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")})
        with_script = repacked(plain, **{kind: lambda old: old.replace(b"</Types>", b"vbaProject</Types>")})
        old_macros = repacked(plain, **{"xl/macrosheets/sheet1.xml": lambda _old: b"<macrosheet/>"})
        in_ods = repacked(ods(ods_row(HEADER)), **{"Basic/Standard/Module1.xml": lambda _old: b"Sub Main"})
        in_xls = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "Workbook_VBA_PROJECT_CUR".encode("utf-16-le")
        for content in (as_xlsm, with_script, old_macros, in_ods, in_xls):
            self.assertIn("macros", self.refusal(content))

    def test_password(self):
        office = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
        libre = repacked(ods(ods_row(HEADER)), **{"META-INF/manifest.xml": lambda old: old + b"<encryption-data/>"})
        for content in (office, libre):
            self.assertIn("password", self.refusal(content))

    def test_bomb_that_says_how_large_it_is(self):
        sheet = b" " * (MAX_UNPACKED + 1)
        self.assertIn("safely", self.refusal(repacked(workbook(), **{"xl/worksheets/sheet9.xml": lambda _old: sheet})))

    def test_bomb_that_lies_about_its_size(self):
        strings = b"<sst>" + b"<si><t>" + b"x" * sheets.MEMORY + b"</t></si></sst>"
        content = repacked(
            workbook(HEADER, ROW),
            **{
                "xl/sharedStrings.xml": lambda _old: strings,
                "[Content_Types].xml": lambda old: (
                    old
                    if b"sharedStrings" in old
                    else old.replace(
                        b"</Types>",
                        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
                        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
                    )
                ),
            },
        )
        lying = re.sub(re.escape(struct.pack("<L", len(strings))), struct.pack("<L", 1000), content)
        self.assertLess(len(lying), 2_000_000)
        self.assertTrue(self.refusal(lying))

    def test_cell_in_the_last_corner(self):
        book = openpyxl.Workbook()
        book.active.append(HEADER)
        book.active.cell(row=1_048_576, column=16_384, value="x")
        file = BytesIO()
        book.save(file)
        self.assertIn("safely", self.refusal(file.getvalue()))

    def test_rows_repeated_without_end(self):
        content = ods(ods_row(HEADER) + ods_row(["x" * 1000] * 100, repeated=1_048_575))
        self.assertTrue(self.refusal(content))

    def test_entities_that_grow_are_not_expanded(self):
        growing = b'<!DOCTYPE x [<!ENTITY a "Tracking"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

        def with_entities(old):
            return old.replace(b"?>", b"?>" + growing, 1).replace(b"<row ", b"&b;<row ", 1)

        content = repacked(workbook(HEADER, ROW), **{"xl/worksheets/sheet1.xml": with_entities})
        try:
            rows = list(read_export(BytesIO(content)).rows)
        except ImportRefused:
            rows = []
        self.assertLessEqual(len(rows), 1)

    def test_quotation_mark_that_never_ends(self):
        content = ";".join(HEADER) + '\n4803409;4 Jan 2020;"' + "x" * 10_100_000
        self.assertIn("no readable text table", self.refusal_of_rows(content.encode()))

    def refusal_of_rows(self, content):
        with translation.override("en"), self.assertRaises(ImportRefused) as refused:
            list(read_export(BytesIO(content)).rows)
        return str(refused.exception)

    def test_formulas_count_with_their_last_result_and_text_stays_text(self):
        def with_results(old):
            return re.sub(rb"<f>[^<]*</f><v\s*/?>(?:</v>)?", b"<f>1+1</f><v>4803409</v>", old)

        content = workbook(HEADER, ["=4803408+1", "4 Jan 2020", "Terverifikasi"])
        content = repacked(content, **{"xl/worksheets/sheet1.xml": with_results})
        self.assertEqual([cells[0] for _line, cells in read_export(BytesIO(content)).rows], ["4803409"])
        lines = ";".join(HEADER) + '\n=HYPERLINK("x");4 Jan 2020;Terverifikasi\n'
        self.assertEqual([cells[0] for _line, cells in read_export(BytesIO(lines.encode())).rows], ['=HYPERLINK("x")'])
