import os
import shutil

import pytest

from complaints_public.models import Complaint
from complaints_public.tests.factories import ComplaintFactory, make_user

from .site import build_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def browser(monkeypatch):
    """A real Chromium. Playwright's loop in this thread would keep Django's teardown from the database."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "Chromium is missing: apt-get install --no-install-recommends chromium"
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def open_page(browser, **options):
    """A page, and the list of what its console and network complain of."""
    page = browser.new_context(locale="id-ID", **options).new_page()
    complaints = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "response", lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    return page, complaints


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_citizen_goes_from_home_to_a_complaint_and_to_an_answer(live_server, browser):
    build_site()
    for options in (
        {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    ):
        page, complaints = open_page(browser, **options)
        page.goto(live_server.url)
        page.get_by_label("Nomor pengaduan").fill("4803409")
        page.get_by_role("button", name="Lihat status").click()
        page.wait_for_url("**/pengaduan/4803409/")
        assert "KTP elektronik belum jadi" in page.locator("h1").inner_text()
        page.get_by_text("hari kerja").first.wait_for()

        page.goto(f"{live_server.url}/lacak/")
        page.get_by_label("Nomor pengaduan").fill("9999999")
        page.get_by_role("button", name="Lihat status").click()
        page.get_by_role("status").get_by_text("tidak kami temukan").wait_for()
        assert page.get_by_label("Nomor pengaduan").input_value() == ""

        page.goto(f"{live_server.url}/faq/")
        question = page.locator("summary").filter(has_text="Apa itu SP4N?").first
        question.click()
        page.get_by_text("Sistem Pengelolaan Pengaduan Pelayanan Publik Nasional").first.wait_for()

        overflow = (
            page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if (options.get("java_script_enabled", True))
            else 0
        )
        assert overflow <= 0
        assert complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_moderator_clears_fifty_complaints_without_leaving_the_queue(live_server, browser):
    """By keyboard alone: the proposal is taken and published, every tenth one is withheld."""
    moderator = make_user("Moderator", password="kata sandi yang panjang")
    for _number in range(50):
        ComplaintFactory(resolution_due_on="2021-03-24")
    page, complaints = open_page(browser, viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/login/")
    page.locator("[name=username]").fill(moderator.username)
    page.locator("[name=password]").fill("kata sandi yang panjang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{live_server.url}/admin/complaints/register/queue/")
    page.get_by_role("link", name="Putuskan satu per satu").press("Enter")
    for number in range(50):
        page.wait_for_url("**/queue/*/")
        here = page.url
        assert page.locator("mark").first.inner_text()
        if number % 10:
            page.keyboard.press("Alt+Shift+P")
            page.keyboard.press("Control+Enter")
        else:
            page.get_by_text("Kembalikan, tahan, atau rahasiakan").press("Enter")
            page.get_by_label("Alasan", exact=True).select_option(label="Menghina atau tidak pantas")
            page.get_by_role("button", name="Tahan").press("Enter")
        page.wait_for_url(lambda address, here=here: address != here and "/queue/" in address)
    page.get_by_text("Tidak ada yang menunggu keputusan.").wait_for()
    assert Complaint.objects.public().count() == 45
    assert Complaint.objects.filter(withheld="indecent").count() == 5
    assert "Budi" not in "".join(row["title"] + row["summary"] for row in Complaint.objects.public())
    # A preview that is still under way when the next page opens is let go.
    assert [text for text in complaints if not (text.startswith("failed") and text.endswith("/preview/"))] == []
