"""Every address of the admin, asked as each group: nobody meets what is not theirs to read."""

import re

from django.test import TestCase
from django.urls import URLPattern, get_resolver
from wagtail.models import Revision

from complaints_public.models import TimelineEvent
from complaints_public.moderation import decisions
from complaints_public.tests.factories import AgencyFactory, ComplaintFactory, make_user

RAW = "Sawahku diuruk tetangga yang bernama Kasdimin"
DRAFT = "Ringkasan yang belum disetujui siapa pun"
NUMBER = "7654321"
_PARAMETER = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)|\([^)?][^)]*\)")
# Signing out would end the walk; the rest waits for files or other parameters than keys.
_LEFT_OUT = re.compile(r"logout|jsi18n|sprite")


def admin_routes(patterns=None, prefix=""):
    """Every route below /admin/ as the resolver knows it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if route.lstrip("^").startswith("admin/"):
                yield route
        else:
            yield from admin_routes(pattern.url_patterns, route)


def address_of(route, key):
    """The address of a route, with key in place of each of its parameters; None where it cannot be built."""
    path = _PARAMETER.sub(str(key), route.replace("^", "").replace("$", "").replace(r"\Z", ""))
    return None if re.search(r"[\\()?*+|]", path) or _LEFT_OUT.search(path) else f"/{path}"


class AdminWallTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.own = AgencyFactory()
        cls.foreign = ComplaintFactory(
            number=NUMBER, raw_title=RAW, raw_text=RAW, raw_final_text="", reporter_name="Kasdimin"
        )
        text = decisions.draft_of(cls.foreign)
        text.title, text.summary = DRAFT, DRAFT
        text.save_revision(user=make_user("Moderator"))
        liaison = make_user("Penghubung Instansi")
        cls.own.liaisons.add(liaison)
        cls.users = [liaison, make_user("Inspektorat"), make_user("Editor")]
        cls.keys = {cls.foreign.pk, text.pk, Revision.objects.get().pk, TimelineEvent.objects.last().pk}

    def walk(self, user):
        """(address, body) of all that answers; lists are searched and exported, too."""
        self.client.force_login(user)
        self.client.raise_request_exception = False
        addresses = {address_of(route, key) for route in admin_routes() for key in self.keys} - {None}
        lists = {address_of(route, "") for route in admin_routes() if not _PARAMETER.search(route)} - {None}
        self.assertGreater(len(lists), 100)
        addresses |= {f"{address}?{query}" for address in lists for query in ("export=csv", f"q={NUMBER[:-1]}")}
        for action in ("approve", "withhold", "delete"):
            for model in ("complaint", "publictext"):
                addresses.add(f"/admin/bulk/complaints_public/{model}/{action}/?id={self.foreign.pk}&id=all")
        for address in sorted(addresses):
            response = self.client.get(address)
            content = response.streaming_content if response.streaming else [response.content]
            yield address, b"".join(content).decode("utf-8", "replace")

    def test_no_address_of_the_admin_gives_away_what_is_not_the_readers(self):
        for user in self.users:
            group = user.groups.get().name
            # Inspektorat reads the register; its numbers are no secret to it, the texts are.
            hidden = [RAW, "Kasdimin", DRAFT] + ([] if group == "Inspektorat" else [NUMBER])
            for address, body in self.walk(user):
                for word in hidden:
                    if word in body:
                        with self.subTest(group=group, address=address, word=word):
                            self.fail("given away")
