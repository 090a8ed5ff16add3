"""Adding an actor that is not here yet: a draft that its maker sees at once, and that an editor accepts."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.addresses import free_slug
from actors.desk import DeskKind, Impossible, Wish, desk_kind, offer
from actors.duplicates import Twin, addresses_like, likely_twins
from actors.history import Deed, note_added, recorded
from actors.models import (
    Actor,
    ActorKind,
    ActorQuerySet,
    DeskItem,
    Membership,
    MembershipRole,
    Municipality,
    Role,
    TargetGroup,
    User,
)
from actors.models.desk import NEW_ACTOR
from ecru.base.models import Publication
from ecru.base.text import fold

from .claiming import actor_of, own_page, page_of_actor
from .ending import end
from .joining import Refused, give_group, join

MOST_WAITING = 5  # new actors of one person


@dataclass(frozen=True)
class NewActor:
    """What somebody tells of an actor, with why they add it and what they do there."""

    name: str
    kind: ActorKind
    municipality: Municipality | None = None
    place: str = ""
    description: str = ""
    website: str = ""
    target_groups: list[TargetGroup] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class Typed:
    """What somebody typed so far."""

    name: str
    place: str = ""
    website: str = ""


def publish(item: DeskItem, by: User) -> None:
    """The actor is public, and its maker is its owner."""
    actor = actor_of(item)
    if actor is None:
        raise Impossible(_("The actor or the account is gone. Refuse this."))
    with recorded(Actor, [actor.pk], Deed(by)):
        Actor.objects.filter(pk=actor.pk).publish()
    if item.by:
        join(actor=actor, user=item.by, role=MembershipRole.OWNER, by=by)
        give_group(item.by, Role.MEMBER, given=True)  # the item itself still waits until this is done


def put_away(item: DeskItem, by: User) -> None:
    """The actor is archived, and nobody acts for it."""
    actor = actor_of(item)
    if actor is None:
        return
    with recorded(Actor, [actor.pk], Deed(by)):
        Actor.objects.filter(pk=actor.pk).archive()
    for link in Membership.objects.running().of_actor(actor).select_related("user"):
        end(link, by)


@transaction.atomic
def add_actor(*, by: User, told: NewActor) -> DeskItem:
    """Keeps a draft of which ``by`` is the owner, and asks the editors. The same name twice (a double click) is one.

    Raises ``Refused`` with what to do.
    """
    User.objects.select_for_update().get(pk=by.pk)
    waiting = list(DeskItem.objects.unsettled().of_kind(NEW.slug).sent_by(by))
    for item in waiting:
        if fold(item.title) == fold(told.name):
            return item
    if len(waiting) >= MOST_WAITING:
        raise Refused(_("Five new pages of yours wait for the editors. Wait for those first."))
    actor = Actor(name=told.name, slug=free_slug(told.name), kind=told.kind, place=told.place)
    actor.municipality, actor.description, actor.website = told.municipality, told.description, told.website
    actor.status = Publication.DRAFT
    actor.full_clean()
    actor.save()
    actor.target_groups.set(told.target_groups)
    actor.reindex()
    note_added(Actor, [actor.pk], by=by)
    item = offer(kind=NEW, about=actor, by=by, wish=Wish(actor.name, told.reason))
    join(actor=actor, user=by, role=MembershipRole.OWNER)
    return item


def seen_by(user: Any) -> ActorQuerySet:
    """What ``user`` may see, without what they just added themselves: sent once more, that is a double click."""
    mine = DeskItem.objects.sent_by(user).new_actors()
    return Actor.objects.visible_to(user).exclude(pk__in=mine)


def who_has(website: str, user: Any) -> Actor | None:
    """The actor that has exactly this page as its website, as far as ``user`` may see it."""
    if not website:
        return None
    page = urlsplit(website).path.rstrip("/")
    same = [address for address in addresses_like(website) if urlsplit(address).path.rstrip("/") == page]
    return seen_by(user).filter(website__in=same).first()


def twins_for(user: Any, told: Typed) -> list[Twin]:
    """The actors that look like what somebody types, as far as ``user`` may see them."""
    twins = likely_twins(told.name, place=told.place, website=told.website)
    keys = [twin.actor.pk for twin in twins]
    seen = set(seen_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [twin for twin in twins if twin.actor.pk in seen]


def seen_at_desk(item: DeskItem) -> dict[str, Any]:
    """What an editor sees beside a new actor: what it says, and who it looks like."""
    actor = actor_of(item)
    if actor is None:
        return {"actor": None}
    place = actor.municipality.name if actor.municipality else actor.place
    twins = likely_twins(actor.name, place=place, website=actor.website, but=actor.pk)
    return {"actor": actor, "twins": twins, "groups": list(actor.target_groups.all())}


NEW = desk_kind(
    DeskKind(
        NEW_ACTOR,
        gettext_lazy("new actor"),
        carry_out=publish,
        turn_down=put_away,
        take_back=put_away,
        address=page_of_actor,
        sender_address=own_page,
        publishes=lambda item: True,
        template="desk/new_actor.html",
        details=seen_at_desk,
    )
)
