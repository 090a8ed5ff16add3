"""A practice on the desk of the editors: offering it, what they decide, and what follows."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors import desk
from actors.desk import DeskKind, Impossible, desk_kind, offer, send_again, withdraw
from actors.desk.offering import Wish
from actors.history import Difference
from actors.models import DeskItem, User
from ecru.base.models import Publication
from projects.models import Practice
from projects.permissions import may_edit_practice

from .letters import tell_outcome
from .makers import agree_for, unanswered, without_people
from .material import accept_material, follow_publication
from .reading import FIELDS, differences, stored
from .saving import lock_for, put
from .standing import KIND, standing_of, waiting_item

NEEDED = ("description", "results")  # without these nobody learns anything
HELPS = ("municipalities", "target_groups", "did_not_work", "watch_out", "people", "money")


def missing(values: dict[str, Any]) -> list[str]:
    """The names of what has to be told before the editors look at it."""
    names = [name for name in NEEDED if not values[name]]
    return names if values["steps"] or values["approach"] else [*names, "steps"]


def could_help(values: dict[str, Any]) -> list[str]:
    """The names of what may stay empty, and would help who reads it."""
    return [name for name in HELPS if not values[name]]


@transaction.atomic
def offer_practice(*, practice: Practice, by: User, words: str = "") -> DeskItem:
    """Asks the editors to publish it, or its changes; again, after remarks. ``words``: for the editors.

    Raises ``Impossible`` when something has to be told first or nothing changed, and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    standing, now = standing_of(locked), stored(locked)
    asked = {**now, **locked.ahead}
    if missing(asked):
        raise Impossible(_("Tell a little more first: what is missing stands below."))
    if locked.is_public and not standing.has_changes:
        raise Impossible(_("There is nothing new to send."))
    content: dict[str, Any] = {}
    if locked.is_public:
        content["fields"] = {name: [now[name], value] for name, value in locked.ahead.items()}
    wish = Wish(asked["title"], words.strip(), content)
    if standing.item is not None:
        return send_again(item=standing.item, wish=wish)
    return offer(kind=PRACTICE, about=locked, by=by, wish=wish)


@transaction.atomic
def take_back(*, practice: Practice, by: User) -> bool:
    """Takes it back from the editors, to go on writing; False when they decided already. Raises ``PermissionDenied``."""
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not may_edit_practice(by, locked):
        raise PermissionDenied
    item = waiting_item(locked)
    return item is not None and withdraw(item=item, by=by)


# --- What the editors see and do ------------------------------------------------------------------------------------


def practice_of(item: DeskItem) -> Practice | None:
    """The practice that ``item`` is about, unless that is gone."""
    return Practice.objects.filter(pk=item.key or 0).first()


def carry_out(item: DeskItem, by: User) -> None:
    """Publishes it, or its changes, with its files, pictures and names. Raises ``Impossible``."""
    practice = Practice.objects.select_for_update().filter(pk=item.key or 0).first()
    if practice is None:
        raise Impossible(_("This practice is not there any more. Refuse it."))
    if waits := unanswered(practice):
        names = ", ".join(maker.actor.name for maker in waits)
        raise Impossible(
            _(
                "%(names)s did not say yet whether they want to be named. Wait, or send it back so that the name goes."
            )
            % {"names": names}
        )
    if told := changed_meanwhile(practice, item):
        raise Impossible(told)
    publish(practice, by)


def publish(practice: Practice, by: User) -> None:
    """Shows ``practice`` as its makers want it. Needs its row locked."""
    agree_for(practice, by)
    first = practice.published_at is None
    values = {name: value for name, value in practice.ahead.items() if name in FIELDS}
    if first:
        practice.slug = Practice.objects.exclude(pk=practice.pk).free_slug(practice.title)
    practice.ahead, practice.status = {}, Publication.PUBLISHED
    practice.verified_on, practice.warned_on = timezone.localdate(), None
    put(practice, values)
    accept_material(practice)


def changed_meanwhile(practice: Practice, item: DeskItem) -> str:
    """Which fields are no longer what the sender saw, with both values; empty when none is."""
    now = stored(practice)
    moved = [
        _("%(field)s: now “%(now)s”.") % {"field": difference.label, "now": difference.new or _("empty")}
        for difference in differences({name: pair[0] for name, pair in fields_of(item).items()}, now)
        if difference.name in fields_of(item) and now[difference.name] != fields_of(item)[difference.name][1]
    ]
    if not moved:
        return ""
    return " ".join([_("Somebody changed this after it was sent."), *moved, _("Send it back, or refuse it.")])


def fields_of(item: DeskItem) -> dict[str, list[Any]]:
    """The old and the wanted value of every field that ``item`` changes; empty for a practice that is new."""
    return {name: pair for name, pair in item.content.get("fields", {}).items() if name in FIELDS}


def differences_of(item: DeskItem) -> Sequence[Difference]:
    """What the editor decides about: the changed fields, or all of a practice that is new."""
    if "fields" in item.content:
        pairs = fields_of(item)
        return differences(
            {name: old for name, (old, _new) in pairs.items()}, {n: pair[1] for n, pair in pairs.items()}
        )
    practice = practice_of(item)
    return () if practice is None else differences({}, stored(practice))


def details_of(item: DeskItem) -> dict[str, Any]:
    """The names, files and pictures that belong to it."""
    practice = practice_of(item)
    if practice is None:
        return {"practice": None}
    return {
        "practice": practice,
        "makers": list(practice.makers.with_actors()),
        "without_people": {maker.pk for maker in without_people(practice)},
        "files": list(practice.files.all()),
        "pictures": list(practice.pictures.all()),
    }


PRACTICE = desk_kind(
    DeskKind(
        KIND,
        gettext_lazy("practice"),
        carry_out=carry_out,
        differences=differences_of,
        details=details_of,
        template="desk/practice.html",
        address=lambda item: reverse("my-practice", args=[item.key]) if practice_of(item) else "",
        sender_address=lambda item: reverse("my-practice", args=[item.key]) if practice_of(item) else "",
        tell=tell_outcome,
    )
)


# --- What follows from elsewhere ------------------------------------------------------------------------------------


@transaction.atomic
def settle_published(*, practice: Practice, by: User) -> None:
    """After an editor changed the status of ``practice`` by hand (in the admin): pictures follow, and what waits is settled.

    What shows now and waited as a new practice counts as accepted, and its makers are told; names that nobody agreed to stay
    away. Call it after every save; it does nothing when there is nothing to do.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    item = waiting_item(locked)
    if not locked.is_public:
        follow_publication(locked)
        return
    if item is not None and item.is_open and "fields" not in item.content:
        now = DeskItem.objects.get(pk=item.pk)
        desk.hold(item=now, by=by, from_colleague=True)
        now.refresh_from_db()
        if not unanswered(locked):
            desk.accept(item=now, by=by, seen=now.version)
            return
    if item is None or "fields" not in item.content:
        accept_material(locked)
