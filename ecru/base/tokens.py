"""The secret in a link of a mail: made here, and kept only as what it becomes."""

import hashlib

from django.utils.crypto import get_random_string

LENGTH = 43  # letters and digits: 256 bits


def fresh_token() -> str:
    """A new secret for a link."""
    return get_random_string(LENGTH)


def hashed(token: str) -> str:
    """What we keep of a ``token``: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
