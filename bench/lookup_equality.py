"""Measures whether answers that must look alike take alike long: python bench/lookup_equality.py [--rounds N] [--cpu]

Builds a register of its own (SQLite in a temporary folder, or an EMPTY database given by DATABASE_URL; Redis by
CACHE_URL), starts the server, asks for a number of every kind in random order, round by round, and prints each kind's
median time beside that of a number that nobody has. Ends with 1 where one differs by more than 5 %. On a machine that
does other work at the same time, chance alone can make more of a difference: see "unknown, another", and take more
rounds, or --cpu, which counts the processor's time in one process and no waiting.
"""

import argparse
import http.client
import logging
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
FORM = "application/x-www-form-urlencoded"
TOLERATED = 0.05
WAYS = {
    "GET /lacak/?nomor=": lambda number: ("GET", "/lacak/?" + urlencode({"nomor": number}), None),
    "POST /lacak/": lambda number: ("POST", "/lacak/", urlencode({"nomor": number})),
    "POST /lacak/ with a code": lambda number: (
        "POST",
        "/lacak/",
        urlencode({"nomor": number, "kode": "AAAA-BBBB-CCCC-DDDD"}),
    ),
    "GET /pengaduan/<number>/": lambda number: ("GET", f"/pengaduan/{number}/", None),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--complaints", type=int, default=20_000, help="how many others are in the register")
    parser.add_argument(
        "--cpu", action="store_true", help="processor time of one process instead of a server's answers"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "TRUSTED_PROXIES": "127.0.0.1"}
        numbers = build_register(options.complaints)
        with in_process() if options.cpu else server() as ask:
            times = measure(ask, numbers, options.rounds)
    sys.exit(0 if report(times, numbers) else 1)


def build_register(size):
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from complaints_public.models import Complaint
    from complaints_public.tests.factories import ComplaintFactory
    from complaints_public.tests.test_equal_answers import make_kinds

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    others = (ComplaintFactory.build(number=str(8_000_000 + n), agency=None) for n in range(size))
    Complaint.objects.bulk_create(others, batch_size=2000)
    return make_kinds() | {"unknown, another": "7100097"}  # how far apart equal ones seem by chance


@contextmanager
def server():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--threads", "1", "--keep-alive", "60", "--worker-class", "gthread", "--log-level", "error"]
    command += ["--no-control-socket"]
    # Its log names each answer 404, which is what is asked for here.
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def ask(method, address, body):
            started = time.perf_counter()
            connection.request(method, address, body, {"Content-Type": FORM} if body else {})
            response = connection.getresponse()
            response.read()
            return response.status, time.perf_counter() - started

        yield ask
    finally:
        process.terminate()
        process.wait()


@contextmanager
def in_process():
    from django.test import Client

    logging.disable(logging.CRITICAL)
    client = Client()

    def ask(method, address, body):
        started = time.thread_time()
        response = client.generic(method, address, body or "", content_type=FORM)
        return response.status_code, time.thread_time() - started

    yield ask


def measure(ask, numbers, rounds):
    """{(way, kind): seconds of each round}; the counters are emptied between rounds, so that nobody is refused."""
    times = defaultdict(list)
    asked = [(way, kind) for way in WAYS for kind in numbers]
    for round_number in range(-5, rounds):  # the first ones warm up
        forget_attempts()
        random.shuffle(asked)
        for way, kind in asked:
            status, taken = ask(*WAYS[way](numbers[kind]))
            if status not in (200, 404):
                sys.exit(f"{way} answered {status}")
            if round_number >= 0:
                times[way, kind].append(taken)
    return times


def forget_attempts():
    from django.core.cache import cache

    from portal.models import AttemptCount

    AttemptCount.objects.all().delete()
    if "redis" in os.environ.get("CACHE_URL", ""):
        cache.clear()


def report(times, numbers):
    """Prints each kind's median beside the unknown number's, as a ratio, and says whether all are alike."""
    is_equal = True
    for way in WAYS:
        unknown = statistics.median(times[way, "unknown"])
        print(f"\n{way}: {unknown * 1000:.2f} ms for an unknown number (median of {len(times[way, 'unknown'])})")
        for kind in numbers:
            ratio = statistics.median(times[way, kind]) / unknown
            is_near = abs(ratio - 1) <= TOLERATED
            is_equal = is_equal and is_near
            print(f"  {ratio:6.3f}  {kind}{'' if is_near else '   ← more than 5 % apart'}")
    print("\nEqual within 5 %." if is_equal else "\nNOT equal within 5 %.")
    return is_equal


if __name__ == "__main__":
    main()
