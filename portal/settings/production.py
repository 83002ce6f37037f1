"""For citizens. Refuses to start on what would be unsafe; every variable is explained in .env.example."""

from ipaddress import ip_network
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, DATA_KEYS, SECRET_KEY, TRUSTED_PROXIES, env


def _refuse(sentence):
    raise ImproperlyConfigured(sentence)


def _is_fernet_key(key):
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


if not SECRET_KEY:
    _refuse("SECRET_KEY is missing. Put a random value of at least 50 characters into the environment.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or "only-for" in SECRET_KEY or "insecure" in SECRET_KEY:
    _refuse("SECRET_KEY is too weak: use at least 50 random characters.")
if env.bool("DEBUG", default=False):
    _refuse("DEBUG must be off in production: it would show source code and personal data in error pages.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS must name the host names of the portal, for example pengaduan.cilacapkab.go.id.")
if not DATA_KEYS or not all(_is_fernet_key(key) for key in DATA_KEYS):
    _refuse("DATA_KEY must be a Fernet key (44 characters); make one as .env.example shows, and keep a copy of it.")
for proxy in TRUSTED_PROXIES:
    try:
        ip_network(proxy, strict=False)
    except ValueError:
        _refuse(f"TRUSTED_PROXIES must hold addresses or networks such as 127.0.0.1 or 10.0.0.0/8, not {proxy}.")
if urlsplit(BASE_URL).scheme != "https":
    _refuse("BASE_URL must begin with https://.")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, over plain http
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
