from datetime import timedelta
from hashlib import sha256
from time import monotonic, sleep

from django.db import models
from django.utils import timezone

from portal import pdf, png

_STALE = timedelta(seconds=40)  # whoever was drawing is gone
_PATIENCE = 3  # seconds
_KEPT = timedelta(days=90)


class BeingDrawn(Exception):
    """Somebody else is making the same file, and it takes longer than a reader should wait here."""


class RenderingManager(models.Manager):
    def png(self, svg):
        """The PNG of an SVG text: drawn the first time, by one process alone, and kept."""
        return self._made(png.RENDERER, png.png, svg)

    def pdf(self, html, css=""):
        """The PDF of an HTML text, likewise."""
        return self._made(pdf.RENDERER, pdf.pdf, html, css)

    def _made(self, renderer, make, *texts):
        digest = sha256("\n".join([renderer, *texts]).encode()).hexdigest()
        until = monotonic() + _PATIENCE
        while not (body := self._body(digest)):
            if self._claim(digest):
                return self._draw(digest, make, texts)
            if monotonic() > until:
                raise BeingDrawn
            sleep(0.1)
        return body

    def _body(self, digest):
        body = self.filter(digest=digest).values_list("body", flat=True).first()
        return bytes(body) if body else None

    def _claim(self, digest):
        """True for the one process that draws."""
        now = timezone.now()
        _row, is_new = self.get_or_create(digest=digest, defaults={"made_at": now})
        return is_new or self.filter(digest=digest, body=None, made_at__lt=now - _STALE).update(made_at=now) == 1

    def _draw(self, digest, make, texts):
        try:
            body = make(*texts)
        except Exception:
            self.filter(digest=digest, body=None).delete()
            raise
        self.filter(digest=digest).update(body=body, made_at=timezone.now())
        return body

    def purge(self):
        """Removes old ones; what is still asked for is drawn again."""
        return self.filter(made_at__lt=timezone.now() - _KEPT).delete()[0]


class Rendering(models.Model):
    """A picture or document that took time to make, under the digest of what it was made from."""

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField(null=True)
    made_at = models.DateTimeField(db_index=True)

    objects = RenderingManager()

    def __str__(self):
        return self.digest[:8]
