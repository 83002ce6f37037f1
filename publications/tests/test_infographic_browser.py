import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.test_browser import browser, open_page  # noqa: F401  a fixture

from .infographic_pages import make_index, make_infographic, make_release


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_page_fits_phones_and_desks_and_is_accessible(live_server, browser):  # noqa: F811
    make_release()
    index = make_index()
    for design, period in (("journey", ""), ("recap", "2020-03"), ("channels", "")):
        make_infographic(index, design, period=period)
    for width, scheme, prefix in (
        (360, "light", ""),
        (360, "dark", "/en"),
        (1280, "dark", ""),
        (1280, "light", "/en"),
    ):
        page, complaints = open_page(browser, viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in ("", "journey/", "recap/", "channels/"):
            page.goto(f"{live_server.url}{prefix}/infografis/{address}")
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            pictures = page.locator("main img")
            widths = pictures.evaluate_all("pictures => pictures.map(picture => picture.naturalWidth)")
            assert widths and set(widths) <= {1080, 0}  # those below the fold wait
            violations = Axe().run(page).response["violations"]
            assert [(found["id"], found["nodes"][0]["html"][:200]) for found in violations] == []
        assert complaints == []
