"""For developing: reloads, shows errors, needs no environment at all."""

from .base import *  # noqa: F403
from .base import DATA_KEYS, SECRET_KEY

DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MAIL_IS_ON = True
SECRET_KEY = SECRET_KEY or "only-for-developing-on-this-machine"
DATA_KEYS = DATA_KEYS or ["ZGV2ZWxvcGluZy1vbmx5LTMyLWJ5dGVzLWtleS0wMDE="]
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
