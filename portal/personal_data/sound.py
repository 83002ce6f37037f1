"""Names are made up freely and no list holds them all: a word's pieces of three letters tell how it sounds."""

from collections import Counter
from functools import cache, lru_cache
from math import log

from .words import AMBIGUOUS, GIVEN_NAMES, ORDINARY_WORDS

_SEEN_BEFORE = 0.5  # every piece counts as seen so often in names and in ordinary words: none is impossible
_LONGEST = 20  # letters
_PIECE = 3


@lru_cache(maxsize=10_000)
def sounds_like_a_name(word):
    """Above 0 when the pieces of word are commoner in names than in ordinary words (log odds); word is lower case."""
    weights = _weights()
    return sum(weights.get(piece, 0.0) for piece in _pieces(word[:_LONGEST]))


@cache
def _weights():
    names, others = (_counted(words) for words in (GIVEN_NAMES - AMBIGUOUS, ORDINARY_WORDS))
    pieces = names.keys() | others.keys()
    of_names, of_others = (counts.total() + _SEEN_BEFORE * len(pieces) for counts in (names, others))
    return {
        piece: log((names[piece] + _SEEN_BEFORE) / of_names) - log((others[piece] + _SEEN_BEFORE) / of_others)
        for piece in pieces
    }


def _counted(words):
    return Counter(piece for word in words for piece in _pieces(word))


def _pieces(word):
    framed = f"^^{word}$"
    return [framed[i : i + _PIECE] for i in range(len(framed) - _PIECE + 1)]
