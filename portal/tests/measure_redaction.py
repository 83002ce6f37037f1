"""How much of the labelled texts' personal data is found: python -m portal.tests.measure_redaction [-v] [file …]"""

import re
import sys
from collections import Counter
from pathlib import Path

from portal.redaction import find_personal_data

FILES = Path(__file__).parent / "files"
LABELLED, HELD_OUT = FILES / "redaction_labelled.txt", FILES / "redaction_held_out.txt"
KINDS = ("nik", "kk", "phone", "mail", "plate", "account", "address", "name")
_LABEL = re.compile(rf"\[({'|'.join(KINDS)}):((?:[^\[\]]|\[[^\]]*\])*)\]")
_ESCAPE = re.compile(r"\\(?:[nt]|u[0-9a-f]{4})")
_ENOUGH = 0.8  # of the label must be covered


def labelled_texts(path):
    """(text, [(kind, start, end)]) of every line that is not a remark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_unmarked(_unescaped(line)) for line in lines if line and not line.startswith("#")]


def _unescaped(line):
    """What no editor shows is written as in Python: \\n, \\t, \\u200b."""
    return _ESCAPE.sub(lambda match: match[0].encode().decode("unicode_escape"), line)


def _unmarked(line):
    text, labels, position = "", [], 0
    for match in _LABEL.finditer(line):
        text += line[position : match.start()]
        labels.append((match[1], len(text), len(text) + len(match[2])))
        text, position = text + match[2], match.end()
    return text + line[position:], labels


class Measure:
    """Counts by kind: labels, labels found, hits, right hits. missed and false hold the words, to look into."""

    def __init__(self, texts):
        self.labels, self.found, self.hits, self.right = Counter(), Counter(), Counter(), Counter()
        self.missed, self.false = [], []
        for text, labels in texts:
            self._add(text, labels)

    def _add(self, text, labels):
        hits = [(hit.kind, hit.start, hit.end) for hit in find_personal_data(text)]
        for label in labels:
            self.labels[label[0]] += 1
            if any(_covers(hit, label) for hit in hits):
                self.found[label[0]] += 1
            else:
                self.missed.append((label[0], text[label[1] : label[2]], text))
        for hit in hits:
            self.hits[hit[0]] += 1
            if any(_covers(hit, label) for label in labels):
                self.right[hit[0]] += 1
            else:
                self.false.append((hit[0], text[hit[1] : hit[2]], text))

    def recall(self, *kinds):
        return _share(sum(self.found[kind] for kind in kinds), sum(self.labels[kind] for kind in kinds))

    def precision(self, *kinds):
        return _share(sum(self.right[kind] for kind in kinds), sum(self.hits[kind] for kind in kinds))

    def table(self):
        rows = [(kind, (kind,)) for kind in KINDS] + [("all", KINDS)]
        lines = [f"{'kind':<8} {'labels':>6} {'recall':>7} {'hits':>5} {'precision':>9}"]
        for title, kinds in rows:
            labels, hits = (sum(counter[kind] for kind in kinds) for counter in (self.labels, self.hits))
            recall, precision = self.recall(*kinds), self.precision(*kinds)
            lines.append(f"{title:<8} {labels:>6} {recall:>7.1%} {hits:>5} {precision:>9.1%}")
        return "\n".join(lines)


def _covers(hit, label):
    overlap = min(hit[2], label[2]) - max(hit[1], label[1])
    return hit[0] == label[0] and overlap >= _ENOUGH * (label[2] - label[1])


def _share(part, whole):
    return part / whole if whole else 1.0


def main(arguments):
    paths = [Path(argument) for argument in arguments if argument != "-v"]
    for path in paths or (LABELLED, HELD_OUT):
        texts = labelled_texts(path)
        measure = Measure(texts)
        plain = sum(not labels for _, labels in texts)
        sys.stdout.write(f"{path.name}: {len(texts)} texts, {plain} without personal data\n{measure.table()}\n\n")
        if "-v" in arguments:
            for title, cases in (("missed", measure.missed), ("false", measure.false)):
                sys.stdout.writelines(f"{title} {kind}: {words!r} in {text!r}\n" for kind, words, text in cases)


if __name__ == "__main__":
    main(sys.argv[1:])
