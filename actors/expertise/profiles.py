"""The profile of an expert, kept by its person, and the expertise of an actor, kept by who acts for it."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.conversations.forgetting import let_go_of_expert
from actors.desk import Impossible, offer, send_again, withdraw
from actors.desk.offering import Wish
from actors.history import Deed, forget, forget_fields, note_deleted, recorded
from actors.models import Actor, Availability, DeskItem, Expert, ExpertConsent, Share, User, VerifiedBy
from actors.models.consents import COLUMNS
from actors.permissions import may_edit_actor, may_edit_expert
from ecru.base.models import Publication

from .kinds import EXPERT, NAME
from .roles import give_role, take_role

HAS_TIME = {Availability.AVAILABLE, Availability.LIMITED}


@dataclass(frozen=True)
class Profile:
    """What somebody filled in: values by column (relations as keys), the name, and what they agree to show (None: as it was)."""

    values: dict[str, Any]
    name: str = ""
    agreed: frozenset[str] | None = None


# --- Beginning ----------------------------------------------------------------------------------------------------


def start_profile(*, user: User, name: str) -> Expert:
    """The profile of ``user``: the one there is, or a new draft under ``name``."""
    try:
        with transaction.atomic():
            known = Expert.objects.of_person(user)
            slug = Expert.objects.free_slug(name)
            return known or Expert.objects.create(
                slug=slug, person_name=name, user=user, contact_email=user.email
            )
    except IntegrityError:  # a second click made it, or somebody of the same name took the address
        return Expert.objects.of_person(user) or start_profile(user=user, name=name)


@transaction.atomic
def start_expertise(*, actor: Actor, by: User) -> Expert:
    """What ``actor`` knows: the expertise there is, or a new draft. Raises ``PermissionDenied``."""
    if not may_edit_actor(by, actor):
        raise PermissionDenied
    Actor.objects.select_for_update().get(pk=actor.pk)
    known = Expert.objects.of(actor).order_by("pk").first()
    if known is not None:
        return known
    made = Expert.objects.create(slug=Expert.objects.free_slug(actor.slug), actor=actor)
    made.settle()
    return made


@transaction.atomic
def take_profile(*, expert: Expert, user: User) -> Expert:
    """Makes a profile that editors prepared that of ``user``, who accepted the invitation; they are an expert now.

    Raises ``Impossible`` for expertise of an organisation, for a profile of somebody else, and for who has one.
    """
    locked = lock(expert)
    if locked.user_id == user.pk:
        return locked
    if locked.actor_id is not None or locked.user_id is not None:
        raise Impossible(_("This profile belongs to somebody else."))
    if Expert.objects.of_person(user) is not None:
        raise Impossible(_("You have an expert profile already. Ask the editors to put them together."))
    with recorded(Expert, [locked.pk], Deed(user, _("Accepted the invitation."))):
        locked.user = user
        locked.contact_email = locked.contact_email or user.email
        locked.save()
    give_role(locked)
    return locked


# --- Keeping ------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_profile(*, expert: Expert, by: User, profile: Profile) -> Expert:
    """Stores ``profile``: live at once when it shows, but a new name waits for the editors. Raises ``PermissionDenied``.

    Who no longer agrees to show their name is taken off the site.
    """
    locked = lock_for(expert, by)
    lost = locked.agreed - profile.agreed if profile.agreed is not None and locked.actor is None else set()
    shown = locked.is_public
    with recorded(Expert, [locked.pk], Deed(by)) if shown else nullcontext():
        write(locked, profile)
        if shown:
            locked.verified_on, locked.verified_by = timezone.localdate(), VerifiedBy.ACTOR
        locked.save()
        locked.reindex()
    forget_parts(locked, lost)
    if shown and Share.NAME in lost:
        take_off(locked, by)
        return locked
    ask_editors_again(locked, by, profile.name)
    return locked


@transaction.atomic
def withdraw_consents(*, expert: Expert, by: User, shares: Iterable[str]) -> Expert:
    """Hides ``shares`` at once, and nothing else changes. Raises ``PermissionDenied``."""
    locked = lock_for(expert, by)
    return save_profile(
        expert=locked, by=by, profile=Profile({}, agreed=frozenset(locked.agreed - set(shares)))
    )


@transaction.atomic
def send_profile(*, expert: Expert, by: User) -> DeskItem:
    """Asks the editors to show the profile; again, when it waits already. Raises ``PermissionDenied``, ``Impossible``."""
    locked = lock_for(expert, by)
    if locked.is_public:
        raise Impossible(_("This profile shows already."))
    if locked.actor is None and Share.NAME not in locked.agreed:
        raise Impossible(_("Agree to show your name first. Without a name there is no public profile."))
    if not locked.own_value("can_tell") or not locked.own_value("topics"):
        raise Impossible(_("Tell first what people can ask you, and choose at least one topic."))
    return put_on_desk(locked, by, {})


def waiting_item(expert: Expert) -> DeskItem | None:
    """What the editors still have to decide about ``expert``, or sent back."""
    return DeskItem.objects.unsettled().of_kind(EXPERT.slug).about(expert).first()


# --- Ending -------------------------------------------------------------------------------------------------------


@transaction.atomic
def stop_profile(*, expert: Expert, by: User) -> Expert:
    """Takes the profile off the site and forgets its past; its person keeps it for themselves. Raises ``PermissionDenied``."""
    locked = lock_for(expert, by)
    if locked.actor is None:
        ExpertConsent.objects.withdraw(locked, Share.values)
    take_off(locked, by)
    return locked


@transaction.atomic
def delete_profile(*, expert: Expert, by: User) -> None:
    """Removes the profile of a person with all that is in it. Raises ``PermissionDenied``."""
    locked = lock_for(expert, by)
    if locked.actor is not None:
        raise PermissionDenied
    leave_desk(locked, by)
    let_go_of_expert(expert=locked, by=by)
    note_deleted(Expert, [locked.pk])
    person = locked.user
    locked.delete()
    take_role(person)


# --- Parts of these -----------------------------------------------------------------------------------------------


def lock(expert: Expert) -> Expert:
    """``expert`` as it is now, for this transaction alone."""
    experts = Expert.objects.select_related("actor__kind", "user").select_for_update(of=("self",))
    return experts.get(pk=expert.pk)


def lock_for(expert: Expert, by: User) -> Expert:
    """The same, for who may change it. Raises ``PermissionDenied`` for anybody else."""
    locked = lock(expert)
    if not may_edit_expert(by, locked):
        raise PermissionDenied
    return locked


def write(expert: Expert, profile: Profile) -> None:
    """Puts ``profile`` into the record and its consents. Save afterwards."""
    if "availability" in profile.values:
        pause(expert, profile.values["availability"], profile.values.get("available_from"))
    for column, value in profile.values.items():
        if column not in {"availability", "available_from"}:
            expert.kept_back.pop(column, None)
            expert.fill(column, value)
    if not expert.is_public and profile.name and expert.actor is None:
        expert.person_name = profile.name
    if profile.agreed is not None and expert.actor is None:
        ExpertConsent.objects.withdraw(expert, expert.agreed - profile.agreed)
        ExpertConsent.objects.give(expert, profile.agreed)
        if Share.NAME in profile.agreed:
            expert.consent_on = expert.consent_on or timezone.localdate()
        elif not expert.is_public:
            expert.consent_on = None  # of who shows, this comes with taking them off


def pause(expert: Expert, availability: int, until: date | None) -> None:
    """Sets whether there is time, and remembers what it was before a pause."""
    before = expert.own_value("availability")
    if availability == Availability.NOT_NOW and not expert.is_away:
        expert.before_pause = before if before in HAS_TIME else Availability.AVAILABLE
    for column in ("availability", "available_from"):
        expert.kept_back.pop(column, None)
    expert.availability = availability
    expert.available_from = until if availability == Availability.NOT_NOW else None
    expert.resumed_on = None


def take_off(expert: Expert, by: User) -> None:
    """Hides the profile; who asks to be taken off the site is not kept in its past either."""
    with recorded(Expert, [expert.pk], Deed(by)):
        expert.status, expert.consent_on, expert.resumed_on = Publication.ARCHIVED, None, None
        expert.save()
    if expert.actor is None:
        forget(Expert, [expert.pk])
        take_role(expert.user)
    leave_desk(expert, by)


def forget_parts(expert: Expert, lost: Iterable[str]) -> None:
    """Takes what no longer shows out of the past as well."""
    columns = [column for share in lost for column in COLUMNS.get(Share(share), ())]
    if columns:
        forget_fields(Expert, [expert.pk], columns)


def ask_editors_again(expert: Expert, by: User, name: str) -> None:
    """Offers a new name; and when the editors have the profile on their desk, tells them that it changed."""
    item = waiting_item(expert)
    if not expert.is_public:
        if item is not None and item.is_open:
            put_on_desk(expert, by, {})
    elif name and name != expert.person_name and expert.actor is None:
        put_on_desk(expert, by, {NAME: name})
    elif name and item is not None:
        withdraw(item=item, by=by)


def put_on_desk(expert: Expert, by: User, content: dict[str, Any]) -> DeskItem:
    """The item about ``expert``, with these words; one at a time."""
    wish, item = Wish(expert.name, content=content), waiting_item(expert)
    if item is None:
        return offer(kind=EXPERT, about=expert, by=by, wish=wish)
    same_name_waits = bool(content) and item.is_open and item.content == content
    return item if same_name_waits else send_again(item=item, wish=wish)


def leave_desk(expert: Expert, by: User) -> None:
    """Takes back what waits, and leaves no words about a person in what was decided."""
    item = waiting_item(expert)
    if item is not None:
        withdraw(item=item, by=by)
    if expert.actor is None:
        past = DeskItem.objects.of_kind(EXPERT.slug).about(expert)
        past.update(title=_("taken off the site"), content={}, reason="", by_name="")
