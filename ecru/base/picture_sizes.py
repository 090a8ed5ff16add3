"""Smaller sizes of uploaded pictures, made by the worker: a phone on a slow line fetches no more than it shows.

The upload itself is at most ``MAX_SIDE`` wide and served until the others are there. A size stands beside it under its own
name ("koor.webp", "koor-320w.webp"), so that nothing has to be remembered; the daily work makes what a lost task did not.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from .daily import job
from .edition import note_changes
from .images import BROKEN

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (320, 800)

log = logging.getLogger(__name__)


def size_name(name: str, width: int) -> str:
    """What the size of ``width`` pixels of the picture ``name`` is called."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}w{path.suffix}"))


class PictureFile(ImageFieldFile):
    """An uploaded picture, with its sizes."""

    @property
    def made(self) -> dict[int, str]:
        """The addresses of the sizes that are there, by width. Asks the storage, and opens no file."""
        names = {width: size_name(self.name or "", width) for width in WIDTHS}
        return {width: self.storage.url(name) for width, name in names.items() if self.storage.exists(name)}

    @property
    def srcset(self) -> str:
        """The sizes that are there, for a browser to choose from; empty when only the upload is."""
        made = listed(self.made)
        return f"{made}, {self.url} {self.width}w" if made else ""

    @property
    def small(self) -> "Small":
        """What a card shows: the smallest size with those above it, but never the upload while there is a size."""
        made = self.made
        return Small(next(iter(made.values()), self.url), listed(made) if len(made) > 1 else "")


@dataclass(frozen=True)
class Small:
    """A picture for a small place: its address, and others for screens that show more."""

    url: str
    srcset: str


def listed(made: dict[int, str]) -> str:
    """Addresses with their widths, as a browser takes them."""
    return ", ".join(f"{url} {width}w" for width, url in made.items())


@task()
def make_sizes(name: str) -> None:
    """Makes the sizes of the picture ``name`` that are not there; nothing when the picture itself is gone."""
    make_missing(name)


def make_missing(name: str) -> int:
    """Makes the sizes of ``name`` that are not there, never larger than the picture; returns how many."""
    from .redrawing import Image  # noqa: PLC0415 - Pillow, which only the worker that makes sizes needs

    if not default_storage.exists(name):
        return 0
    try:
        with default_storage.open(name) as file, Image.open(file) as picture:
            made = sum(make_size(name, picture, width) for width in WIDTHS if width < picture.width)
    except BROKEN:
        log.exception("no sizes of %s", name)
        return 0
    if made:
        note_pages(name)
    return made


def make_size(name: str, picture: "Image.Image", width: int) -> bool:
    """Makes one size of ``picture``; False when it is there."""
    if default_storage.exists(size_name(name, width)):
        return False
    from .redrawing import narrowed  # noqa: PLC0415 - see make_missing

    default_storage.save(size_name(name, width), ContentFile(narrowed(picture, width)))
    return True


def note_pages(name: str) -> None:
    """Lets pages that are kept in memory know that the picture ``name`` has other sizes now."""
    for model, column in picture_columns():
        shown: Any = model._default_manager.filter(**{column: name})
        note_changes(model, shown.values_list("pk", flat=True))


def picture_columns() -> Iterator[tuple[type[Model], str]]:
    """Every model with a column for pictures, and that column."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if getattr(field, "attr_class", None) is PictureFile:
                yield model, field.name


def pictures() -> Iterator[str]:
    """The name of every picture that a record has."""
    for model, column in picture_columns():
        named: Any = model._default_manager.exclude(**{column: ""})
        yield from named.order_by("pk").values_list(column, flat=True).iterator()


@job("pictures", _("Makes the smaller sizes of pictures that have none yet"))
def make_all(now: datetime, dry_run: bool) -> dict[str, int]:
    """For pictures of before there were sizes, and where a task was lost. A dry run only counts the pictures."""
    made = 0 if dry_run else sum(map(make_missing, pictures()))
    return {"pictures": sum(1 for _name in pictures()), "made": made}
