"""The home page: the cloth of the seven and what is new, from live data."""

from typing import Any

from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.models import Actor, TargetGroup
from ecru.base.access import public
from ecru.base.directory import shuffled_daily

RIBBONS = 7
NEWEST = 4
CANDIDATES = 120


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the network is, in one cloth, and three doors into it."""
    actors = Actor.objects.published()
    context = {
        "ribbons": ribbons(),
        "newest": fresh(),
        "actor_count": actors.count(),
        "groups": TargetGroup.objects.primary_with_counts(),
    }
    return render(request, "portal/home.html", context)


def fresh() -> list[Actor]:
    """Four actors of the seven, published last; what came on the same day is shuffled daily."""
    actors = Actor.objects.published().in_the_seven().annotate(shuffle=shuffled_daily())
    return list(actors.order_by(TruncDate("published_at").desc(), "shuffle").for_cards()[:NEWEST])


def ribbons() -> list[dict[str, Any]]:
    """At most seven organisations that cross borders: the widest first, and no two over the same places."""
    chosen: dict[tuple[str, ...], dict[str, Any]] = {}
    wide = Actor.objects.published().crossing_borders().for_cards()
    for actor in wide[:CANDIDATES]:
        slugs = tuple(actor.places_woven)
        if slugs not in chosen:
            chosen[slugs] = {"name": actor.name, "slugs": slugs, "url": actor.get_absolute_url()}
    return list(chosen.values())[:RIBBONS]
