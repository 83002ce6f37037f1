"""Finds people's names by what stands before them, and by common given names. Every step looks a few words far."""

import re

from .cues import Word, cue_before, is_place
from .words import AMBIGUOUS, GIVEN_NAMES, HANDS, HONORIFICS, NEVER_FIRST, NOT_NAMES, PARTICLES, TITLES

_WORD = re.compile(r"\b[Aa][./][Nn]\b|[^\W\d_]{1,40}(?:['’`][^\W\d_]{1,40})?")
_DEGREE = re.compile(
    r"(?:,\s?|\s)(?:S\.?\s?(?:Pd|H|E|Kom|T|P|IP|Sos|STP|Ag|Ked|Kep|KM|Si|Hut|Pt|Psi|AP|PdI)|S\.?ST|A\.?Md|Amd"
    r"|M\.?\s?(?:Pd|Si|Kn|M|H|T|Kes|AP|Ag|Kom|Sc|Hum)|MM|MH|MBA|Sp\.?\s?[A-Z]{1,3}|S\.STP|Ph\.?D)"
    r"(?:\.?\s?(?:SD|I|Keb|Kep|Gr))?(?![^\W_])\.?"
)
# Names are made up freely, and no list holds them all: these endings tell one in small letters, too.
_NAME_ENDING = re.compile(
    r"(?:wati|yati|ningsih|ningrum|yono|yanto|anto|iyah|iyem|inem|inah|udin|uddin|ullah|ansyah|sari)$"
)
# The usual build of a Javanese name of one word: Karsono, Suminten, Mukinem, Gito.
_JAVANESE = re.compile(
    r"(?:su|wa|sa|ka|ta|tu|pa|da|ma|mu|ra|ro|ru|na|no|gi|wi|ju|ji|la|le|ti|ri|nga[dt]|pon)[^\W\d_]{0,6}"
    r"(?:no|so|to|jo|min|man|nem|yem|yah|nah|mi|ni|wan|sem|kem|tem|ten|din|wati|yati|rto|rdi)$"
)
_INFLECTED = re.compile(
    r"(?:me(?:ng|ny|m|n|l|r|w)|ber|ter|pe(?:ng|ny|m|n|r))[^\W\d_]{3,}$|[^\W\d_]{3,}(?:nya|kan|lah|kah)$"
)
_INFLECTED_UNLESS_CAPITAL = re.compile(r"(?:di|ke|se|ng|ny)[^\W\d_]{3,}$|[^\W\d_]{3,}pun$")  # Keysha, Dirga, Ngadiso
_PLACE_LIKE = re.compile(
    r"(?:karang|kedung|bantar|banjar|tritih|jeruk|nusa|tambak|gandrung|purwo|bojong|ci[^aeiou]?[aeiou])"
)
_STRAIGHT = str.maketrans("’`", "''")  # Ma’ruf is Ma'ruf
_LONGEST = 5  # words in a name
_TITLE_CASE = 6  # so many capitalised words in a row: a heading, in which capitals tell nothing


def find_names(text):
    """(start, end) of every name, in order."""
    words = _words(text)
    i = 0
    while i < len(words):
        if last := _name_end(words, i):
            yield words[i].start, _with_degrees(text, words[last - 1].end)
            i = last
        else:
            i += 1


