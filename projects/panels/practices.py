"""What was tried, on the pages of actors and municipalities."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actors.models import Actor, Municipality
from actors.page_blocks import Block, actor_block, municipality_block
from ecru.base.edition import remembered

from ..catalogues import PRACTICES
from ..models import Practice, PracticeActor

MOST = 4
TEMPLATE = "projects/practices_block.html"
ORDER = 20


@remembered("projects.practice", "projects.practiceactor")
def tellers() -> set[int]:
    """The keys of actors that are named with a practice that shows."""
    named = PracticeActor.objects.agreed().with_published()
    return set(named.order_by().values_list("actor", flat=True))


@actor_block
def practices_of(actor: Actor) -> Block | None:
    """The newest practices of ``actor``, at most four; no query for who is named with none, else two."""
    if actor.pk not in tellers():
        return None
    practices = Practice.objects.published().made_by(actor)
    return block(practices, _("What they tried"), q=actor.name)


@municipality_block
def practices_in(municipality: Municipality) -> Block | None:
    """The newest practices in ``municipality``, at most four; no query where there are none, else two."""
    if not PRACTICES.shelf().with_any("municipalities", [municipality.pk]):
        return None
    practices = Practice.objects.published().in_municipality(municipality)
    return block(practices, _("What was tried here"), gemeente=municipality.slug)


def block(practices: Any, title: str, **asked: str) -> Block | None:
    """The newest of ``practices``, with the way to the list narrowed by what is ``asked``; nothing when there are none."""
    newest = list(practices.newest().for_cards()[:MOST])
    if not newest:
        return None
    more = f"{reverse('practice-list')}?{urlencode(asked)}"
    return Block(TEMPLATE, {"practices": newest, "title": title, "more": more}, ORDER)
