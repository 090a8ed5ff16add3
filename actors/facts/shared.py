"""What the facts files of every app share: unknown words, doubles, and where a fact comes from."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from actors.history import Deed, states, write_all
from actors.models import Actor, SlugRedirect, Source
from ecru.base.facts import SourceRef
from ecru.base.facts.merge import doubles, existing

Problems = Iterator[tuple[str, str, str]]


def unknown(record: str, field: str, wanted: str | list[str] | None, known: set[str]) -> Problems:
    """A fault for every key in ``wanted`` that is not ``known``."""
    for key in [wanted] if isinstance(wanted, str) else wanted or []:
        if key not in known:
            yield (
                record,
                field,
                _("%(key)s is not known: check the spelling, or add it first") % {"key": repr(key)},
            )


def keys(model: Any) -> set[str]:
    """The keys of every record of ``model``; of actors also those that were merged into another."""
    known = set(model.objects.values_list("slug", flat=True))
    return known | moved_actors() if model is Actor else known


def moved_actors() -> set[str]:
    """The keys of actors that were merged into another."""
    return set(SlugRedirect.objects.values_list("slug", flat=True))


def known_actors(actors: Any, *relations: str) -> dict[str, Any]:
    """The records of the queryset ``actors`` by key; the key of a merged one leads to the one that stays."""
    known = existing(actors, *relations)
    moves = SlugRedirect.objects.values_list("slug", "actor__slug")
    return known | {slug: known[to] for slug, to in moves if to in known}


def twice(records: list[Any], by: str = "slug") -> Problems:
    """A fault for every key that stands twice."""
    for key in doubles(records, by):
        yield key, by, _("stands twice in this file: keep one")


def address(website: str | None) -> str:
    """A website as an address that a browser opens, with its scheme; empty when there is none."""
    return f"https://{website}" if website and "://" not in website else website or ""


@contextmanager
def remembered(model: Any, slugs: Iterable[str], file: str, by: str = "slug") -> Iterator[None]:
    """Notes in the history what a file of facts makes of the records ``slugs`` of ``model`` inside this block.

    ``by``: the field in which these keys stand.
    """
    named = model.objects.order_by().filter(**{f"{by}__in": list(slugs)})
    before = states(model, named.values_list("pk", flat=True))
    yield
    after = states(model, named.all().values_list("pk", flat=True))
    write_all(model, before, after, Deed(reason=_("read from %(file)s") % {"file": file}))


def provenance(ref: SourceRef, sources: dict[str, Source], verified_on: date | None = None) -> dict[str, Any]:
    """The source and pages of a record, and since when the fact is known.

    A fact is as old as its source: without a date of its own it counts as checked on 1 January of the source's year.
    """
    source = sources.get(ref.file)
    year = source.year if source else None
    return {
        "source": source,
        "source_pages": ref.places(),
        "verified_on": verified_on or (date(year, 1, 1) if year else None),
    }
