"""Loads the short lists (agencies, topics, channels) and the portal's settings."""

from django.apps import apps
from wagtail.models import Site

from portal.models import SiteSettings

from .digests import digest_of_row

LISTS = {
    "agencies": "portal.Agency",
    "topics": "portal.Topic",
    "channels": "portal.Channel",
    "faq_topics": "faq.FaqTopic",
    "districts": "portal.District",
}


class Row:
    """One row of a list, known by the value of its identifying column."""

    def __init__(self, model, values, identity):
        self.model = model
        self.values = values
        self.identity = {identity: values[identity]}

    def find(self, pk):
        return self.model.objects.filter(pk=pk).first()

    def occupant(self):
        by_name = self.model.objects.filter(name=self.values["name"])
        return self.model.objects.filter(**self.identity).first() or by_name.first()

    def make(self):
        return self.model.objects.create(**self.values)

    def renew(self, row):
        for name, value in self.values.items():
            setattr(row, name, value)
        row.save()

    def digest(self, row):
        return digest_of_row(row)


class SettingsRow(Row):
    """The settings exist as soon as somebody looks at them; only ones that nobody has filled in are ours to fill."""

    def __init__(self, values):
        self.model = SiteSettings
        self.values = values

    def occupant(self):
        found = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        return found if found.owner else None

    def make(self):
        row = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        self.renew(row)
        return row


def load_lists(ledger, lists):
    for name, rows in lists.items():
        model = apps.get_model(LISTS[name])
        identity = "name" if name == "districts" else "slug"
        for values in rows:
            ledger.load(f"{name}:{values[identity]}", values, Row(model, values, identity))


def load_settings(ledger, values):
    ledger.load("settings", values, SettingsRow(values))