def _words(text):
    matches = list(_WORD.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return [
        Word(
            match[0].lower().translate(_STRAIGHT),
            match.start(),
            match.end(),
            _shape(match[0]),
            text[match.end() : min(end, match.end() + 8)],
        )
        for match, end in zip(matches, ends, strict=False)
    ]


def _shape(word):
    if word[0].islower():
        return "lower"
    return "UPPER" if len(word) > 1 and word.isupper() else "Cap"


def _with_degrees(text, end):
    """end, moved behind "S.Pd., M.Si" and the like."""
    for _ in range(3):
        if not (degree := _DEGREE.match(text, end)):
            break
        end = degree.end()
    return end


def _name_end(words, i):
    """Index behind the last word of a name that begins with words[i]; None where none begins."""
    core = i
    while core < i + 2 and core + 1 < len(words) and _is_title(words, core):
        core += 1
    titled = core > i and len(words[i].text) > 1 and not is_place(words, i)
    cue = cue_before(words, i) or ("honorific" if titled else None)
    if not _may_start(words, i, core, cue):
        return None
    return _extended(words, i, core, cue)


def _is_title(words, i):
    word = words[i]
    if word.gap not in (" ", ".", ". "):
        return False
    initial = len(word.text) == 1 and word.shape == "Cap" and word.gap.startswith(".")
    following = words[i + 1]
    announced = word.shape != "lower" or (word.gap == ". " and following.shape == "Cap")  # "dr majenang" is "from"
    return initial or (word.text in TITLES and (announced or following.text in GIVEN_NAMES))


def _may_start(words, i, core, cue):
    word = words[core]
    if cue == "honorific" and word.text in NOT_NAMES and core == i:
        return _next_is_known(words, i) and words[i + 1].text not in AMBIGUOUS  # "Pak Hari Gunarto"
    if word.text in NOT_NAMES or (len(word.text) < 2 and word.text not in GIVEN_NAMES):
        return False
    if word.text in GIVEN_NAMES:
        return _known_may_start(words, core, cue, is_place(words, i))
    if word.text in NEVER_FIRST or not _plausible(word):
        return False
    if cue == "label":
        return len(word.text) > 2
    capital = word.shape == "Cap" and not _in_heading(words, core)
    if cue in ("maybe", "honorific", "part", "self"):
        company = word.shape == "UPPER" and _next_is_known(words, core)
        return capital or company or _sounds_like_a_name(word)
    if cue == "heading":
        return _sounds_like_a_name(word)
    return i > 0 and not is_place(words, i) and _stands_out(words, i, capital)


def _sounds_like_a_name(word):
    if _NAME_ENDING.search(word.text):
        return len(word.text) > 5
    return len(word.text) > 4 and bool(_JAVANESE.match(word.text))


def _stands_out(words, i, capital):
    """Whether words[i], which no list has and nothing announces, is a name by its capitals or its company."""
    word = words[i]
    if capital and "." not in words[i - 1].gap and (_JAVANESE.match(word.text) or _has_company(words, i)):
        return True
    return word.shape == "UPPER" and len(word.text) > 5 and bool(_JAVANESE.match(word.text))


def _known_may_start(words, core, cue, place):
    word = words[core]
    if cue in ("label", "maybe", "heading"):
        return True
    following = _next_is_known(words, core)
    if word.text in AMBIGUOUS:
        return following and not place if cue is None else _follows_form(word, cue) or following
    if cue in ("honorific", "self", "part"):
        return True
    if place:
        return False
    return following or (word.shape != "lower" and len(word.text) > 3)


def _follows_form(word, cue):
    return cue in ("honorific", "self", "part") and word.shape == "Cap"


def _next_is_known(words, i):
    return (
        i + 1 < len(words)
        and words[i].gap == " "
        and words[i + 1].text in GIVEN_NAMES
        and (words[i].shape == "lower") == (words[i + 1].shape == "lower")
    )


def _has_company(words, i):
    """Whether the next word is certainly a name, or any name at all after "oleh", "milik" and the like."""
    if _next_is_known(words, i):
        return words[i + 1].text not in AMBIGUOUS or words[i - 1].text in HANDS
    if i + 1 < len(words) and words[i].gap == " " and words[i + 1].shape == "Cap" and _plausible(words[i + 1]):
        return _sounds_like_a_name(words[i + 1])
    return False


def _plausible(word):
    if word.shape != "Cap" and _INFLECTED_UNLESS_CAPITAL.match(word.text):
        return False
    return word.text not in NOT_NAMES and not _INFLECTED.match(word.text) and not _PLACE_LIKE.match(word.text)


def _in_heading(words, i):
    run = 0
    while run < _TITLE_CASE and i + run < len(words) and words[i + run].shape == "Cap":
        run += 1
        if words[i + run - 1].gap != " ":
            break
    return run >= _TITLE_CASE


def _extended(words, i, core, cue):
    last = core + 1
    if cue == "label" and _second_name(words, last):
        last += 1
    while last < min(len(words), i + _LONGEST) and _continues(words, last):
        last += 1
    if words[last - 1].text in PARTICLES and last - 1 > core:
        last -= 1
    return last


def _second_name(words, i):
    """After "nama saya" one word more is taken in capitals or small letters, even if no list has it."""
    if i >= len(words) or words[i - 1].gap != " ":
        return False
    word = words[i]
    same = word.shape == words[i - 1].shape != "Cap"
    return same and len(word.text) > 3 and word.text not in AMBIGUOUS | HONORIFICS and _plausible(word)


def _continues(words, i):
    before, word = words[i - 1], words[i]
    initial = len(before.text) == 1 or before.text in TITLES
    if not (before.gap == " " or (initial and before.gap in (".", ". "))):
        return False
    if word.text in PARTICLES or before.text in PARTICLES:
        return word.text not in NOT_NAMES
    if word.text in NOT_NAMES or word.text in HONORIFICS:
        return False
    if word.text in GIVEN_NAMES:
        return word.text not in AMBIGUOUS or word.shape == before.shape
    if len(word.text) == 1:
        return word.shape == "Cap" and before.shape != "lower"
    if not _plausible(word):
        return False
    return (word.shape == before.shape == "Cap") or (len(word.text) > 5 and bool(_NAME_ENDING.search(word.text)))
