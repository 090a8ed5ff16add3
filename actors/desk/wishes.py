"""Changes of a record that wait for an editor: what is wanted, and asking for more of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from actors.history import Difference
from actors.models import DeskItem, DeskState, User

from .kinds import DeskKind
from .offering import Wish, offer, send_again, withdraw

Values = dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """A wish that no editor settled yet: the field names with the wanted plain value, and how people read them."""

    item: DeskItem
    wanted: Values = field(default_factory=dict)
    differences: Sequence[Difference] = ()

    @property
    def came_back(self) -> bool:
        """Whether the editors asked something first."""
        return self.item.state == DeskState.RETURNED


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of a record: its ``title``, the fields as they are (``now``) and as they should be, and why."""

    record: Any
    title: str
    now: Values
    values: Values
    reason: str
    named: Callable[[Values], Values]  # gives plain values their labels


def ask_editors(*, kind: DeskKind, waiting: Waiting | None, want: Wanted, by: User) -> None:
    """Puts ``want`` before the editors, together with what waits already; what is back as it was waits no longer.

    Needs the row of the record locked, so that two colleagues make one item.
    """
    wanted = {**(waiting.wanted if waiting else {}), **want.values}
    wanted = {name: value for name, value in wanted.items() if value != want.now[name]}
    if waiting and not wanted:
        withdraw(item=waiting.item, by=by)
        return
    said = want.reason or (waiting.item.reason if waiting else "")
    if waiting and not want.values and said == waiting.item.reason:
        return
    old, new = want.named({name: want.now[name] for name in wanted}), want.named(wanted)
    content = {"slug": want.record.slug, "fields": {name: [old[name], new[name]] for name in wanted}}
    wish = Wish(want.title, said, content)
    if waiting:
        send_again(item=waiting.item, wish=wish)
    else:
        offer(kind=kind, about=want.record, by=by, wish=wish)
