"""How far a practice is on its way: draft, offered, returned, published, archived."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from actors.models import DeskItem, DeskState
from projects.models import Practice

KIND = "practice"
DRAFT, OFFERED, RETURNED, PUBLISHED, ARCHIVED = "draft", "offered", "returned", "published", "archived"
LABELS = {
    DRAFT: _("draft"),
    OFFERED: _("with the editors"),
    RETURNED: _("returned with remarks"),
    PUBLISHED: _("published"),
    ARCHIVED: _("archived"),
}


@dataclass(frozen=True)
class Standing:
    """Where a practice is now. ``item``: what the editors still have to decide, or sent back. ``refused``: their last no."""

    practice: Practice
    item: DeskItem | None = None
    refused: DeskItem | None = None

    @property
    def key(self) -> str:
        """One of the five words."""
        if self.item is not None:
            return OFFERED if self.item.is_open else RETURNED
        return str(self.practice.status)

    @property
    def label(self) -> Any:
        """The same for people."""
        return LABELS[self.key]

    @property
    def is_open(self) -> bool:
        """Whether its makers may change it now."""
        return self.key != OFFERED

    @property
    def has_changes(self) -> bool:
        """Whether it shows, and its makers changed something that no editor accepted yet."""
        return self.practice.is_public and (bool(self.practice.ahead) or self.has_new_material)

    @property
    def has_new_material(self) -> bool:
        """Whether it has a file or picture that no editor saw."""
        material = (*self.practice.files.all(), *self.practice.pictures.all())
        return any(one.accepted_at is None for one in material)

    @property
    def remarks(self) -> str:
        """What the editors answered: with what they sent back, or refused."""
        if self.item is not None:
            return self.item.answer if self.key == RETURNED else ""
        return self.refused.answer if self.refused is not None else ""


def items_about(practices: Iterable[Practice]) -> Any:
    """What the editors have, or had, to decide about ``practices``; the newest first."""
    keys = [practice.pk for practice in practices]
    items = DeskItem.objects.of_kind(KIND).filter(model=Practice._meta.label_lower, key__in=keys)
    return items.newest_first()


def waiting_item(practice: Practice) -> DeskItem | None:
    """What the editors still have to decide about ``practice``, or sent back."""
    item: DeskItem | None = items_about([practice]).unsettled().first()
    return item


def standings(practices: Iterable[Practice]) -> list[Standing]:
    """Where each of ``practices`` is now; a constant number of queries."""
    found = list(practices)
    waits: dict[int, DeskItem] = {}
    last: dict[int, DeskItem] = {}
    for item in items_about(found):
        last.setdefault(item.key, item)
        if item.state in {DeskState.OPEN, DeskState.RETURNED}:
            waits.setdefault(item.key, item)
    return [
        Standing(practice, waits.get(practice.pk), refused_in(practice, last.get(practice.pk)))
        for practice in found
    ]


def standing_of(practice: Practice) -> Standing:
    """Where ``practice`` is now."""
    return standings([practice])[0]


def refused_in(practice: Practice, last: DeskItem | None) -> DeskItem | None:
    """The last answer of the editors, if that was no."""
    return last if last is not None and last.state == DeskState.REFUSED else None
