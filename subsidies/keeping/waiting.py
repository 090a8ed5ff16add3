"""What an editor looks at before it shows: who gives a measure and at which level, and a measure that is new."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors import desk
from actors.desk import (
    DeskKind,
    Impossible,
    Wanted,
    Wish,
    ask_editors,
    desk_kind,
    offer,
    send_again,
    wish_of,
    withdraw,
)
from actors.editing.waiting import plain
from actors.history import Deed, Difference, recorded, states
from actors.history import in_words as fault_in_words
from actors.history.recording import difference as state_difference
from actors.history.recording import name_relations
from actors.history.telling import difference
from actors.models import DeskItem, Municipality, User
from subsidies.models import Measure
from subsidies.permissions import may_edit_measure

from .reading import WAITS, in_words, named, stored
from .writing import put

CHANGE, NEW = "steun-wijziging", "steun-nieuw"


class Waiting(desk.Waiting):
    """A wish about a measure."""

    @property
    def is_new(self) -> bool:
        """Whether the measure itself waits."""
        return self.item.kind == NEW


def item_about(measure: Measure, *kinds: str) -> DeskItem | None:
    """What of these kinds the editors still have to decide about ``measure``."""
    return DeskItem.objects.unsettled().of_kinds(kinds).about(measure).oldest_first().first()


def waiting_for(measure: Measure) -> Waiting | None:
    """What waits for an editor about ``measure``."""
    item = item_about(measure, CHANGE, NEW)
    if item is None:
        return None
    if item.kind == NEW:
        return Waiting(item)
    wanted = {name: wanted_of(pair) for name, pair in fields_of(item).items()}
    return Waiting(item, wanted, differences_of(item))


def ask(measure: Measure, by: User, values: dict[str, Any], reason: str) -> None:
    """Puts ``values`` before the editors (``ask_editors``). Needs the row of ``measure`` locked."""
    want = Wanted(measure, measure.title, stored(measure), values, reason, partial(named, Measure))
    ask_editors(kind=CHANGES, waiting=waiting_for(measure), want=want, by=by)


def offer_new(measure: Measure, by: User) -> None:
    """Asks the editors to show a measure that is new."""
    offer(kind=NEWCOMERS, about=measure, by=by, wish=Wish(measure.title, content={"slug": measure.slug}))


def offer_again(measure: Measure) -> None:
    """Lets the editors know that a new measure, which they look at, says something else now."""
    item = item_about(measure, NEW)
    if item is not None:
        wish = wish_of(item, item.reason)
        send_again(item=item, wish=Wish(measure.title, wish.reason, wish.content))


@transaction.atomic
def take_back(*, measure: Measure, by: User) -> bool:
    """Takes back what waits about ``measure``; False when nothing does any more. Raises ``PermissionDenied``."""
    if not may_edit_measure(by, measure):
        raise PermissionDenied
    waiting = waiting_for(measure)
    return waiting is not None and withdraw(item=waiting.item, by=by)


# --- What the editors see and do ----------------------------------------------------------------------------------


def fields_of(item: DeskItem) -> dict[str, list[Any]]:
    """The old and the wanted value of every field in ``item``, with labels beside keys."""
    return {name: pair for name, pair in item.content.get("fields", {}).items() if name in WAITS}


def wanted_of(pair: list[Any]) -> Any:
    """The plain wanted value of a field; a giver who is not known yet by name."""
    new = pair[1]
    return new[1] if isinstance(new, list) and new[0] is None else plain(new)


def differences_of(item: DeskItem) -> list[Difference]:
    """The fields of ``item`` with their old and wanted value."""
    return [difference(Measure, name, *pair) for name, pair in fields_of(item).items()]


def locked_about(item: DeskItem) -> Measure:
    """The measure that ``item`` is about, for this transaction alone. Raises ``Impossible`` when it is gone."""
    found = Measure.objects.select_for_update().filter(pk=item.key or 0).first()
    if found is None:
        raise Impossible(_("This measure is gone. Refuse it."))
    return found


def carry_out(item: DeskItem, by: User) -> None:
    """Makes the record what ``item`` asks. Raises ``Impossible`` when it changed meanwhile, or a rule forbids it."""
    record = locked_about(item)
    if told := changed_meanwhile(record, item):
        raise Impossible(told)
    values = {name: wanted_of(pair) for name, pair in fields_of(item).items()}
    reason = _("Asked by %(name)s.") % {"name": item.by_name or _("a former member")}
    try:
        with transaction.atomic(), recorded(Measure, [record.pk], Deed(by, reason)):
            put(record, values)
    except ValidationError as error:
        raise Impossible(fault_in_words(Measure, error)) from error


def changed_meanwhile(record: Measure, item: DeskItem) -> str:
    """Which fields are no longer what the sender saw; empty when none is."""
    now = stored(record)
    moved = [
        name for name, pair in fields_of(item).items() if now[name] not in (plain(pair[0]), wanted_of(pair))
    ]
    if not moved:
        return ""
    known = in_words(Measure, {name: now[name] for name in moved})
    lines = [
        _("%(field)s: now “%(now)s”.")
        % {"field": difference(Measure, name, None, None).label, "now": known[name]}
        for name in moved
    ]
    return " ".join([_("Somebody changed this after it was sent."), *lines, _("Send it back, or refuse it.")])


def publish(item: DeskItem, by: User) -> None:
    """The new measure shows. Raises ``Impossible`` when it is gone."""
    set_state(locked_about(item), by, "publish")


def put_away(item: DeskItem, by: User) -> None:
    """The new measure is archived: it stays, and nobody else sees it."""
    record = Measure.objects.filter(pk=item.key or 0).first()
    if record is not None and not record.is_public:
        set_state(record, by, "archive")


def set_state(record: Measure, by: User, verb: str) -> None:
    """Publishes or archives ``record``, and writes it down."""
    with recorded(Measure, [record.pk], Deed(by)):
        getattr(Measure.objects.filter(pk=record.pk), verb)()


def all_of(item: DeskItem) -> list[Difference]:
    """Everything that a new measure says, for who decides about it."""
    found = states(Measure, [item.key or 0])
    if not found:
        return []
    values = state_difference(None, next(iter(found.values())))
    name_relations(Measure, [values])
    return [difference(Measure, name, *pair) for name, pair in values.items()]


def own_page(item: DeskItem) -> str:
    """Where the sender goes on."""
    return reverse("my-measure", args=[item.content.get("slug", "")]) if item.content.get("slug") else ""


def in_place(municipality: Municipality) -> Any:
    """The keys of the measures that hold in ``municipality``."""
    return Measure.objects.filter(municipalities=municipality).order_by().values("pk")


CHANGES = desk_kind(
    DeskKind(
        CHANGE,
        gettext_lazy("change of a measure"),
        carry_out=carry_out,
        differences=differences_of,
        address=own_page,
        sender_address=own_page,
        in_place=in_place,
    )
)

NEWCOMERS = desk_kind(
    DeskKind(
        NEW,
        gettext_lazy("new measure"),
        carry_out=publish,
        turn_down=put_away,
        take_back=put_away,
        differences=all_of,
        address=own_page,
        sender_address=own_page,
        publishes=lambda item: True,
        in_place=in_place,
    )
)
