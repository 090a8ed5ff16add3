"""The people of two actors that become one: nobody loses a place, and nobody has two."""

from django.utils import timezone

from actors.models import Actor, DeskItem, DeskState, Membership, MembershipRole
from ecru.base.models import SavedRecord

SAVED_AS = "actor"  # what a saved actor is called in ``watched``


def join_people(stays: Actor, goes: Actor) -> None:
    """Makes one of two running memberships of the same person: the stronger role, since the first day.

    The other one ends, so that it can follow as the past. It stands in nobody's history: who acted where is personal.
    """
    there = {link.user_id: link for link in Membership.objects.running().of_actor(stays).order_by("pk")}
    for link in Membership.objects.running().of_actor(goes).order_by("pk"):
        kept = there.get(link.user_id)
        if kept is None:
            continue
        if MembershipRole.OWNER in {link.role, kept.role}:
            kept.role = MembershipRole.OWNER
        kept.since = min(kept.since, link.since)
        kept.save(update_fields=["role", "since"])
        link.until = timezone.now()
        link.save(update_fields=["until"])


def take_items_along(stays: Actor, goes: Actor) -> None:
    """What waits for the editors about ``goes`` is about ``stays`` from now on; what one person asked of both, once."""
    about_it = DeskItem.objects.about(goes)
    asked = {(item.kind, item.by_id) for item in DeskItem.objects.unsettled().about(stays)}
    for item in about_it.unsettled():
        if (item.kind, item.by_id) in asked:
            item.state, item.handled_at = DeskState.WITHDRAWN, timezone.now()
            item.save(update_fields=["state", "handled_at"])
    about_it.update(key=stays.pk)


def take_saves_along(stays: Actor, goes: Actor) -> None:
    """Who saved ``goes`` finds ``stays`` among what they saved, once."""
    SavedRecord.objects.follow(SAVED_AS, goes.pk, stays.pk)
