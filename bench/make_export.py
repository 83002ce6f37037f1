"""Writes a synthetic export of SP4N-LAPOR! as CSV, for measuring. The same seed gives the same file.

    python bench/make_export.py 100000 /tmp/export.csv [--seed 1] [--as-of 2026-01-04] [--received-until 2026-01-04]

With a later --as-of and nothing else changed, the same complaints have moved on. All persons are made up.
"""

import argparse
import csv
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from complaints_public.examples.synthetic import HEADER, lives


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 1, 4))
    parser.add_argument("--received-until", type=date.fromisoformat, default=date(2026, 1, 4))
    options = parser.parse_args()
    newest = options.received_until
    with open(options.file, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f"Tanggal Generate: {options.as_of.isoformat()}"])
        writer.writerow(HEADER)
        for life in lives(options.count, options.seed, newest - timedelta(days=6 * 365), newest):
            writer.writerow(life.row(options.as_of))


if __name__ == "__main__":
    main()
