"""Loads pages in Indonesian, and their English: hand-written where the entry has it, an alias elsewhere."""

from django.apps import apps
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from . import blocks
from .digests import digest_of_page
from .links import Links
from .rows import set_rows

ROWS = ("programmes", "strategic", "success")
# Entry keys that are about the page and are no field of it.
STRUCTURE = {"key", "model", "parent", "en", *ROWS}
LINKS = {"topic", "agency", "complaint_class"}


class PageThing:
    def __init__(self, entry, parent, locale, loader, source_page=None):
        self.entry = entry
        self.parent = parent
        self.locale = locale
        self.moment = loader.moment
        self.links = loader.links
        self.source_page = source_page

    def find(self, pk):
        return Page.objects.filter(pk=pk).select_related("latest_revision").first()

    def occupant(self):
        return self.parent.get_children().filter(slug=self.slug).first()

    @property
    def slug(self):
        # Below the root, the languages' home pages are siblings.
        own = self.entry["slug"]
        return f"{own}-{self.locale.language_code}" if self.parent.is_root() and self.source_page else own

    def digest(self, page):
        return digest_of_page(page)

    def make(self):
        try:
            model = apps.get_model(self.entry["model"])
        except LookupError:
            return None
        if self.links.missing(self.entry):
            return None
        moment = self.moment
        page = model(locale=self.locale, slug=self.slug, first_published_at=moment, last_published_at=moment)
        if self.source_page:
            page.translation_key = self.source_page.translation_key
        self._fill(page)
        self.parent.add_child(instance=page)
        self._record_as_published(page)
        return page

    @staticmethod
    def _record_as_published(page):
        """What publishing a revision leaves behind, without its second writing of a page just written."""
        revision = page.save_revision(clean=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
        log(page, "wagtail.publish", revision=revision)
        page_published.send(sender=type(page), instance=page, revision=revision)

    def renew(self, found):
        page = found.get_latest_revision_as_object()
        self._fill(page)
        page.save_revision().publish()

    def _fill(self, page):
        # What the entry no longer has goes.
        for field in page._meta.local_fields:
            if not field.primary_key:
                setattr(page, field.attname, field.get_default())
        for name, value in self.entry.items():
            if name not in STRUCTURE and name != "slug":
                self._set(page, name, value)
        set_rows(page, self.entry, self.links)

    def _set(self, page, name, value):
        if name == "body":
            page.body = blocks.body(value)
        elif name == "legal_places":
            page.legal_places = blocks.legal_places(value)
        elif name == "agencies":
            page.agencies = self.links.agencies(value)
        elif name in LINKS:
            setattr(page, name, self.links.one(name, value))
        else:
            setattr(page, page._meta.get_field(name).name, value)  # a misspelt name is an error


class AliasThing(PageThing):
    def make(self):
        return self.source_page.specific.copy_for_translation(self.locale, alias=True)

    def renew(self, found):
        """Publishing the page it mirrors has renewed it."""


class PageLoader:
    def __init__(self, ledger, root):
        self.ledger = ledger
        self.pages = {"root": root}
        self.english_pages = {"root": root}
        self.indonesian = Locale.objects.get(language_code="id")
        self.english = Locale.objects.get(language_code="en")
        # One moment for all, so that "newest" means the order of the content files until an editor adds something.
        self.moment = timezone.now()
        self.links = Links(ledger.found)

    def load(self, entry):
        parent = self.pages.get(entry["parent"])
        # Below a page that an editor deleted nothing is made anew.
        if parent is None:
            return
        page = self.ledger.load(f"page:{entry['key']}", entry, PageThing(entry, parent, self.indonesian, self))
        if page is None:
            return
        self.pages[entry["key"]] = page
        self.english_pages[entry["key"]] = self._load_english(entry, page)

    def _load_english(self, entry, page):
        parent = self.english_pages.get(entry["parent"])
        if parent is None:
            return None
        key = f"page:{entry['key']}:en"
        if "en" not in entry:
            return self.ledger.load(key, "alias", AliasThing(entry, parent, self.english, self, page))
        # The rows stay with the original; a translation shows them from there.
        english = {name: value for name, value in entry.items() if name not in {"en", *ROWS}} | entry["en"]
        return self.ledger.load(key, english, PageThing(english, parent, self.english, self, page))
