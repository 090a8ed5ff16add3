"""The field seen from above: totals of the seven, and the actors of one municipality."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from .models import Actor, Municipality

MOST_ON_PAGE = 200


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


def actors_by_kind(municipality: Municipality, user: Any) -> list[tuple[str, list[Actor]]]:
    """The actors that have their seat in ``municipality`` or are active there, under the name of their kind.

    At most 200, so that the page stays a page; the directory has them all.
    """
    actors = Actor.objects.visible_to(user).published().at_work_in(municipality).select_related("kind")
    ordered = actors.order_by("kind__position", "kind__label", "kind_id", "search_name")[:MOST_ON_PAGE]
    return [(str(kind), list(group)) for kind, group in groupby(ordered, key=lambda actor: actor.kind)]


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
