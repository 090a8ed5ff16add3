"""What was tried, on the pages of actors and municipalities."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actors.models import Actor, Municipality
from actors.page_blocks import Block, actor_block, municipality_block

from ..catalogues import PRACTICES, with_subjects
from ..matching.deeds import deeds
from ..models import Practice

MOST = 4
TEMPLATE = "projects/practices_block.html"
ORDER = 20


@actor_block
def practices_of(actor: Actor) -> Block | None:
    """The newest practices of ``actor``, at most four; no query for who is named with none, else one."""
    if actor.pk not in deeds().of_actor:
        return None
    practices = Practice.objects.published().made_by(actor)
    return block(practices, _("What they tried"), q=actor.name)


@municipality_block
def practices_in(municipality: Municipality) -> Block | None:
    """The newest practices in ``municipality``, at most four; no query where there are none, else one."""
    if not PRACTICES.shelf().with_any("municipalities", [municipality.pk]):
        return None
    practices = Practice.objects.published().in_municipality(municipality)
    return block(practices, _("What was tried here"), gemeente=municipality.slug)


def block(practices: Any, title: str, **asked: str) -> Block | None:
    """The newest of ``practices``, with the way to the list narrowed by what is ``asked``; nothing when there are none."""
    newest = with_subjects(practices.newest()[:MOST], ["municipalities"])
    if not newest:
        return None
    more = f"{reverse('practice-list')}?{urlencode(asked)}"
    return Block(TEMPLATE, {"practices": newest, "title": title, "more": more}, ORDER)
