"""The measures that somebody keeps, what nobody looked at for longest first, with what each of them waits for."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F

from actors.models import DeskItem, Municipality, User
from ecru.base.models import Publication
from subsidies.models import Level, Measure
from subsidies.permissions import may_change_giver_at_once

from .waiting import CHANGE, NEW

ON_A_PAGE = 30


@dataclass(frozen=True)
class Kept:
    """A measure in the list, and what of it waits for an editor (None: nothing)."""

    measure: Measure
    item: DeskItem | None


def kept_by(user: User) -> Any:
    """The measures that ``user`` may change, without those that were put away."""
    measures = Measure.objects.exclude(status=Publication.ARCHIVED)
    if may_change_giver_at_once(user):
        return measures
    own = Measure.objects.filter(municipalities__in=user.own_municipalities).order_by().values("pk")
    return measures.filter(level=Level.MUNICIPALITY, pk__in=own)


def stale_of(user: User) -> Any:
    """Those that exist and that nobody checked for half a year."""
    return kept_by(user).existing().to_check()


def places_of(user: User) -> Any:
    """The municipalities of which ``user`` keeps the support."""
    members = Municipality.objects.order_by("name")
    if may_change_giver_at_once(user):
        return members.members()
    return members.filter(pk__in=user.own_municipalities)


def listed(user: User, place: Municipality | None, page: str) -> Any:
    """One page of what ``user`` keeps, or of what holds in ``place``, with its ``lines``. A constant number of queries."""
    measures = kept_by(user)
    if place is not None:
        measures = measures.filter(
            pk__in=Measure.objects.filter(municipalities=place).order_by().values("pk")
        )
    ordered = measures.order_by("has_ended", F("verified_on").asc(nulls_first=True), "search_name", "pk")
    found: Any = Paginator(ordered.for_cards(), ON_A_PAGE).get_page(page)
    shown = list(found.object_list)
    items = (
        DeskItem.objects.unsettled().of_kinds([CHANGE, NEW]).filter(key__in=[measure.pk for measure in shown])
    )
    waiting = {item.key: item for item in items}
    found.lines = [Kept(measure, waiting.get(measure.pk)) for measure in shown]
    return found
