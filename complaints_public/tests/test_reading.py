from datetime import date, datetime, time
from io import BytesIO

import openpyxl
from django.test import SimpleTestCase
from django.utils import translation

from complaints_public.importing.parsing import JAKARTA, as_text, parse_day, parse_moment, parse_time
from complaints_public.importing.reading import ImportRefused
from complaints_public.importing.reading import read_export as read_export_file

HEADER = ["Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Judul Laporan"]
ROW = ["4803409", "4 Jan 2020", "Ditutup oleh Admin", "Jalan rusak; parah"]


def xlsx(rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def read_export(content):
    return read_export_file(BytesIO(content))


def values(export):
    return [cells for _line, cells in export]


class CellTests(SimpleTestCase):
    def test_days_are_read_in_every_form(self):
        for cell in (
            "4 Jan 2020",
            "4 Januari 2020",
            "04-Jan-2020",
            "2020-01-04",
            "04/01/2020",
            "4/1/20",
            "4 Jan 20",
            "Sabtu, 4 Januari 2020",
        ):
            with self.subTest(cell):
                self.assertEqual(parse_day(cell), date(2020, 1, 4))
        self.assertEqual(parse_day(43834.0), date(2020, 1, 4))
        self.assertEqual(parse_day(datetime(2020, 1, 4, 8, 0)), date(2020, 1, 4))

    def test_indonesian_months_with_their_spellings(self):
        spellings = {3: "Maret", 5: "Mei", 8: "Agt", 10: "Okt", 11: "Nopember", 12: "Desember", 2: "Pebruari"}
        for month, name in spellings.items():
            with self.subTest(name):
                self.assertEqual(parse_day(f"7 {name} 2021"), date(2021, month, 7))

    def test_days_that_are_none(self):
        for cell in ("31 Feb 2022", "08/17/2022", "4 Foo 2020", "", "besok", None, 12.0):
            with self.subTest(cell):
                self.assertIsNone(parse_day(cell))

    def test_times(self):
        self.assertEqual(parse_time("07:12"), time(7, 12))
        self.assertEqual(parse_time("7.05 WIB"), time(7, 5))
        self.assertEqual(parse_time(0.5), time(12))
        self.assertIsNone(parse_time("25:99"))

    def test_moment_without_a_time_is_the_end_of_its_day(self):
        self.assertEqual(parse_moment("4 Januari 2021"), datetime(2021, 1, 4, 23, 59, 59, tzinfo=JAKARTA))
        self.assertEqual(parse_moment("4 Januari 2021 10:30"), datetime(2021, 1, 4, 10, 30, tzinfo=JAKARTA))

    def test_text_has_no_decimal_point_and_no_control_characters(self):
        self.assertEqual(as_text(4803409.0), "4803409")
        self.assertEqual(as_text(" a\x00b\x1f "), "ab")


class ReadingTests(SimpleTestCase):
    def test_header_is_found_wherever_it_stands(self):
        for blank_rows in (0, 3, 25):
            rows = [["Laporan Rekapitulasi"]] + [[""]] * blank_rows + [HEADER, ROW]
            with self.subTest(blank_rows):
                export = read_export(xlsx(rows))
                self.assertEqual(values(export)[0]["number"], "4803409")
                self.assertEqual(next(export.rows)[0], len(rows))

    def test_order_case_and_further_columns_do_not_matter(self):
        header = ["STATUS LAPORAN", "Kolom Baru", " tracking  id ", "Tanggal_Laporan_Masuk"]
        export = read_export(xlsx([header, ["Ditunda", "x", 4803409, "4 Jan 2020"]]))
        self.assertEqual(as_text(values(export)[0]["number"]), "4803409")

    def test_header_may_stand_on_a_later_sheet(self):
        workbook = openpyxl.Workbook()
        workbook.active.append(["Petunjuk"])
        sheet = workbook.create_sheet("Data")
        sheet.append(HEADER)
        sheet.append(ROW)
        file = BytesIO()
        workbook.save(file)
        self.assertEqual(len(list(read_export(file.getvalue()).rows)), 1)

    def test_several_sheets_of_complaints_are_refused_rather_than_half_read(self):
        workbook = openpyxl.Workbook()
        for sheet in (workbook.active, workbook.create_sheet("Lain")):
            sheet.append(HEADER)
            sheet.append(ROW)
        file = BytesIO()
        workbook.save(file)
        with self.assertRaises(ImportRefused):
            read_export(file.getvalue())

    def test_csv_of_any_delimiter_and_encoding(self):
        for delimiter in ";,\t|":
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
                lines = [HEADER, [*ROW[:3], f'"Kafé{delimiter} rusak"']]
                content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
                with self.subTest(delimiter=delimiter, encoding=encoding):
                    self.assertEqual(values(read_export(content))[0]["title"], f"Kafé{delimiter} rusak")

    def test_delimiter_is_the_one_that_makes_a_header(self):
        for delimiter in "^~:":
            lines = [HEADER, [*ROW[:3], "a; b; c; d; e, f"]]
            content = "\n".join(delimiter.join(line) for line in lines).encode()
            with self.subTest(delimiter):
                self.assertEqual(values(read_export(content))[0]["title"], "a; b; c; d; e, f")

    def test_header_in_two_lines_where_cells_are_merged(self):
        upper = ["Tracking ID", "Tanggal Laporan Masuk", "Pelapor", "", "Status Laporan"]
        lower = ["", "", "Nama Pelapor", "Kelurahan", ""]
        export = read_export(xlsx([["Rekap"], upper, lower, ["4803409", "4 Jan 2020", "Ani", "Gunungsimping", "x"]]))
        self.assertEqual((values(export)[0]["reporter"], values(export)[0]["village"]), ("Ani", "Gunungsimping"))
        self.assertEqual(len(values(export)), 1)

    def test_day_and_time_as_a_sheet_counts_them(self):
        export = read_export(xlsx([["Tracking ID", "Tanggal", "Jam", "Status"], [4803409, 43834, 0.25, "x"]]))
        cells = values(export)[0]
        self.assertEqual((parse_day(cells["day"]), parse_time(cells["time"])), (date(2020, 1, 4), time(6)))
        self.assertEqual(parse_moment("43834.25"), datetime(2020, 1, 4, 6, tzinfo=JAKARTA))

    def test_line_numbers_count_lines_inside_cells(self):
        content = 'Tracking ID;Tanggal;Status;Judul\n1;2;3;"dua\nbaris"\n4;5;6;7\n'
        self.assertEqual([line for line, _cells in read_export(content.encode()).rows], [2, 4])

    def test_moment_of_the_export_is_read_from_above_the_header(self):
        export = read_export(xlsx([["Tanggal Generate", "4 Januari 2021"], HEADER, ROW]))
        self.assertEqual(export.generated_at.date(), date(2021, 1, 4))
        export = read_export(xlsx([["Tanggal Generate: 4 Januari 2021 08:15"], HEADER, ROW]))
        self.assertEqual(export.generated_at, datetime(2021, 1, 4, 8, 15, tzinfo=JAKARTA))

    def test_files_that_are_none_are_refused_with_a_sentence(self):
        bad = {
            "empty": b"",
            "no header": xlsx([["a", "b"], [1, 2]]),
            "zip of nothing": b"PK\x03\x04" + b"\x00" * 40,
            "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
            "cut off": xlsx([HEADER, ROW])[:-200],
            "text": b"just some words\nand more of them",
        }
        for name, content in bad.items():
            with self.subTest(name), translation.override("en"), self.assertRaises(ImportRefused) as refusal:
                read_export(content)
            self.assertTrue(str(refusal.exception).endswith("."), name)
