"""HTML to tagged PDF (PDF/UA-1), by WeasyPrint in a process of its own: no worker of the server carries it.

Run as a script it reads HTML and CSS and writes the PDF; it imports nothing of the portal and fetches nothing.
"""

import base64
import json
import subprocess
import sys
from ctypes.util import find_library
from functools import cache
from pathlib import Path

RENDERER = "weasyprint 70.0, PDF/UA-1"
_FONTS = Path(__file__).parent / "fonts"
_SECONDS = 60
_NEEDED = ("pango-1.0", "pangoft2-1.0")  # Debian: libpango-1.0-0 libpangoft2-1.0-0


@cache
def is_available():
    """Whether this machine has what WeasyPrint draws text with."""
    return all(map(find_library, _NEEDED))


def pdf(html, css=""):
    """The document's bytes; a CalledProcessError or TimeoutExpired where it cannot be made."""
    command, said = [sys.executable, "-I", __file__], json.dumps([html, css]).encode()
    return subprocess.run(command, input=said, capture_output=True, check=True, timeout=_SECONDS).stdout  # noqa: S603  no word of it comes from outside


def _faces():
    """The portal's own typeface, so that a document is the same on every machine."""
    for weight in (500, 700):
        font = base64.b64encode((_FONTS / f"plus-jakarta-sans-{weight}.ttf").read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{font})"
        yield f'@font-face {{ font-family: "Plus Jakarta Sans"; font-weight: {weight}; src: {source} }}'


def _make(html, css):
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    options = {"url_fetcher": URLFetcher(allowed_protocols=["data"]), "font_config": FontConfiguration()}
    sheet = CSS(string="".join(_faces()) + css, **options)
    document = HTML(string=html, url_fetcher=options["url_fetcher"])
    return document.write_pdf(stylesheets=[sheet], font_config=options["font_config"], pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    sys.stdout.buffer.write(_make(*json.load(sys.stdin.buffer)))
