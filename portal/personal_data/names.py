"""Finds people's names by weighing the word, its capitals and its neighbours. Every step looks a few words far."""

import re
from itertools import pairwise

from .cues import WEIGHTS, Words, cue_before, is_place, joined_to
from .sound import sounds_like_a_name
from .words import (
    AFTER,
    AMBIGUOUS,
    GIVEN_NAMES,
    HONORIFICS,
    NEVER_FIRST,
    NO_NAME_TOGETHER,
    ORDINARY_WORDS,
    PARTICLES,
    TITLES,
)

_DEGREE = re.compile(
    r"(?:,\s?|\s)(?:(?i:S\.\s?(?:Pd|H|E|(?:I\.\s?)?Kom|T|P|IP|Sos|STP|Ag|Ked|Kep|KM|Si|Hut|Pt|Psi|AP|PdI|ST|Farm|Gz|Hum)"
    r"|M\.\s?(?:Pd|Si|Kn|M|H|T|Kes|AP|Ag|Kom|Sc|Hum)|A\.\s?Md|Ph\.\s?D)"
    r"|S(?:Pd|H|E|Kom|T|IP|Sos|Ag|Kep|KM|ST|Hut|STP)|AMd|Amd|M(?:Pd|Si|Kn|M|H|Kes)|MBA|Sp\.?\s?[A-Z]{1,3})"
    r"(?:\.?\s?(?i:SD|I|Keb|Kep|Gr))?(?![^\W_])\.?"
)
_NO_NAMES = ORDINARY_WORDS | NEVER_FIRST
_NO_BEGINNING = _NO_NAMES - TITLES
_VOWEL = re.compile("[aeiouy]")
_LONGEST = 5  # words in a name
_TITLE_CASE = 6  # so many capitalised words in a row: a heading, in which capitals tell nothing

# Points; the weights of cues are in cues.py.
_ENOUGH = 3
_KNOWN = {1: 0.5, 2: 0.5, 3: 1.5, 4: 2}  # a listed name by its letters; longer ones are enough on their own
_AMBIGUOUS = 0.5
_WORST_SOUND, _BEST_SOUND = -2, 3
_SOUND = 3  # log odds to a point
_SECOND_SOUND, _CAPITAL_SOUND = -3, -6  # log odds of an unknown word behind a name, in small letters and capitalised
_CAPITAL = 1
_TITLE = 2.5
_NEXT_KNOWN, _NEXT_SOUNDS = 1.5, 1
_JOINED = 2
_FOLLOWED = 1
_PLACE = -6


def find_names(text):
    """(start, end, why) of every name, in order."""
    words = Words(text)
    last = 0  # index behind the name before
    for i in _beginnings(words.texts):
        points, why = _points(words, i, last) if i >= last else (None, "")
        if points is None:
            continue
        end = _name_end(words, i)
        if points >= _ENOUGH:
            yield words[i].start, _with_degrees(text, words[end - 1].end), why
        if points >= _ENOUGH or why == "place":
            last = end


def _beginnings(texts):
    """Indexes at which a name may begin; one that has an ordinary word may begin before its known part."""
    found = [i for i, text in enumerate(texts) if text not in _NO_BEGINNING]
    known = [i - 1 for i in found if i > 1 and texts[i] in GIVEN_NAMES and texts[i - 2] in HONORIFICS]
    return sorted({*found, *known}) if known else found


def _with_degrees(text, end):
    """end, moved behind "S.Pd., M.Si" and the like."""
    for _ in range(3):
        if not (degree := _DEGREE.match(text, end)):
            break
        end = degree.end()
    return end


def _core(words, i):
    """Index of the first word behind titles and initials such as "Hj." and "M."."""
    core = i
    while core < i + 2 and core + 1 < len(words) and _is_title(words, core):
        core += 1
    return core


def _is_title(words, i):
    word, following = words[i], words[i + 1]
    if word.gap not in (" ", ".", ". "):
        return False
    if len(word.text) == 1:
        return word.gap.startswith(".") and (word.shape == "Cap" or following.text in GIVEN_NAMES)
    if len(word.text) > 3 and following.text not in _NO_NAMES:  # "haji dulrosid"
        return word.text in TITLES
    announced = word.shape != "lower" or (word.gap == ". " and following.shape == "Cap")  # "dr majenang" is "from"
    return word.text in TITLES and (announced or following.text in GIVEN_NAMES)


