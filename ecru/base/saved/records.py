"""Saved records: what somebody with an account wants to find back. Each kind says so in a module ``watched`` of its app.

savable(Savable("actor", _("Actors"), Actor.objects.visible_to))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .searches import SavedSearch

MOST = 1000  # records of one person


@dataclass(frozen=True)
class Savable:
    """A kind of record that people save. ``slug`` stands in addresses; ``records(user)`` are those that they may see.

    ``news(record)`` is the list in which only this record stands: who saves it hears of what happens to it.
    """

    slug: str
    label: Any
    records: Callable[[Any], models.QuerySet]
    news: Callable[[Any], Any] | None = None

    def visible(self, user: Any, key: int) -> Any:
        """The record with ``key``; None when it does not exist for ``user``."""
        return self.records(user).filter(pk=key).first()


kinds: dict[str, Savable] = {}


def savable(kind: Savable) -> Savable:
    """Lets people save records of a kind. Raises ``ValueError`` when another has its name already."""
    if kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"two kinds of records to save are called {kind.slug}")
    return kind


class SavedRecordQuerySet(models.QuerySet["SavedRecord"]):
    """Questions about saved records."""

    def of_user(self, user: Any) -> Self:
        """Those of an account, the newest first."""
        return self.filter(user=user).select_related("search").order_by("-saved_at", "-pk")

    def about(self, kind: str, key: int) -> Self:
        """Those about one record."""
        return self.filter(kind=kind, key=key)

    def keep(self, user: Any, kind: str, key: int) -> bool:
        """Saves a record for ``user``, once; False, and nothing changes, for who has a thousand others."""
        if not self.has(user, kind, key):
            if self.of_user(user).count() >= MOST:
                return False
            self.get_or_create(user=user, kind=kind, key=key)
        return True

    def let_go(self, user: Any, kind: str, key: int) -> bool:
        """Saves it no longer; False for who did not."""
        return bool(self.of_user(user).about(kind, key).delete()[0])

    def follow(self, kind: str, goes: int, stays: int) -> None:
        """Two records became one: who saved the one that goes has the other one, once."""
        there = list(self.about(kind, stays).values_list("user", flat=True))
        self.about(kind, goes).exclude(user__in=there).update(key=stays)
        self.about(kind, goes).delete()

    def has(self, user: Any, kind: str, key: int) -> bool:
        """Whether ``user`` saved it."""
        return self.of_user(user).about(kind, key).exists()


class SavedRecord(models.Model):
    """That somebody saved a record, by its kind and key: the record itself may go."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_records", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.BigIntegerField()
    saved_at = models.DateTimeField(_("saved on"), default=timezone.now)
    search = models.ForeignKey(
        SavedSearch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("what they hear about it"),
    )

    objects = SavedRecordQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("saved record")
        verbose_name_plural = _("saved records")
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="saved_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


@dataclass(frozen=True)
class Shelf:
    """The saved records of one kind: pairs of what was saved, and the record or None when it is not to be seen now."""

    kind: Savable
    saved: list[tuple[SavedRecord, Any]]


def shelves(user: Any) -> list[Shelf]:
    """All that ``user`` saved, by kind; a query for each kind, and only what they may see now."""
    saved: dict[str, list[SavedRecord]] = {}
    for one in SavedRecord.objects.of_user(user):
        saved.setdefault(one.kind, []).append(one)
    return [
        Shelf(kind, with_records(kind, user, saved[slug])) for slug, kind in kinds.items() if slug in saved
    ]


def with_records(kind: Savable, user: Any, saved: Iterable[SavedRecord]) -> list[tuple[SavedRecord, Any]]:
    """Each of ``saved`` with its record."""
    every = list(saved)
    found = kind.records(user).in_bulk([one.key for one in every])
    return [(one, found.get(one.key)) for one in every]
