"""What actors do together, in the admin; a module per noun."""

from . import collections, practices, reuses, volunteers

__all__ = ["collections", "practices", "reuses", "volunteers"]
