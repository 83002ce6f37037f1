"""Measures what statistics cost at two sizes of the register.

    python bench/statistics_at_size.py [--small 10000] [--large 1000000]

Builds a register of each size in a temporary folder (SQLite): imports a synthetic export, makes a release, recounts
it, and asks the statistics addresses of both. Prints medians and their ratio: it should stay near 1, since a page
reads releases and a release reads tallies.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, TURNS = 15, 5
ASK = """
import sys, time
import django
django.setup()
from django.core.cache import cache
from django.test import Client
client = Client()
for address in sys.argv[1:]:
    times = []
    for _round in range({rounds}):
        cache.clear()
        start = time.perf_counter()
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        times.append(time.perf_counter() - start)
        assert response.status_code == 200, (address, response.status_code)
    print(address, *times)
"""
ADDRESSES = (
    "/statistik/", "/statistik/?tahun=2025&menurut=topic", "/statistik/instansi.svg", "/api/v1/tables/tahun-instansi",
    "/data/statistik-tahun-instansi.csv",
)  # fmt: skip


def run(environment, *arguments):
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def build(folder, count):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/{count}.sqlite3",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    export = f"{folder}/{count}.csv"
    run(environment, "bench/make_export.py", str(count), export)
    for command in (["migrate", "-v0"], ["createcachetable"], ["load_cilacap"], ["load_holidays"]):
        run(environment, "manage.py", *command)
    for command in (["import_complaints", export], ["publish_statistics"], ["check_statistics"]):
        print(f"{count:>9,} complaints, {command[0]}: {run(environment, 'manage.py', *command):.1f} s", flush=True)
    return environment


def ask(environment):
    command = [sys.executable, "-c", ASK.format(rounds=ROUNDS), *ADDRESSES]
    lines = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    return {line.split()[0]: statistics.median(map(float, line.split()[1:])) for line in lines.splitlines()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = [build(folder, count) for count in (options.small, options.large)]
        # In turn, so that other work on the machine meets both.
        rounds = [[ask(environment) for environment in built] for _turn in range(TURNS)]
    small, large = (
        {address: statistics.median(answers[place][address] for answers in rounds) for address in ADDRESSES}
        for place in (0, 1)
    )
    for address in ADDRESSES:
        ratio = large[address] / small[address]
        print(f"{address:45} {1000 * small[address]:7.1f} ms {1000 * large[address]:7.1f} ms   × {ratio:.2f}")


if __name__ == "__main__":
    main()
