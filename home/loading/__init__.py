"""Builds a regency's site from its content files, without ever undoing what an editor did."""

from . import content, site
from .ledger import Ledger
from .lists import load_lists, load_settings
from .pages import PageLoader
from .quiet import indexing_later


def load_everything():
    with indexing_later() as changed:
        ledger = Ledger(changed)
        site.ensure_locales()
        site.remove_welcome_page()
        load_lists(ledger, content.read("lists.yaml"))
        pages = PageLoader(ledger, site.tree_root())
        for entry in content.read_pages():
            pages.load(entry)
        if "home" in pages.pages:
            site.serve(pages.pages["home"])
        load_settings(ledger, content.read("settings.yaml"))
    return ledger
