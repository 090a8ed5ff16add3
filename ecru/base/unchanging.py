"""Records that are added and never changed or thrown away: what happened, and what was sent.

``Unchangeable`` says so early and clearly; what may never be rewritten, the database refuses too. What privacy asks goes
around it on purpose, in methods that say so: taking a name out, and removing what is past its time.
"""

from typing import Any, NoReturn, TypeVar

from django.db import models

Record = TypeVar("Record", bound="Unchanging")


class Unchangeable(TypeError):  # noqa: N818 - named after what the record is
    """Somebody tried to rewrite what happened."""


class UnchangingQuerySet(models.QuerySet[Record]):
    """Questions about such records. Nothing here changes them."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises ``Unchangeable``."""
        raise Unchangeable(f"{self.model._meta.verbose_name_plural}: never changed")

    def delete(self) -> NoReturn:
        """Raises ``Unchangeable``."""
        raise Unchangeable(f"{self.model._meta.verbose_name_plural}: never thrown away")

    delete.queryset_only = True  # type: ignore[attr-defined]


class Unchanging(models.Model):
    """A record that is added once; its manager is an ``UnchangingQuerySet``."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds a new one. Raises ``Unchangeable`` for one that is there already."""
        if not self._state.adding:
            raise Unchangeable(f"{self._meta.verbose_name_plural}: never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises ``Unchangeable``."""
        raise Unchangeable(f"{self._meta.verbose_name_plural}: never thrown away")
