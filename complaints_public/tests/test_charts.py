import re
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from complaints_public.charts import Chart, Percent, summary
from complaints_public.charts.drawing import NARROW, WIDE

from . import chart_gallery as gallery

LANGUAGES = ["id", "en"]
DRAWN = [chart for chart in [*gallery.believable(), *gallery.extreme()] if not chart.data.is_empty()]
BOTH_WIDTHS = [(chart, width) for chart in DRAWN for width in (WIDE, NARROW)]


def named(case):
    return f"{case.kind}-{case.data.name}" if isinstance(case, Chart) else str(case)


@pytest.fixture(autouse=True, params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


def html(chart):
    return render_to_string("components/charts/chart.html", {"chart": Chart(chart.kind, chart.data)})


@pytest.mark.parametrize(("chart", "width"), BOTH_WIDTHS, ids=named)
def test_no_text_lies_on_another(chart, width):
    texts = chart.drawing(width).texts
    assert [(one.text, two.text) for one, two in combinations(texts, 2) if one.box.overlaps(two.box)] == []


@pytest.mark.parametrize(("chart", "width"), BOTH_WIDTHS, ids=named)
def test_nothing_leaves_the_frame(chart, width):
    drawing = chart.drawing(width)
    boxes = [item.box for item in [*drawing.texts, *drawing.marks()]]
    assert boxes
    outside = [box for box in boxes if box.x < -0.1 or box.y < -0.1 or box.right > width + 0.1]
    assert outside + [box for box in boxes if box.bottom > drawing.height + 0.1] == []


@pytest.mark.parametrize("chart", DRAWN, ids=named)
def test_every_value_stands_in_the_table(chart):
    rows = {row[0]: row[1:] for row in chart.data.rows}
    for n, series in enumerate(chart.data.series):
        assert [rows[label][n] for label in chart.data.labels] == [chart.data.short(value) for value in series.values]


@pytest.mark.parametrize("chart", [chart for chart in DRAWN if chart.kind not in ("lines", "stacks")], ids=named)
def test_a_pointer_finds_every_value_on_its_mark(chart):
    titles = " | ".join(mark.title for mark in chart.drawing(WIDE).marks())
    for series in chart.data.series:
        for label, value in zip(chart.data.labels, series.values, strict=True):
            assert re.search(rf"{re.escape(str(label))}[^|]*: {re.escape(chart.data.text(value))}", titles)


@pytest.mark.parametrize("chart", DRAWN, ids=named)
def test_a_file_says_every_value_in_words(chart):
    for series in chart.data.series:
        for label, value in zip(chart.data.labels, series.values, strict=True):
            assert f"{label} {chart.data.short(value)}" in chart.words


@pytest.mark.parametrize("chart", [*gallery.believable(), *gallery.extreme()], ids=named)
def test_markup_is_named_and_free_of_styles_and_scripts(chart, language):
    text = html(chart)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", text)
    for drawing in chart.drawings if not chart.data.is_empty() else []:
        assert f'<title id="{drawing.name}-title">' in text and f'aria-labelledby="{drawing.name}-title"' in text
        assert f'<desc id="{drawing.name}-text">' in text and f'aria-describedby="{drawing.name}-text"' in text
    assert not re.search(r' (?:d|x|y|viewBox)="[^"]*,', text), "numbers for machines hold no comma"


def test_months_are_summed_up_in_words(language):
    chart = gallery.year("Pengaduan 2021", [20, 11, 14])
    assert (
        summary(chart)
        == {
            "id": "Maret: 14 pengaduan, 3 lebih banyak daripada Februari. Tertinggi: Januari (20 pengaduan). "
            "Terendah: Februari (11 pengaduan).",
            "en": "March: 14 complaints, 3 more than in February. Highest: January (20 complaints). "
            "Lowest: February (11 complaints).",
        }[language]
    )


def test_one_complaint_is_not_ones(language):
    text = summary(gallery.year("Pengaduan 2021", [1, 2]))
    assert ("1 complaint)" if language == "en" else "1 pengaduan)") in text


def test_no_difference_is_told_to_a_hidden_value(language):
    text = summary(gallery.year("Pengaduan 2021", [20, None, None, None, 14]))
    assert {"id": "Mei: 14 pengaduan. ", "en": "May: 14 complaints. "}[language] in text
    assert {"id": "Februari–April", "en": "February–April"}[language] in text


def test_rankings_name_the_first_three(language):
    data = gallery.one_series("x", ["A", "B", "C", "D", "E"], [3, 9, None, 5, 7])
    text = summary(data, "bars")
    assert {
        "id": "Tertinggi: B (9 pengaduan), E (7 pengaduan) dan D (5 pengaduan).",
        "en": "Highest: B (9 complaints), E (7 complaints) and D (5 complaints).",
    }[language] in text
    assert {"id": "Terendah: A (3 pengaduan).", "en": "Lowest: A (3 complaints)."}[language] in text
    assert text.endswith(": C.")


def test_numbers_are_in_the_readers_language(language):
    data = gallery.year("x", [1234.5, 54.25])
    assert data.short(1234.5) == {"id": "1.234,5", "en": "1,234.5"}[language]
    assert (
        Percent().change(-1, "Mei")
        == {
            "id": "1 poin persen lebih rendah daripada Mei",
            "en": "1 percentage point less than in Mei",
        }[language]
    )


def test_order_tells_nothing_of_hidden_values():
    ranked = gallery.one_series("x", ["A", "B", "C", "D"], [3, None, 9, None]).ranked()
    assert ranked.labels == ["C", "A", "B", "D"]


@pytest.mark.parametrize("kind", ["columns", "bars", "stacks", "lines", "multiples", "heat"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_hidden_mark_has_one_size_whatever_stands_beside_it(kind, width):
    shapes = set()
    for others in ([10, 20], [1000, 700], [0, 0]):
        data = gallery.one_series("x", ["A", "B", "C"], [others[0], None, others[1]])
        if kind == "stacks":
            data = gallery.table("x", ["A", "B"], [[others[0], 4], [None, 4], [others[1], 4]])
        mark, _in_the_legend = Chart(kind, data).drawing(width).marks("hidden")
        shapes.add((mark.box.width, mark.box.height))
    assert len({(round(w), round(h)) for w, h in shapes}) == 1 or kind in ("columns", "lines")
    assert len({round(h) for _w, h in shapes}) == 1


def test_a_bar_with_a_hidden_part_has_no_total():
    data = gallery.table("x", ["A", "B"], [[3, 4], [None, 5]])
    texts = [text.text for text in Chart("stacks", data).drawing(WIDE).texts]
    assert "3" in texts and "9" in texts and texts.count("3") == 1


def test_nothing_shown_gives_no_scale_away():
    drawing = Chart("columns", gallery.year("x", [None] * 12)).drawing(WIDE)
    assert not [text for text in drawing.texts if text.text.isdigit()]


def test_wrong_lengths_are_refused():
    with pytest.raises(ValueError, match="one value for each label"):
        gallery.one_series("x", ["A"], [1, 2])
