"""The Indonesian catalogues are complete, and say what the English says. Reads the files alone: no database."""

import re
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
OWN = ROOT / "locale/id/LC_MESSAGES/django.po"
SUPPLEMENT = ROOT / "portal/locale_wagtail/id/LC_MESSAGES"
SUPPLEMENTS = [SUPPLEMENT / "django.po", SUPPLEMENT / "djangojs.po"]
# Names and words that are the same in both languages.
SAME_IN_BOTH = {
    "%(caption)s, %(year)s",
    "Median",
    "(1), a., 5 …",
    "Baseline",
    "E-Lapor Bupati",
    "LaporGub",
    "Menu",
    "Portal",
    "SP4N-LAPOR!",
    "Status",
    "Target",
    "hash",
    "status",
}
# Plurals of Wagtail that name more than their singulars, which is what pybabel compares a single form with.
BY_THE_SINGULAR = {
    "Deleting this page will also delete %(translation_count)s translation of this page.",
    "This page has one child page and its translations have a combined %(translation_descendant_count)s translated "
    "child pages. Unpublish these too",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


def read(path):
    with path.open("rb") as file:
        return read_po(file, locale="id", abort_invalid=True)


@pytest.fixture(scope="module", params=[OWN, *SUPPLEMENTS], ids=lambda path: str(path.relative_to(ROOT)))
def path(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(path):
    return read(path)


@pytest.fixture(scope="module")
def messages(catalogue):
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def own():
    return read(OWN)


def texts(message):
    """(msgids, msgstrs) of message, each a tuple: a plural has two msgids, and in Indonesian one msgstr."""
    ids, strings = message.id, message.string
    return (ids if isinstance(ids, tuple) else (ids,)), (strings if isinstance(strings, tuple) else (strings,))


def differing(messages, pattern):
    """Messages whose Indonesian does not carry the same matches of pattern as their (plural) English."""
    found = []
    for message in messages:
        ids, strings = texts(message)
        wanted = Counter(pattern.findall(ids[0] if ids[0] in BY_THE_SINGULAR else ids[-1]))
        found += [ids[0] for string in strings if Counter(pattern.findall(string)) != wanted]
    return found


def test_indonesian_has_one_form_for_every_number(path, catalogue, messages):
    assert catalogue.num_plurals == 1
    assert "Plural-Forms: nplurals=1; plural=0;" in path.read_text()
    assert [message.id for message in messages if len(texts(message)[1]) != 1] == []


def test_nothing_is_untranslated(messages):
    assert messages
    assert [message.id for message in messages if not all(text and text.strip() for text in texts(message)[1])] == []


def test_nothing_is_fuzzy_or_left_over(catalogue, messages):
    assert not catalogue.fuzzy
    assert [message.id for message in messages if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_placeholders_agree(messages):
    assert differing(messages, PLACEHOLDER) == []


def test_tags_agree(messages):
    assert differing(messages, TAG) == []


def test_outer_spaces_and_final_colons_agree(messages):
    ends = [(ids[-1], strings[0]) for ids, strings in map(texts, messages)]
    spaces = [english for english, indonesian in ends if _outer(english) != _outer(indonesian)]
    assert spaces == []
    assert [english for english, indonesian in ends if english.endswith(":") != indonesian.endswith(":")] == []


def _outer(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_only_names_stay_english(own):
    unchanged = {text for ids, strings in map(texts, own) for text in ids if text and text in strings}
    assert unchanged == SAME_IN_BOTH


def test_what_the_system_closed_is_never_called_settled(own):
    label = own.get("Closed by the system, for want of a reply").string
    explanation = own.get(
        "The system closed the complaint because no reply came after the answer. That does not mean it is solved."
    ).string
    assert label == "Ditutup oleh sistem karena tidak ada balasan"
    assert "selesai" not in explanation.casefold()
    assert "tidak berarti" in explanation


def test_the_lookup_has_one_answer_in_the_agreed_words(own):
    english = "Not published yet, or not found by us. Data as of %(date)s. Please check at %(site)s too."
    assert own.get(english).string == (
        "Belum dipublikasikan atau tidak kami temukan. Data per %(date)s. Periksa juga di %(site)s."
    )


def upstream(path, language):
    """What Wagtail and wagtail_modeladmin as installed have for each msgid: a set of their translations."""
    found = defaultdict(set)
    for package in ("wagtail", "wagtail_modeladmin"):
        [folder] = find_spec(package).submodule_search_locations
        for file in Path(folder).glob(f"**/locale/{language}/LC_MESSAGES/{path.name}"):
            for message in read(file):
                ids, strings = texts(message)
                found[ids[0]] |= {" ".join(text.split()) for text in strings if text and not message.fuzzy}
    return found


@pytest.mark.parametrize("path", SUPPLEMENTS, ids=lambda path: path.name)
def test_wagtail_still_has_what_the_supplement_translates(path):
    english = upstream(path, "en")
    assert [texts(message)[0][0] for message in read(path) if texts(message)[0][0] not in english] == []


@pytest.mark.parametrize("path", SUPPLEMENTS, ids=lambda path: path.name)
def test_the_supplement_names_every_translation_it_replaces(path):
    """Fails when an upgrade brings a translation: take the entry out, or name what it replaces in its comment."""
    theirs, wrong = upstream(path, "id_ID"), {}
    for message in read(path):
        key = texts(message)[0][0]
        named = " ".join(message.user_comments).removeprefix("Upstream: ")
        if key and named not in (theirs.get(key) or {""}):
            wrong[key] = theirs.get(key)
    assert wrong == {}
