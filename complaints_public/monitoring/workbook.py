"""A report as an XLSX workbook, a sheet for each table."""

from io import BytesIO


def workbook(shown):
    """The workbook's bytes. Texts are texts: what begins like a formula is none."""
    from openpyxl import Workbook  # imported by nobody who does not ask for a workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{shown.title}, {shown.subtitle}"
    for sheet in shown.sheets:
        page = book.create_sheet(sheet.caption[:31].translate(str.maketrans("", "", "[]:*?/\\")))
        page.append([sheet.caption])
        page.append([f"{shown.title}, {shown.subtitle}"])
        page.append([shown.dated])
        page.append([])
        page.append(sheet.headings)
        for row in sheet.rows:
            page.append(row)
            for cell in page[page.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        if sheet.note:
            page.append([])
            page.append([sheet.note])
        page["A1"].font = Font(bold=True, size=14)
        for cell in page[5]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        for index, heading in enumerate(sheet.headings, 1):
            longest = max([len(str(row[index - 1])) for row in sheet.rows] + [len(heading)])
            page.column_dimensions[get_column_letter(index)].width = min(60, longest + 3)
        page.freeze_panes = "A6"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
