"""Relations between actors of one table: whom a row mentions must exist or be made, and nobody stands above itself."""

from django.utils.translation import gettext as _

from actors.models import Actor, ImportRow, ImportRun
from actors.models.tables import RowState
from ecru.base.tables.bulk import rewrite

from .columns import table


def refuse_lost_families(run: ImportRun) -> None:
    """Refuses rows that mention an actor whom no row makes any more, and rows that close a circle of parents."""
    relating = [row for row in run.rows.to_write() if {"parent", "umbrellas"} & set(row.after)]
    if not relating:
        return
    refused = refuse_missing(run, relating)
    refused += refuse_circles([row for row in relating if row not in refused])
    rewrite(refused, ["state", "faults"])


def refuse_missing(run: ImportRun, relating: list[ImportRow]) -> list[ImportRow]:
    """Refuses rows that mention who is not there; as that may take away another's parent, until none is left."""
    mentioned = {slug for row in relating for slug in table.mentioned(row.after)}
    there = known_slugs(mentioned)
    coming = {
        slug: pk
        for pk, slug in run.rows.to_write().filter(state=RowState.NEW).values_list("pk", "cells__slug")
        if slug
    }
    refused: list[ImportRow] = []
    while lost := [
        row
        for row in relating
        if row not in refused
        and not all(slug in there or slug in coming for slug in table.mentioned(row.after))
    ]:
        for row in lost:
            name = "parent" if row.after.get("parent", "") not in {"", *there, *coming} else "umbrellas"
            told = _("The row of this actor is left out, and without it we do not know this key.")
            row.faults.append([name, told, row.after.get(name, "")[:100]])
            row.state = RowState.REFUSED
            coming.pop(row.cells.get("slug", ""), None)
        refused += lost
    return refused


def known_slugs(slugs: set[str]) -> set[str]:
    """Those of ``slugs`` that actors have."""
    found: set[str] = set()
    ordered = sorted(slugs)
    for start in range(0, len(ordered), 500):
        part = Actor.objects.order_by().filter(slug__in=ordered[start : start + 500])
        found |= set(part.values_list("slug", flat=True))
    return found


def refuse_circles(relating: list[ImportRow]) -> list[ImportRow]:
    """Refuses rows whose parent would stand below them."""
    changing = [row for row in relating if row.after.get("parent")]
    if not changing:
        return []
    above = dict(Actor.objects.order_by().exclude(parent=None).values_list("slug", "parent__slug"))
    own = {row.pk: row.actor.slug if row.actor else row.cells.get("slug", "") for row in changing}
    above |= {own[row.pk]: row.after["parent"] for row in changing if own[row.pk]}
    refused = []
    for row in changing:
        seen, slug = {own[row.pk]}, row.after["parent"]
        while slug and slug not in seen:
            seen.add(slug)
            slug = above.get(slug, "")
        if slug and slug == own[row.pk]:
            told = _("This makes a circle: choose an organisation that stands above.")
            row.faults.append(["parent", told, row.after["parent"]])
            row.state = RowState.REFUSED
            refused.append(row)
    return refused
