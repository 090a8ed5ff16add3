"""Claiming an actor: somebody says that they act for it. Its owners answer, or the editors."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, Wish, desk_kind, offer
from actors.models import Actor, DeskItem, Membership, MembershipRole, User
from actors.permissions import may_choose_people, may_claim_actor
from ecru.base.models import Publication

from .domains import fits
from .joining import Refused, join, lock_people
from .letters import post_claim_to_owners

OWNERS_FIRST = timedelta(days=7)
MOST_WAITING = 10  # claims of one person


@dataclass(frozen=True)
class Claim:
    """What somebody says: how they are tied to the actor (the title of a role), and why they ask."""

    tie: str
    reason: str


def actor_of(item: DeskItem) -> Actor | None:
    """The actor that ``item`` is about; None when it went."""
    return Actor.objects.select_related("kind", "municipality").filter(pk=item.key or 0).first()


def become_member(item: DeskItem, by: User) -> None:
    """The sender acts for the actor: as its owner when it has none, else as a colleague."""
    actor = actor_of(item)
    if actor is None or item.by is None:
        raise Impossible(_("The actor or the account is gone. Refuse this."))
    if actor.status == Publication.ARCHIVED:
        raise Impossible(_("This actor is archived. Publish it first, or refuse this."))
    lock_people(actor)
    has_owner = Membership.objects.running().owners().of_actor(actor).exists()
    join(
        actor=actor,
        user=item.by,
        role=MembershipRole.EDITOR if has_owner else MembershipRole.OWNER,
        by=by,
    )


def page_of_actor(item: DeskItem) -> str:
    """The page of what ``item`` is about."""
    actor = actor_of(item)
    return actor.get_absolute_url() if actor else ""


def own_page(item: DeskItem) -> str:
    """Where the sender goes on: with the actor once it is theirs, else with what they sent."""
    actor = actor_of(item)
    if item.state == DeskItem.State.ACCEPTED and actor:
        return reverse("my-actor", args=[actor.slug])
    return reverse("my-item", args=[item.pk])


def owners_may(user: Any, item: DeskItem) -> bool:
    """The owners of an actor say who helps them; not about what they sent themselves."""
    actor = actor_of(item)
    return bool(actor and item.by_id != user.pk and may_choose_people(user, actor))


def seen_at_desk(item: DeskItem) -> dict[str, Any]:
    """What an editor sees beside a claim: the actor, and who acts for it."""
    actor = actor_of(item)
    people = Membership.objects.running().of_actor(actor).with_people() if actor else []
    return {"actor": actor, "people": list(people)}


CLAIM = desk_kind(
    DeskKind(
        "claim",
        gettext_lazy("wants to look after a page"),
        carry_out=become_member,
        address=page_of_actor,
        sender_address=own_page,
        others_may=owners_may,
        template="desk/claim.html",
        details=seen_at_desk,
    )
)


@transaction.atomic
def claim(*, actor: Actor, by: User, told: Claim) -> DeskItem:
    """Asks for ``by`` to act for ``actor``; asking again changes what waits.

    Its owners are asked first; after seven days the editors see it too. Who has an address that fits the website goes
    first in their queue. Raises ``PermissionDenied``, or ``Refused`` with what to do.
    """
    if not may_claim_actor(by, actor):
        raise PermissionDenied
    lock_people(actor)
    mine = DeskItem.objects.unsettled().of_kind(CLAIM.slug).sent_by(by)
    if mine.count() >= MOST_WAITING and not mine.about(actor).exists():
        raise Refused(_("Ten of your requests wait for an answer. Wait for those first."))
    owners = list(Membership.objects.running().owners().of_actor(actor).select_related("user"))
    fit = fits(by.email, actor)
    asked_from = timezone.now() + OWNERS_FIRST if owners else None
    wish = Wish(actor.name, told.reason, {"tie": told.tie}, fit, asked_from)
    item = offer(kind=CLAIM, about=actor, by=by, wish=wish)
    post_claim_to_owners(item, actor, owners)
    return item


def claims_for_owners(actor: Actor) -> list[DeskItem]:
    """What the owners of ``actor`` are asked."""
    return list(DeskItem.objects.open().of_kind(CLAIM.slug).about(actor).select_related("by").oldest_first())


def claim_of(user: User, actor: Actor) -> DeskItem | None:
    """What ``user`` asked about ``actor`` and nobody answered yet."""
    return DeskItem.objects.unsettled().of_kind(CLAIM.slug).sent_by(user).about(actor).first()
