"""Saved views: lists of dossiers that somebody comes back to."""

from typing import Any

from django.db import transaction
from django.http import QueryDict

from ..models import SavedView
from ..models.desk import LONGEST_NAME, LONGEST_QUESTION
from .choices import Choice

MOST_VIEWS = 40


class TooMany(Exception):  # noqa: N818 - it is an answer, not a crash
    """Somebody has as many views as fit."""


def choice_in(question: str) -> Choice:
    """The choice that ``question`` (the part of an address after the "?") stands for."""
    return Choice.of(QueryDict(question[: 2 * LONGEST_QUESTION].lstrip("?")).dict())


@transaction.atomic
def keep_view(*, owner: Any, name: str, choice: Choice, opens: bool) -> SavedView:
    """Keeps ``choice`` under ``name``; the same name is written over. ``opens``: the list opens with it from now on.

    Raises ``TooMany`` for who has 40 of them.
    """
    mine = SavedView.objects.select_for_update().of_owner(owner)
    named = " ".join(name.split())[:LONGEST_NAME]
    if not mine.filter(name=named).exists() and mine.count() >= MOST_VIEWS:
        raise TooMany
    if opens:
        mine.update(is_default=False)
    values = {"question": choice.question} | ({"is_default": True} if opens else {})
    return SavedView.objects.update_or_create(owner=owner, name=named, defaults=values)[0]


@transaction.atomic
def open_with(*, owner: Any, view: SavedView | None) -> None:
    """Lets the list open with ``view``; with all dossiers for None."""
    mine = SavedView.objects.select_for_update().of_owner(owner)
    mine.update(is_default=False)
    if view is not None:
        mine.filter(pk=view.pk).update(is_default=True)


class Taken(Exception):  # noqa: N818 - it is an answer, not a crash
    """Another view of the same person has that name."""


@transaction.atomic
def rename_view(*, owner: Any, view: SavedView, name: str) -> SavedView:
    """Gives ``view`` another name. Raises ``Taken`` when another one has it, and ``SavedView.DoesNotExist`` when it is gone."""
    mine = SavedView.objects.select_for_update().of_owner(owner)
    named = " ".join(name.split())[:LONGEST_NAME]
    kept = mine.get(pk=view.pk)
    if mine.filter(name=named).exclude(pk=kept.pk).exists():
        raise Taken
    kept.name = named
    kept.save(update_fields=["name"])
    return kept


def let_go(*, owner: Any, view: SavedView) -> bool:
    """Throws ``view`` away; False when it was gone."""
    return bool(SavedView.objects.of_owner(owner).filter(pk=view.pk).delete()[0])
