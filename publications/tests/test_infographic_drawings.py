"""Every template in every size and language, with believable and with extreme figures: nothing overlaps or leaves."""

import re
from datetime import date, datetime
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.utils import timezone, translation

from complaints_public.statistics import kept
from publications.infographics import TEMPLATES, Choice
from publications.infographics.canvas import FRAMES
from publications.infographics.picture import Identity, Picture
from publications.infographics.story import in_ten, percent

LONG = "Badan Kepegawaian, Pendidikan dan Pelatihan Daerah beserta Unit Pelaksana Teknis di Kecamatan Kampung Laut"
SVG = "{http://www.w3.org/2000/svg}"
CHOICES = {"recap": Choice("2026-10")}
IDENTITY = Identity(
    "Portal Pengaduan Kabupaten Cilacap", "Diskominfo", "Sumber: SP4N-LAPOR!", "https://x.go.id/infografis/a/"
)


def figures(count, hidden=(), name="Dinas Kesehatan", agencies=12):
    """Of every table, each cell `count`, but hidden at the places of `hidden` in their rows."""

    def cell(n):
        return None if n in hidden else count * (n + 1)

    def rows(keys):
        return [[*(key if isinstance(key, tuple) else (key,)), cell(n)] for n, key in enumerate(keys)]

    numbers = range(1, agencies + 1)
    months = [f"2025-{n:02d}" for n in range(1, 13)] + [f"2026-{n:02d}" for n in range(1, 11)]
    outcomes = ["received", "verified", "in_progress", "answered", "archived", "by_admin", "by_silence", "solved"]
    parts = {"topic": numbers, "channel": numbers, "outcome": outcomes, "stage": ["open", "answered", "closed"]}
    tables = {
        "total": [[count * 100]],
        "year": [["2025", count * 40], ["2026", count * 60]],
        "month": rows(months),
        "end_month": rows(months),
        "punctuality": [["late", count * 5], ["on_time", count * 15]],
        "agency": [[n, count * 200] for n in numbers],
        "known_end": [["yes", count * 20]],
        "agency-punctuality": rows([(n, value) for n in numbers for value in ("late", "on_time")]),
    }
    for dimension, keys in parts.items():
        tables[dimension] = rows(keys)
        tables[f"year-{dimension}"] = rows([(year, key) for year in ("2025", "2026") for key in keys])
    for dimension in ("outcome", "stage"):
        tables[f"agency-{dimension}"] = rows([(n, key) for n in numbers for key in parts[dimension]])
    names = {str(n): [f"{name} {n}", ""] for n in numbers}
    return kept(
        {
            "version": 123,
            "published_at": datetime(2026, 11, 24, tzinfo=timezone.get_default_timezone()).isoformat(),
            "as_of": date(2026, 11, 24).isoformat(),
            "tables": tables,
            "names": {"agency": names, "topic": names, "channel": names},
            "durations": [],
            "limits": {"verify": [3], "first_response": [5], "resolution": [5, 14, 60], "reporter_reply": [10]},
        }
    )


CASES = {
    "believable": figures(20),
    "long": figures(20, name=LONG),
    "millions": figures(1_234_567, name=LONG),
    "ones": figures(1),
    "few": figures(30, agencies=1),
    "markup": figures(20, name='<script>alert(1)</script> & "Co"'),
    "some hidden": figures(20, hidden=(0, 3, 21), name=LONG),
    "nearly all hidden": figures(20, hidden=range(1, 99)),
    "all hidden": figures(20, hidden=range(99)),
}


@pytest.fixture(params=["id", "en"], autouse=True)
def language(request):
    with translation.override(request.param):
        yield request.param


def pictures(case):
    for name, template in TEMPLATES.items():
        choices = [CHOICES.get(name, Choice())]
        choices += [Choice("2026")] if "year" in template.periods else []
        choices += [Choice("", 1)] if template.takes_agency else []
        for choice in choices:
            story = template.story(CASES[case], choice)
            if story:
                yield name, Picture(template, story, IDENTITY)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
