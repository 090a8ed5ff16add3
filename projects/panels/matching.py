"""What matching adds to the pages of actors and to people's own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Actor, User
from actors.page_blocks import Block, actor_block

from ..matching import block_for

SHOWN = 4


@actor_block
def who_goes_with(actor: Actor) -> Block | None:
    """Actors that go with ``actor``; nothing for who stopped, stands for many, or is known by name only. Three queries."""
    if actor.pk is None or actor.closed or actor.collective or actor.named_only:
        return None
    return block_for(actor, kinds=["actor"], limit=SHOWN)


@panel
def for_you(user: User) -> Panel | None:
    """Where to find what fits the organisations of ``user``; one query."""
    if not user.own_actors:
        return None
    ways = [
        Way(actor.name, reverse("my-actor-suggestions", args=[actor.slug]))
        for actor in Actor.objects.own(user).order_by("name").only("name", "slug")
    ]
    return Panel(_("For you"), _("Partners, calls and examples that fit, and why."), ways, order=25)