def _points(words, i, last):
    """(points, why) for a name beginning with words[i]; (None, "") where none can."""
    core = _core(words, i)
    word, cue = words[core], cue_before(words, i)
    if not _possible(words, i, core, cue):
        return None, ""
    if cue not in ("label", "honorific", "maybe") and is_place(words, i):
        return _PLACE, "place"
    points, why = _word_points(word)
    if cue:
        points, why = points + WEIGHTS[cue], f"after: {words[i - 1].text}"
    elif core > i and len(words[i].text) > 1:
        points, why = points + _TITLE, f"title: {words[i].text}"
    elif last and joined_to(words, i, last):
        points, why = points + _JOINED, "beside a name"
    capital, following = _capital_points(words, core), _next_points(words, core)
    if capital and following >= _NEXT_KNOWN:  # "… Xyz Saputra"
        return max(_ENOUGH, points + capital + following), why
    return points + capital + following, why


def _possible(words, i, core, cue):
    word = words[core]
    if cue == "honorific" and word.text in ORDINARY_WORDS and core == i:
        return _next_is_known(words, i) and words[i + 1].text not in AMBIGUOUS  # "Pak Hari Gunarto"
    if word.text in _NO_NAMES or (len(word.text) < 3 and word.text not in GIVEN_NAMES):
        return False
    around = pairwise(words.texts[max(core - 1, 0) : core + 2])
    return NO_NAME_TOGETHER.isdisjoint(around) and bool(_VOWEL.search(word.text))


def _word_points(word):
    if word.text in AMBIGUOUS:
        return _AMBIGUOUS, "a name, perhaps"
    if word.text in GIVEN_NAMES:
        return _KNOWN.get(len(word.text), _ENOUGH), "a given name"
    if word.text in ORDINARY_WORDS:
        return _WORST_SOUND, ""
    return max(_WORST_SOUND, min(_BEST_SOUND, sounds_like_a_name(word.text) / _SOUND)), "sounds like a name"


def _capital_points(words, i):
    """What a capital says where neither a sentence nor a heading asks for one."""
    begins = i == 0 or any(mark in words[i - 1].gap for mark in ".!?\n")
    return _CAPITAL if words[i].shape == "Cap" and not begins and not _in_heading(words, i) else 0


def _in_heading(words, i):
    run = 0
    while run < _TITLE_CASE and i + run < len(words) and words[i + run].shape == "Cap":
        run += 1
        if words[i + run - 1].gap != " ":
            break
    return run >= _TITLE_CASE


def _next_points(words, i):
    """What the word behind says: another name, or "selaku", "umur" and the like."""
    if i + 1 == len(words):
        return 0
    following = words[i + 1]
    if words[i].gap == " " and following.text in ("bin", "binti"):
        return _ENOUGH
    if words[i].gap in (" ", ", ", " (") and following.text in AFTER:
        return _FOLLOWED
    if _next_is_known(words, i):
        return _AMBIGUOUS if following.text in AMBIGUOUS else _NEXT_KNOWN
    both_capitals = words[i].gap == " " and words[i].shape == following.shape == "Cap"
    return _NEXT_SOUNDS if both_capitals and _sounds(following) else 0


def _next_is_known(words, i):
    return (
        i + 1 < len(words)
        and words[i].gap == " "
        and words[i + 1].text in GIVEN_NAMES
        and (words[i].shape == "lower") == (words[i + 1].shape == "lower")
    )


def _sounds(word):
    return word.text not in _NO_NAMES and sounds_like_a_name(word.text) > 0


def _name_end(words, i):
    """Index behind the last word of the name that begins with words[i]."""
    end = _core(words, i) + 1
    while end < min(len(words), i + _LONGEST) and _continues(words, end):
        end += 1
    if words[end - 1].text in PARTICLES and end - 1 > i:
        end -= 1
    return end


def _continues(words, i):
    before, word = words[i - 1], words[i]
    initial = len(before.text) == 1 or before.text in TITLES
    if not (before.gap == " " or (initial and before.gap in (".", ". "))):
        return False
    if word.text in PARTICLES:
        return True
    if before.text in PARTICLES:
        return word.text not in ORDINARY_WORDS
    if word.text in _NO_NAMES:
        return False
    if word.text in GIVEN_NAMES:
        return word.text not in AMBIGUOUS or word.shape == before.shape
    if len(word.text) == 1:
        return word.shape == "Cap" and before.shape != "lower"
    if not _VOWEL.search(word.text):
        return False
    least = _CAPITAL_SOUND if word.shape == before.shape == "Cap" else _SECOND_SOUND
    return len(word.text) > 3 and sounds_like_a_name(word.text) >= least
