"""The field seen from above: totals of the seven, and the actors of one municipality."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.utils.formats import number_format
from django.utils.translation import gettext
from pyroaring import BitMap

from ecru.base.catalogue import Shelf

from .answers import KINDS, TARGET_GROUPS, places
from .catalogues import ACTORS
from .models import Actor, Municipality, TargetGroup
from .models.questions import ARTIST

MOST_ON_PAGE = 200
FEWEST_TO_CROSS = 2


@dataclass(frozen=True)
class Contributions:
    """What the seven are together: inhabitants on 1 January 2019, yearly contribution in euro, actors."""

    places: list[Municipality]
    inhabitants: int
    euro: Decimal


def contributions() -> Contributions:
    """The seven with their inhabitants, contribution and number of actors, and the totals (plan, p. 100)."""
    places = list(Municipality.objects.members().with_actor_counts())
    inhabitants = sum(getattr(place, "inhabitants", 0) or 0 for place in places)
    return Contributions(
        places, inhabitants, sum((place.contribution or Decimal(0) for place in places), Decimal(0))
    )


def count_at_work(municipality: Municipality) -> int:
    """How many published actors have their seat in ``municipality`` or are active there; no query."""
    return len(ACTORS.shelf().with_any("active_in", [municipality.pk]))


def actors_by_kind(municipality: Municipality) -> list[tuple[str, list[Actor]]]:
    """The published actors that have their seat in ``municipality`` or are active there, under the name of their kind.

    At most 200, so that the page stays a page; the directory has them all. One query; each actor knows its name and address.
    """
    shelf = ACTORS.shelf()
    here = shelf.with_any("active_in", [municipality.pk])
    kinds = sorted((answer.record for answer in KINDS()), key=lambda kind: (kind.position, kind.label))
    chosen: list[tuple[str, list[int]]] = []
    room = MOST_ON_PAGE
    for kind in kinds:
        slots = sorted(
            here & shelf.with_any("kind", [kind.pk]), key=lambda slot: shelf.rows[slot].search_name
        )
        if keys := [shelf.keys[slot] for slot in slots[:room]]:
            chosen.append((str(kind), keys))
            room -= len(keys)
    every = [key for _kind, keys in chosen for key in keys]
    found = Actor.objects.published().only("name", "slug").in_bulk(every) if every else {}
    return [(kind, [found[key] for key in keys if key in found]) for kind, keys in chosen]


def municipality_lead(municipality: Municipality) -> str:
    """One sentence under the name: how many people live there, and whether it was a mining town."""
    inhabitants = getattr(municipality, "inhabitants", None)
    if inhabitants is None:
        return gettext("Not one of the seven, but partners of the network work here.")
    number = number_format(inhabitants, use_l10n=True, force_grouping=True)
    if municipality.mine_municipality:
        return gettext("%(number)s people lived in this former mining town on 1 January 2019.") % {
            "number": number
        }
    return gettext("%(number)s people lived here on 1 January 2019.") % {"number": number}


def widest(number: int) -> list[int]:
    """The keys of at most ``number`` organisations at work in two or more of the seven: the widest first.

    No artists, nobody who has stopped, no records that stand for a whole group, and no two over the same places.
    """
    shelf = ACTORS.shelf()
    members = [shelf.with_any("active_in", [place.key]) for place in places() if place.first]
    reach: dict[int, BitMap] = {0: shelf.alive - shelf.with_any("closed", [True])}
    reach[0] -= shelf.with_any("collective", [True])
    for at_work in members:
        further: dict[int, BitMap] = {}
        for count, slots in reach.items():
            for more, chosen in ((1, slots & at_work), (0, slots - at_work)):
                further[count + more] = further.get(count + more, BitMap()) | chosen
        reach = further
    widest_first = range(len(members), FEWEST_TO_CROSS - 1, -1)
    chosen_slots: dict[tuple[bool, ...], int] = {}
    for slot in chain.from_iterable(
        by_kind_and_name(shelf, reach.get(count, BitMap())) for count in widest_first
    ):
        chosen_slots.setdefault(tuple(slot in at_work for at_work in members), slot)
        if len(chosen_slots) == number:
            break
    return [shelf.keys[slot] for slot in chosen_slots.values()]


def by_kind_and_name(shelf: Shelf, slots: BitMap) -> Iterator[int]:
    """Organisations by the position of their kind, then by name; without artists."""
    by_name = shelf.order("naam")
    for kind in sorted(KINDS(), key=lambda answer: answer.record.position):
        if kind.value != ARTIST:
            yield from by_name.walk(slots & shelf.with_any("kind", [kind.key]))


def newest(number: int) -> list[int]:
    """The keys of actors at work in the seven, published last; those of the same day are shuffled daily.

    Who has stopped, or of whom only the name is known, is left out.
    """
    shelf = ACTORS.shelf()
    here = shelf.with_any("active_in", [place.key for place in places() if place.first])
    here -= shelf.with_any("closed", [True]) | shelf.with_any("named_only", [True])
    return shelf.take(shelf.order("nieuw").walk(here), 0, number)


def primary_groups() -> list[tuple[TargetGroup, int]]:
    """The groups that come first in all the network does, each with its number of published actors."""
    shelf = ACTORS.shelf()
    counts = shelf.counts("target_groups", shelf.alive)
    return [(answer.record, counts.get(answer.key, 0)) for answer in TARGET_GROUPS() if answer.first]
