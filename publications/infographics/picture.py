"""A story as picture and as files: SVG at once, PNG and PDF by processes of their own, kept."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import pdf
from portal.models import Rendering, SiteSettings

from .canvas import FRAMES, PORTRAIT, SHEET, Canvas
from .parts import FOOTER, draw_footer, draw_ground, draw_message

# A hair lower than the paper, so that the picture's page never becomes two.
PAPERS = {
    "a4": "@page { size: A4 } html { font-size: 10.5pt } .picture img { height: 296.9mm }",
    "a3": "@page { size: A3 } html { font-size: 14pt } .picture img { height: 419.9mm }",
}
_SHEET = Path(__file__).with_name("document.css")


@dataclass(frozen=True)
class Identity:
    """Whose picture it is and where its page stands."""

    name: str
    owner: str
    source: str
    address: str

    @classmethod
    def at(cls, address):
        site = SiteSettings.objects.first() or SiteSettings()
        name = site.portal_name if site.regency in site.portal_name else f"{site.portal_name} {site.regency}"
        source = _("Source: exports of %(site)s") % {"site": site.filing_name}
        return cls(name, site.owner or site.regency, source, address)

    @property
    def host(self):
        return urlsplit(self.address).netloc

    @cached_property
    def qr(self):
        """(modules along a side, outline of the dark ones)."""
        rows = list(segno.make_qr(self.address, error="m").matrix)
        d = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
        )  # fmt: skip
        return len(rows), d


@dataclass(frozen=True)
class Picture:
    template: object
    story: object
    identity: Identity

    def canvas(self, frame):
        canvas = Canvas(f"infographic-{frame.name}", frame)
        draw_ground(canvas)
        top = draw_message(canvas, self.story)
        bottom = frame.height - FOOTER
        gap = 22 if frame.is_tall else 15
        self.template.draw(canvas, self.story, top + gap, bottom - gap * 0.6)
        draw_footer(canvas, self.story, self.identity)
        return canvas

    def svg(self, frame):
        context = {"canvas": self.canvas(frame), "story": self.story, "language": get_language()}
        return render_to_string("publications/infographic.svg", context)

    def svg_of_page(self):
        return mark_safe(self.svg(PORTRAIT))  # noqa: S308  drawn here, from escaped texts

    def png(self, frame):
        return Rendering.objects.png(self.svg(frame))

    def pdf(self, paper):
        picture = b64encode(self.svg(SHEET).encode()).decode()
        context = {"picture": picture, "story": self.story, "identity": self.identity}
        html = render_to_string("publications/infographic_document.html", context)
        return Rendering.objects.pdf(html, PAPERS[paper] + _SHEET.read_text())


def file_names(slug):
    """{name of the file: (kind, size)} of all that there is to take away."""
    names = {f"{slug}-{name}.png": ("png", name) for name in FRAMES if name != SHEET.name}
    names[f"{slug}.svg"] = ("svg", PORTRAIT.name)
    if pdf.is_available():
        names |= {f"{slug}-{paper}.pdf": ("pdf", paper) for paper in PAPERS}
    return names


def file_of(picture, kind, size):
    """(bytes or text, content type)."""
    if kind == "pdf":
        return picture.pdf(size), "application/pdf"
    if kind == "png":
        return picture.png(FRAMES[size]), "image/png"
    return picture.svg(FRAMES[size]), "image/svg+xml"
