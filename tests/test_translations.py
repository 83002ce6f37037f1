"""The Indonesian catalogue is complete, and says what the English says. Reads the file alone: no database."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[1] / "locale/id/LC_MESSAGES/django.po"
# Names and words that are the same in both languages.
SAME_IN_BOTH = {
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
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id", abort_invalid=True)


@pytest.fixture(scope="module")
def messages(catalogue):
    return [message for message in catalogue if message.id]


def texts(message):
    """(msgids, msgstrs) of message, each a tuple: a plural has two msgids, and in Indonesian one msgstr."""
    ids, strings = message.id, message.string
    return (ids if isinstance(ids, tuple) else (ids,)), (strings if isinstance(strings, tuple) else (strings,))


def differing(messages, pattern):
    """Messages whose Indonesian does not carry the same matches of pattern as their (last) English."""
    found = []
    for message in messages:
        ids, strings = texts(message)
        wanted = Counter(pattern.findall(ids[-1]))
        found += [ids[0] for string in strings if Counter(pattern.findall(string)) != wanted]
    return found


def test_indonesian_has_one_form_for_every_number(catalogue, messages):
    assert catalogue.num_plurals == 1
    assert "Plural-Forms: nplurals=1; plural=0;" in CATALOGUE.read_text()
    assert [message.id for message in messages if len(texts(message)[1]) != 1] == []


def test_nothing_is_untranslated(messages):
    assert len(messages) > 600
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


def test_only_names_stay_english(messages):
    unchanged = {text for ids, strings in map(texts, messages) for text in ids if text in strings}
    assert unchanged == SAME_IN_BOTH


def test_what_the_system_closed_is_never_called_settled(catalogue):
    label = catalogue.get("Closed by the system, for want of a reply").string
    explanation = catalogue.get(
        "The system closed the complaint because no reply came after the answer. That does not mean it is solved."
    ).string
    assert label == "Ditutup oleh sistem karena tidak ada balasan"
    assert "selesai" not in explanation.casefold()
    assert "tidak berarti" in explanation


def test_the_lookup_has_one_answer_in_the_agreed_words(catalogue):
    english = "Not published yet, or not found by us. Data as of %(date)s. Please check at %(site)s too."
    assert catalogue.get(english).string == (
        "Belum dipublikasikan atau tidak kami temukan. Data per %(date)s. Periksa juga di %(site)s."
    )
