"""The home page: the cloth of the seven and what is new, from live data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.catalogues import ACTORS
from actors.models import Actor
from actors.overview import newest, primary_groups, widest
from actors.terms import cards
from ecru.base.access import public
from ecru.base.kept import same_for_everyone
from projects.catalogues import call_cards, open_calls
from subsidies.deadline_directory import next_deadlines
from subsidies.timetable import changes_next

RIBBONS = 7
NEWEST = 4
CALLS_SHOWN = 4
DEADLINES_SHOWN = 3


@public
@require_safe
@same_for_everyone(until=changes_next)
def home(request: HttpRequest) -> HttpResponse:
    """What the network is, in one cloth, and three doors into it."""
    wide, new = widest(RIBBONS), newest(NEWEST)
    actors = {actor.pk: actor for actor in cards([*wide, *new])}
    calls = open_calls()
    context = {
        "calls": call_cards(calls[:CALLS_SHOWN]),
        "call_count": len(calls),
        "ribbons": [ribbon(actors[key]) for key in wide if key in actors],
        "newest": [actors[key] for key in new if key in actors],
        "actor_count": len(ACTORS.shelf().alive),
        "deadlines": next_deadlines(DEADLINES_SHOWN),
        "groups": primary_groups(),
    }
    return render(request, "portal/home.html", context)


def ribbon(actor: Actor) -> dict[str, Any]:
    """An organisation as the loom draws it: its name, its places and its address."""
    return {"name": actor.name, "slugs": tuple(actor.places_woven), "url": actor.get_absolute_url()}
