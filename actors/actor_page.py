"""What the page of one actor shows, for the page itself and for its preview."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ecru.base.by_keys import ByKeys

from .expert_relations import expertise_of
from .models import Actor
from .page_blocks import blocks_for_actor
from .permissions import may_edit_actor
from .structured import actor_jsonld

PAGES = ByKeys(Actor.objects.published().for_bare_page(), "slug")


def actor_page(actor: Actor, user: Any) -> dict[str, Any]:
    """Everything that ``actors/actor_detail.html`` takes; ``actor`` has its relations at hand, as ``for_page`` gives it."""
    return {
        "actor": actor,
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": _("Who is who"), "url": reverse("actor-list")},
        ],
        "family": actor.family(user),
        "structured": actor_jsonld(actor, settings.BASE_URL),
        "expertise": expertise_of(actor),
        "may_edit": may_edit_actor(user, actor),
        "claimable": actor.is_public and not actor.closed and not actor.collective,
        "blocks": blocks_for_actor(actor),
        "section": "actors",
    }
