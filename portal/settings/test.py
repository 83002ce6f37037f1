"""For the tests: no .env, no network, any database and cache by DATABASE_URL and CACHE_URL."""

import os

os.environ["ENV_FILE"] = os.devnull

from .base import *  # noqa: F403

SECRET_KEY = "only-for-the-tests-" + "0" * 40
DATA_KEYS = ["dGVzdGluZy1vbmx5LTMyLWJ5dGVzLWtleS0wMDAwMDE="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_IS_ON = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  else the browser test's server holds the database open
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file as in real life: a database in memory refuses what two requests of a browser do at the same time.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
