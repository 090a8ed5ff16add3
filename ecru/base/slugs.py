"""Addresses made of names, which nobody else has."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, QuerySet
from django.utils.text import slugify

from .tables.bulk import batches

LONGEST_STEM = 70  # letters of an address, so that a number fits behind it

Holders = QuerySet[Any] | Manager[Any]


def free_slug(name: str, otherwise: str, *holders: Holders, reserved: Iterable[str] = ()) -> str:
    """An address made of ``name`` that none of ``holders`` has and that is not ``reserved``; of ``otherwise`` when no letter of ``name`` can stand in one."""
    return free_slugs([name], otherwise, *holders, reserved=reserved)[0]


def free_slugs(
    names: Iterable[str], otherwise: str, *holders: Holders, reserved: Iterable[str] = ()
) -> list[str]:
    """The same for each of ``names``, all different; few queries for thousands."""
    stems = [slugify(name)[:LONGEST_STEM].strip("-") or otherwise for name in names]
    taken, given = taken_beside(stems, holders, set(reserved)), list[str]()
    for stem in stems:
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        given.append(slug)
    return given


def taken_beside(stems: list[str], holders: tuple[Holders, ...], reserved: set[str]) -> set[str]:
    """What is ``reserved``, and what ``holders`` have of ``stems`` and of these with a number behind them."""
    taken = set(reserved)
    for rows in holders:
        for part in batches(sorted(set(stems))):
            taken |= set(rows.order_by().filter(slug__in=part).values_list("slug", flat=True))
    numbered = [stem for stem, times in Counter(stems).items() if times > 1 or stem in taken]
    for rows in holders:
        for stem in numbered:
            taken |= set(rows.order_by().filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    return taken
