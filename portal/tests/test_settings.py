import os
import subprocess
import sys
from pathlib import Path
from unittest import TestCase

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "ENV_FILE": os.devnull,
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k3Jq9-vX2m_Lw8Zt5Rb7Yc4Nf6Hd1Gs0Pa-Ee_Uu-Ii_Oo-Tt_Mm-2026",
    "DATA_KEY": "dGVzdGluZy1vbmx5LTMyLWJ5dGVzLWtleS0wMDAwMDE=",
    "ALLOWED_HOSTS": "pengaduan.example.go.id",
    "BASE_URL": "https://pengaduan.example.go.id",
}


def run(*command, **changes):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, *command], cwd=ROOT, env=kept | GOOD | changes, capture_output=True, text=True, timeout=60
    )


class ProductionTests(TestCase):
    def test_passes_the_deployment_check_without_a_warning(self):
        result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("no issues", result.stdout)

    def test_refuses_to_start_on_what_is_unsafe(self):
        unsafe = {
            "SECRET_KEY": ["", "short", "a" * 60, "django-insecure-" + GOOD["SECRET_KEY"]],
            "DEBUG": ["1"],
            "ALLOWED_HOSTS": ["", "*"],
            "DATA_KEY": ["", "not-a-key"],
            "BASE_URL": ["", "http://pengaduan.example.go.id"],
            "TRUSTED_PROXIES": ["abc"],
        }
        for name, values in unsafe.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    result = run("-c", "import portal.settings.production", **{name: value})
                    self.assertNotEqual(result.returncode, 0)
                    last_line = result.stderr.strip().splitlines()[-1]
                    self.assertIn("ImproperlyConfigured", last_line)
                    self.assertIn(name, last_line)

    def test_operator_reads_one_sentence(self):
        result = run("manage.py", "check", SECRET_KEY="")
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)

    def test_every_process_serves_production_unless_told_otherwise(self):
        self.assertIn("portal.settings.production", (ROOT / "portal" / "wsgi.py").read_text())

    def test_example_file_names_every_variable_that_is_read(self):
        read = {
            "SECRET_KEY",
            "DATA_KEY",
            "ALLOWED_HOSTS",
            "BASE_URL",
            "EMAIL_URL",
            "EMAIL_FROM",
            "TRUSTED_PROXIES",
            "DATABASE_URL",
            "CACHE_URL",
        }
        example = (ROOT / ".env.example").read_text()
        self.assertEqual({name for name in read if f"{name}=" not in example}, set())


class DatabaseTests(TestCase):
    def test_sqlite_waits_for_writers_and_keeps_references(self):
        code = (
            "import django; django.setup(); from django.db import connection; cursor = connection.cursor();"
            "names = ('journal_mode', 'busy_timeout', 'foreign_keys');"
            "print([cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in names])"
        )
        result = run("-c", code, DATABASE_URL="sqlite:////tmp/pragma-test.sqlite3")
        self.assertEqual(result.stdout.strip(), "['wal', 20000, 1]", result.stderr)
