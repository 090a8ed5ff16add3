"""The kinds of items that editors decide about, each with what deciding does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from actors.history import Difference
from actors.models import DeskItem, DeskState, Municipality, User
from actors.permissions import may_use_desk


class Impossible(Exception):  # noqa: N818 - it is an answer, not a crash
    """What an editor wants cannot be done now; says why, and what to do, in plain words."""


def nothing(item: DeskItem, by: User) -> None:
    """Carries out a decision that changes nothing else."""


def no_differences(item: DeskItem) -> Sequence[Difference]:
    """An item that is not about fields."""
    return ()


def no_details(item: DeskItem) -> dict[str, Any]:
    """An item that says all there is."""
    return {}


def no_remark(item: DeskItem) -> str:
    """An item about which nothing needs a warning."""
    return ""


def no_ways(item: DeskItem) -> Sequence[tuple[str, str]]:
    """An item that is decided about on its page only."""
    return ()


def always(user: Any, item: DeskItem) -> bool:
    """Whoever may use the desk decides about this kind."""
    return True


def nobody_else(user: Any, item: DeskItem) -> bool:
    """Only who may use the desk decides about this kind."""
    return False


@dataclass(frozen=True)
class DeskKind:
    """One kind of item.

    ``carry_out`` does what accepting means, inside the transaction of the decision; it raises ``Impossible`` when that
    cannot be. ``turn_down`` does what refusing means, ``take_back`` what withdrawing by the sender means. ``differences`` are the fields with their old and new value.
    ``address`` is where the editor sees what it is about, ``sender_address`` where the sender goes on with it. ``tell``
    mails the sender what was decided (None: ``telling.tell_sender`` does, for who has an account). ``others_may``: who decides too,
    without a place at the desk. ``remark`` is a warning that stands with the item, also in the queue: it asks the
    database nothing. ``publishes`` says whether accepting an item publishes what it is about: then publishing it elsewhere
    is accepting (None: never). ``in_place`` gives the keys of the records in a municipality, as a subquery; None
    for what has no place. ``still`` gives the keys of the records that still ask for it: others leave the queue by themselves,
    whoever did something about them (None: only a decision ends it). ``yes`` is the button that accepts it by one press, also in
    the queue; ``ways`` are links beside it, made of the item alone, without a question to the database.
    """

    slug: str
    label: Any
    carry_out: Callable[[DeskItem, User], None] = nothing
    turn_down: Callable[[DeskItem, User], None] = nothing
    take_back: Callable[[DeskItem, User], None] = nothing
    differences: Callable[[DeskItem], Sequence[Difference]] = no_differences
    address: Callable[[DeskItem], str] = field(default=lambda item: "")
    sender_address: Callable[[DeskItem], str] = field(default=lambda item: "")
    tell: Callable[[DeskItem, DeskState], None] | None = None
    may_decide: Callable[[Any, DeskItem], bool] = always
    others_may: Callable[[Any, DeskItem], bool] = nobody_else
    can_be_returned: bool = True
    template: str = (
        ""  # a part of the page of the item, beside reason and differences; takes ``item`` and ``details``
    )
    details: Callable[[DeskItem], dict[str, Any]] = no_details
    remark: Callable[[DeskItem], str] = no_remark
    publishes: Callable[[DeskItem], bool] | None = None
    in_place: Callable[[Municipality], Any] | None = None
    can_be_refused: bool = True
    still: Callable[[], Any] | None = None
    yes: Any = ""
    ways: Callable[[DeskItem], Sequence[tuple[str, str]]] = no_ways

    def open_to(self, user: Any, item: DeskItem) -> bool:
        """Whether ``user`` may decide about ``item``."""
        return (may_use_desk(user) and self.may_decide(user, item)) or self.others_may(user, item)


_kinds: dict[str, DeskKind] = {}


def desk_kind(kind: DeskKind) -> DeskKind:
    """Makes ``kind`` known; the same slug twice is a mistake in the code (``ValueError``)."""
    if _kinds.setdefault(kind.slug, kind) is not kind:
        raise ValueError(f"the desk knows {kind.slug!r} already")
    return kind


def kind_of(item: DeskItem) -> DeskKind:
    """The kind of ``item``. Raises ``KeyError`` for one that no app registered."""
    return _kinds[item.kind]


def all_kinds() -> list[DeskKind]:
    """Every kind, in the order in which they were registered."""
    return list(_kinds.values())
