"""The charts in a real browser: what the computed boxes promise, and what axe finds."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation

import portal
from tests.test_browser import browser  # noqa: F401  a fixture

from . import chart_gallery as gallery

STYLES = [(Path(portal.__file__).parent / f"static/portal/{name}.css").as_uri() for name in gallery.STYLES]
FONTS = "Promise.all([500, 700].map(weight => document.fonts.load(`${weight} 14px 'Plus Jakarta Sans'`)))"
# Texts of a drawing that is shown whose boxes, as drawn, overlap or leave it.
CLASHES = """() => [...document.querySelectorAll('svg.chart__drawing')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  if (!frame.width) return [];
  const texts = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const gone = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1);
  const middle = box => (box.top + box.bottom) / 2;
  const clash = texts.flatMap(([one, a], n) => texts.slice(n + 1).filter(([, b]) =>
    a.left < b.right - .5 && b.left < a.right - .5 && Math.abs(middle(a) - middle(b)) < a.height * .6));
  return [...gone, ...clash].map(([text]) => text);
})"""


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("id", "light"), ("en", "dark")])
def test_charts_fit_phones_and_desks_and_are_accessible(browser, tmp_path, language, scheme):  # noqa: F811
    with translation.override(language):
        html = gallery.page([*gallery.believable(), *gallery.extreme()], language, STYLES)
    file = tmp_path / "charts.html"
    file.write_text(html, encoding="utf-8")
    for width in (320, 640, 1280):
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        page.goto(file.as_uri())
        page.evaluate(
            "Promise.all([500, 700].map(weight => document.fonts.load(`${weight} 14px 'Plus Jakarta Sans'`)))"
        )
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(CLASHES) == []
        shown = page.locator("svg.chart__drawing:visible").count()
        assert shown == html.count('class="chart chart--') - html.count("Kosong</figcaption>") - html.count(
            "kosong</figcaption>"
        )
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"][:200]) for found in violations] == []
