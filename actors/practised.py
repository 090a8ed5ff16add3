"""Practices on the pages of actors and municipalities: asked through reverse relations, since practices stand above actors."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from ecru.base.edition import remembered

from .models import Actor, Municipality

MOST = 4


@remembered("projects.practice", "projects.practiceactor")
def tellers() -> set[int]:
    """The keys of actors that are named with a practice that shows."""
    named = Actor.objects.filter(made__consent="akkoord", made__practice__status="published")
    return set(named.order_by().values_list("pk", flat=True))


def practices_of(actor: Actor) -> list[Any]:
    """The newest practices of ``actor``, at most four; no query for who is named with none, else two."""
    if actor.pk not in tellers():
        return []
    practices: Any = actor.practices
    return list(practices.published().made_by(actor).newest().for_cards()[:MOST])


def practices_in(municipality: Municipality) -> list[Any]:
    """The newest practices in ``municipality``, at most four; two queries."""
    practices: Any = municipality.practices
    return list(practices.published().newest().for_cards()[:MOST])


def practices_url(**asked: str) -> str:
    """The list of practices, narrowed by what is ``asked``."""
    return f"{reverse('practice-list')}?{urlencode(asked)}"
