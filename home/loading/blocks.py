"""Turns the short form of the content files into what a StreamField stores."""


def body(entries):
    return [_block(entry) for entry in entries or []]


def legal_places(entries):
    return [
        {"type": "place", "value": {"place": entry["place"], "quotation": entry.get("quotation", "")}}
        for entry in entries or []
    ]


def _block(entry):
    ((kind, value),) = entry.items()
    return {"type": kind, "value": SHAPES.get(kind, lambda value: value)(value)}


def _statements(value):
    items = [item if isinstance(item, list) else ["", item] for item in value["items"]]
    return {
        "heading": value.get("heading", ""),
        "items": [{"mark": str(mark), "text": text} for mark, text in items],
    }


def _table(value):
    cells = [value["columns"], *value["rows"]]
    table = {
        "data": [["" if cell is None else str(cell) for cell in row] for row in cells],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }
    return {
        "caption": value["caption"],
        "table": table,
        "place": value.get("place", ""),
        "note": value.get("note", ""),
    }


def _figure(value):
    return {"period": "", "note": "", **value}


SHAPES = {
    "statements": _statements,
    "table": _table,
    "figure": _figure,
    "note": lambda text: {"text": text},
}
