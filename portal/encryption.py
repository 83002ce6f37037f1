"""Keeps what belongs to a person unreadable in the database, and findable by a keyed digest."""

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys):
    if not keys:
        raise ImproperlyConfigured("DATA_KEY is missing: the register keeps personal data encrypted with it.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text):
    return encrypt_bytes(text.encode()).decode()


def decrypt(token):
    return decrypt_bytes(token.encode()).decode()


def encrypt_bytes(content):
    return _cipher(tuple(settings.DATA_KEYS)).encrypt(content)


def decrypt_bytes(token):
    try:
        return _cipher(tuple(settings.DATA_KEYS)).decrypt(token)
    except InvalidToken:
        raise ImproperlyConfigured("DATA_KEY does not fit the register: it was encrypted with another one.") from None


def keyed_digest(text):
    """HMAC-SHA256 of text under DATA_KEY's last (oldest) key, in hex: the same text can be found, not read."""
    return hmac.new(settings.DATA_KEYS[-1].encode(), text.encode(), sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that the database holds only as a Fernet token. It cannot be searched or sorted."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value
