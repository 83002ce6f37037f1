import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from portal.templatetags.portal_tags import links_in_language

STATUSES = ["received", "verified", "forwarded", "in_progress", "answered", "closed", "postponed", "archived"]


def component(name, **variables):
    return render_to_string(f"components/{name}.html", variables)


def test_lookup_form_ties_labels_and_error_to_the_field():
    html = component("lookup_form", action="/lacak/", error="Isi nomornya", show_code=True)
    assert 'for="lookup-nomor"' in html and 'id="lookup-nomor"' in html
    assert 'for="lookup-kode"' in html and 'id="lookup-kode"' in html
    assert 'aria-describedby="lookup-error lookup-nomor-hint"' in html
    assert 'id="lookup-error"' in html and 'role="alert"' in html
    assert 'type="number"' not in html


def test_lookup_form_echoes_nothing_it_was_not_given():
    assert " value=" not in component("lookup_form", action="/lacak/")
    assert 'value="1234567"' in component("lookup_form", action="/lacak/", value="1234567")


def test_pagination_keeps_the_query_and_a_plain_page_number():
    page = Paginator(range(30_000), 10).page(1234)
    with translation.override("id"):
        html = component("pagination", page_obj=page, query="instansi=dpu&q=jalan")
    assert 'href="?instansi=dpu&amp;q=jalan&amp;page=1233"' in html
    assert 'href="?instansi=dpu&amp;q=jalan&amp;page=1235"' in html


def test_one_page_needs_no_pagination():
    assert "<nav" not in component("pagination", page_obj=Paginator([1], 10).page(1))


@pytest.mark.parametrize("code", STATUSES)
def test_status_has_words_and_a_shape_of_its_own(code):
    html = component("status", code=code, label="Diteruskan")
    others = {component("status", code=other, label="Diteruskan").replace(other, code) for other in STATUSES} - {html}
    assert "<span>Diteruskan</span>" in html
    assert len(others) == len(STATUSES) - 1


def test_table_heads_rows_and_aligns_numbers():
    html = component(
        "data_table", caption="Pengaduan", columns=["Instansi", "Jumlah"], rows=[["DPU", 1234], ["X", None]]
    )
    assert '<th scope="row">DPU</th>' in html
    assert '<td class="num">1' in html
    assert '<td class="num">–</td>' in html and '<th scope="col" class="num">Jumlah</th>' in html
    assert 'tabindex="0"' in html and 'aria-label="Pengaduan"' in html


def test_timeline_says_what_is_now_and_what_has_no_date():
    html = component(
        "timeline",
        events=[
            {"label": "Diterima", "date": date(2021, 1, 4)},
            {"label": "Diteruskan", "date": None},
            {"label": "Dijawab", "date": None, "date_note": "terlihat pada data 9 Jan 2021", "is_current": True},
            {"label": "Selesai", "date": None, "is_future": True},
        ],
    )
    assert 'datetime="2021-01-04"' in html
    assert html.count('aria-current="step"') == 1
    with translation.override("en"):
        assert component("timeline", events=[{"label": "x", "date": None}]).count("date not in the data") == 1


def test_deadline_shows_sum_and_skipped_days():
    html = component(
        "deadline",
        sum_text="diterima 3 Mar + 14 hari kerja = jatuh tempo 25 Mar",
        due_on=date(2025, 3, 25),
        state="overdue",
        skipped=[{"date": date(2025, 3, 31), "name": "Idulfitri"}],
        citation="BAB IV.1",
    )
    assert "diterima 3 Mar + 14 hari kerja" in html
    assert "Idulfitri" in html and 'datetime="2025-03-25"' in html


def test_public_templates_hold_nothing_the_content_security_policy_refuses():
    root = Path(__file__).parents[2]
    templates = [path for path in root.glob("*/templates/**/*.html") if not {"admin", "wagtailadmin"} & {*path.parts}]
    refused = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)""")
    assert len(templates) > 30
    assert [path.name for path in templates if refused.search(path.read_text())] == []


def test_server_error_page_needs_no_context():
    html = render_to_string("500.html")
    assert 'lang="en"' in html and "lapor.go.id" in html


def test_text_keeps_enhanced_contrast_in_light_and_dark():
    css = (Path(__file__).parents[1] / "static/portal/tokens.css").read_text()
    light, dark, *_ = (dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in css.split("@media"))
    text, ground = ["ink", "ink-soft", "sea", "clay", "leaf", "ochre-ink"], ["paper", "surface", "sand"]
    pairs = [*product(text, ground), *((name, f"{name}-soft") for name in ["sea", "clay", "leaf"])]
    pairs += [("ochre-ink", "ochre-soft"), ("on-cta", "cta"), ("on-deep-soft", "deep-2")]
    for colours in (light, light | dark):
        assert {pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 7} == set()


def contrast(*colours):
    """The ratio of WCAG 2.2."""
    low, high = sorted(map(luminance, colours))
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_links_in_a_text_stay_in_the_readers_language():
    html = '<p><a href="/faq/#sop">x</a> <a href="https://www.lapor.go.id/">y</a> <a href="/dokumen/1/a.pdf">z</a></p>'
    with translation.override("en"):
        assert '<a href="/en/faq/#sop">' in links_in_language(html)
        assert "https://www.lapor.go.id/" in links_in_language(html)
        assert '"/dokumen/1/a.pdf"' in links_in_language(html)
    with translation.override("id"):
        assert links_in_language(html) == html
