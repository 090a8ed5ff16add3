"""Where private files lie: outside the folder of public media, so that no address leads to them by itself."""

import secrets
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder that only this program reads. It has no addresses."""

    def __init__(self) -> None:
        super().__init__(
            location=settings.PRIVATE_ROOT,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def url(self, name: str | None) -> str:
        """Private files are served by a view that checks rights: asking for an address is a mistake in the code."""
        raise ValueError(f"{name!r} is private and has no address")


def private_storage() -> PrivateStorage:
    """The storage of private files; called anew, so that migrations name no folder."""
    return PrivateStorage()


def private_name(_record: Any, name: str) -> str:
    """A name that nobody can guess, ending as ``name`` does, in a folder by its model."""
    stem = secrets.token_hex(16)
    return f"{type(_record)._meta.model_name}/{stem[:2]}/{stem}{PurePath(name).suffix.lower()}"
