"""The home page: the cloth of the seven and what is new, from live data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.models import Actor, Scale, TargetGroup
from ecru.base.access import public

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
        "newest": actors.newest().for_cards()[:NEWEST],
        "actor_count": actors.count(),
        "groups": TargetGroup.objects.primary_with_counts(),
    }
    return render(request, "portal/home.html", context)


def ribbons() -> list[dict[str, Any]]:
    """Seven collaborations that cross borders: the widest first, and no two over the same places."""
    chosen: dict[tuple[str, ...], dict[str, Any]] = {}
    wide = Actor.objects.published().crossing_borders().reaching(Scale.REGIONAL).for_cards()
    for actor in wide[:CANDIDATES]:
        slugs = tuple(actor.places_woven)
        if slugs not in chosen:
            chosen[slugs] = {"name": actor.name, "slugs": slugs, "url": actor.get_absolute_url()}
    return list(chosen.values())[:RIBBONS]
