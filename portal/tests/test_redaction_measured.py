"""Redaction keeps what was measured; pytest -s shows the tables."""

import pytest

from .measure_redaction import HELD_OUT, KINDS, LABELLED, Measure, labelled_texts

LEAST_RECALL = {"nik": 0.98, "phone": 0.98, "mail": 0.98, "name": 0.90}
LEAST_RECALL_OF_OTHERS = 0.95
LEAST_PRECISION = 0.90


@pytest.fixture(scope="module")
def measure():
    labelled, held_out = (Measure(labelled_texts(path)) for path in (LABELLED, HELD_OUT))
    print(f"\n{LABELLED.name}\n{labelled.table()}\n\n{HELD_OUT.name}\n{held_out.table()}")  # noqa: T201
    return labelled


def test_the_set_is_large_and_holds_hard_negatives():
    texts = labelled_texts(LABELLED)
    assert len(texts) >= 340
    assert len({text for text, _ in texts}) == len(texts)
    assert sum(not labels for _, labels in texts) >= 100


@pytest.mark.parametrize("kind", KINDS)
def test_enough_is_found(measure, kind):
    assert measure.recall(kind) >= LEAST_RECALL.get(kind, LEAST_RECALL_OF_OTHERS), measure.missed


def test_few_alarms_are_false(measure):
    assert measure.precision(*KINDS) >= LEAST_PRECISION, measure.false
