"""What an editor looks at before it shows: the name, the kind, the company number, the municipality, and having stopped."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, Waiting, Wanted, ask_editors, desk_kind, withdraw
from actors.history import Deed, Difference, recorded
from actors.history import in_words as fault_in_words
from actors.history.telling import difference, is_field
from actors.models import Actor, DeskItem, User
from actors.permissions import may_edit_actor

from .reading import in_words, label, named, stored
from .writing import put

KIND = "wijziging"


def waiting_for(actor: Actor) -> Waiting | None:
    """What waits for an editor about ``actor``."""
    item = DeskItem.objects.unsettled().of_kind(KIND).about(actor).oldest_first().first()
    if item is None:
        return None
    wanted = {name: plain(new) for name, (_old, new) in fields_of(item).items()}
    return Waiting(item, wanted, differences_of(item))


def ask(actor: Actor, by: User, values: dict[str, Any], reason: str) -> None:
    """Puts ``values`` before the editors (``ask_editors``). Needs the row of ``actor`` locked."""
    want = Wanted(actor, actor.name, stored(actor), values, reason, named)
    ask_editors(kind=CHANGES, waiting=waiting_for(actor), want=want, by=by)


@transaction.atomic
def take_back(*, actor: Actor, by: User) -> bool:
    """Takes back what waits about ``actor``; False when nothing does any more. Raises ``PermissionDenied``."""
    if not may_edit_actor(by, actor):
        raise PermissionDenied
    waiting = waiting_for(actor)
    return waiting is not None and withdraw(item=waiting.item, by=by)


# --- What the editors see and do ----------------------------------------------------------------------------------


def fields_of(item: DeskItem) -> dict[str, list[Any]]:
    """The old and the wanted value of every field in ``item``, with labels beside keys."""
    return {name: pair for name, pair in item.content.get("fields", {}).items() if is_field(Actor, name)}


def plain(value: Any) -> Any:
    """A named value without its label."""
    return value[0] if isinstance(value, list) else value


def differences_of(item: DeskItem) -> list[Difference]:
    """The fields of ``item`` with their old and wanted value."""
    return [difference(Actor, name, *pair) for name, pair in fields_of(item).items()]


def carry_out(item: DeskItem, by: User) -> None:
    """Makes the record what ``item`` asks. Raises ``Impossible`` when it changed meanwhile, or a rule forbids it."""
    record = Actor.objects.select_for_update().filter(pk__in=[item.key]).first()
    if record is None:
        raise Impossible(
            _("This record is gone, or became part of another. Refuse it, and say where it went.")
        )
    values = {name: plain(new) for name, (_old, new) in fields_of(item).items()}
    if told := changed_meanwhile(record, item):
        raise Impossible(told)
    reason = _("Asked by %(name)s.") % {"name": item.by_name or _("a former member")}
    try:
        with transaction.atomic(), recorded(Actor, [record.pk], Deed(by, reason)):
            put(record, values)
    except ValidationError as error:
        raise Impossible(fault_in_words(Actor, error)) from error


def changed_meanwhile(record: Actor, item: DeskItem) -> str:
    """Which fields are no longer what the sender saw, with both values; empty when none is."""
    now = stored(record)
    moved = {
        name: pair
        for name, pair in fields_of(item).items()
        if now[name] not in (plain(pair[0]), plain(pair[1]))
    }
    if not moved:
        return ""
    known = in_words({name: now[name] for name in moved})
    asked = in_words({name: plain(new) for name, (_old, new) in moved.items()})
    lines = [
        _("%(field)s: now “%(now)s”, asked “%(asked)s”.")
        % {"field": label(name), "now": known[name] or _("empty"), "asked": asked[name] or _("empty")}
        for name in moved
    ]
    return " ".join([_("Somebody changed this after it was sent."), *lines, _("Send it back, or refuse it.")])


CHANGES = desk_kind(
    DeskKind(
        KIND,
        gettext_lazy("change of a record"),
        carry_out=carry_out,
        differences=differences_of,
        address=lambda item: reverse("actor-detail", args=[item.content["slug"]]),
        sender_address=lambda item: reverse("my-actor", args=[item.content["slug"]]),
    )
)