@pytest.mark.parametrize("case", CASES)
def test_no_text_lies_on_another_or_leaves_the_frame(case, frame):
    drawn = list(pictures(case))
    assert drawn
    for name, picture in drawn:
        canvas = picture.canvas(frame)
        overlapping = [(a.text, b.text) for a, b in combinations(canvas.texts, 2) if a.box.overlaps(b.box)]
        assert overlapping == [], name
        for item in [*canvas.texts, *canvas.shapes]:
            box = item.box
            assert box.x > -0.1 and box.y > -0.1, (name, item)
            assert box.right < frame.width + 0.1 and box.bottom < frame.height + 0.1, (name, item)
        assert min(text.size for text in canvas.texts) >= 10, name


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
@pytest.mark.parametrize("case", CASES)
def test_no_number_is_cut(case, frame):
    for name, picture in pictures(case):
        story, texts = picture.story, [text.text for text in picture.canvas(frame).texts]
        assert story.number in texts and story.source_line in texts, name
        wanted = [number for number, _label in story.tiles] + [step.number for step in story.steps]
        assert set(wanted) <= set(texts), name
        assert not [text for text in texts if re.search(r"\d…$", text)], name


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
def test_the_longest_names_of_agencies_and_topics_are_written_out(frame):
    real = figures(20, name="Badan Kepegawaian, Pendidikan dan Pelatihan Daerah", agencies=3)
    for name, choice in (("topics", Choice()), ("punctuality", Choice()), ("journey", Choice("", 1))):
        texts = Picture(TEMPLATES[name], TEMPLATES[name].story(real, choice), IDENTITY).canvas(frame).texts
        assert [text.text for text in texts if text.text.endswith("…")] == []


@pytest.mark.parametrize("case", CASES)
def test_a_file_stands_alone_and_says_everything_in_words(case, language):
    for _name, picture in pictures(case):
        text = picture.svg(FRAMES["1080x1350"])
        root = ElementTree.fromstring(text)  # noqa: S314  our own
        assert root.get("role") == "img" and root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert root.find(f"{SVG}title").text == picture.story.headline
        words = root.find(f"{SVG}desc").text
        for block in picture.story.blocks:
            for row in block.rows:
                assert f"{row[0]}: {', '.join(map(str, row[1:]))}" in words
        assert picture.story.source_line in words
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=", text)
        assert not re.search(r' (?:d|x|y|viewBox|width|height|font-size)="[^"]*,', text), "no comma for machines"


def test_hidden_numbers_are_hatched_and_named_and_no_others(language):
    story = TEMPLATES["topics"].story(CASES["some hidden"], Choice())
    hidden = {"id": "disembunyikan", "en": "hidden"}[language]
    canvas = Picture(TEMPLATES["topics"], story, IDENTITY).canvas(FRAMES["a"])
    assert f"{LONG} 1" in story.hidden and f"{LONG} 4" in story.hidden and f"{LONG} 2," not in story.hidden
    hatched = [shape for shape in canvas.shapes if "url(#" in shape.attributes]
    assert {shape.box.width for shape in hatched} <= {96}
    assert any(row[1] == hidden for row in story.blocks[0].rows)
    assert "20 " not in story.number_label.split()[0]


def test_no_number_is_made_of_hidden_ones(language):
    hidden = {"id": "disembunyikan", "en": "hidden"}[language]
    story = TEMPLATES["journey"].story(CASES["some hidden"], Choice())
    first, verified = story.steps[:2]
    assert verified.number == hidden, "one of the statuses that it is the sum of is hidden"
    assert first.number != hidden


def test_without_figures_there_is_no_story():
    assert TEMPLATES["recap"].story(CASES["believable"], Choice("1999-01")) is None
    for name in ("journey", "topics", "channels", "punctuality"):
        assert TEMPLATES[name].story(figures(0), Choice()) is None


@pytest.mark.parametrize(
    ("part", "whole", "indonesian", "english"),
    [
        (7, 10, "7 dari 10", "7 in 10"),
        (69, 100, "Hampir 7 dari 10", "Nearly 7 in 10"),
        (72, 100, "Lebih dari 7 dari 10", "More than 7 in 10"),
        (65, 100, "Lebih dari 6 dari 10", "More than 6 in 10"),
        (99, 100, "Hampir 10 dari 10", "Nearly 10 in 10"),
        (1, 100, "Kurang dari 1 dari 10", "Fewer than 1 in 10"),
        (100, 100, "Semua", "All"),
    ],
)
def test_shares_are_said_in_plain_words(part, whole, indonesian, english, language):
    assert in_ten(part, whole) == (english if language == "en" else indonesian)


def test_no_share_is_rounded_to_all_or_nothing():
    assert percent(999, 1000) == "> 99 %" and percent(1, 1000) == "< 1 %"
    assert percent(1000, 1000) == "100 %" and percent(0, 10) == "0 %"
